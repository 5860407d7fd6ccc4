"""The API of starting an audit's process map from the library."""

from __future__ import annotations

import strawberry

from cpaudit.audits.schema import Audit
from cpaudit.audits.schemas.records import NewRecord, audit_id_of
from cpaudit.audits.services import process_map
from cpaudit.graphql.commands import command
from cpaudit.text import DEFAULT_LANGUAGE
from cpaudit.work import Work


@strawberry.input(description="A process template of the library for an audit's process map.")
class ApplyProcessTemplateInput(NewRecord):
    template: str = strawberry.field(description="Its reference, `pack:process_template:code`.")
    lang: str = strawberry.field(default=DEFAULT_LANGUAGE, description="Language of the names.")


@strawberry.type
class ProcessMapMutations:
    @command(Audit)
    async def apply_process_template(self, work: Work, input: ApplyProcessTemplateInput) -> str:
        """Add the unit processes and streams of a process template to an audit's map."""
        return await process_map.apply_process_template(work, audit_id_of(input), input.template, input.lang)
