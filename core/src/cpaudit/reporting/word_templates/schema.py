"""The API of a tenant's Word templates."""

from __future__ import annotations

from datetime import datetime

import strawberry

from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.nodes import Node
from cpaudit.graphql.reading import (
    Connection,
    column,
    computed,
    one,
    ordering,
    readable,
    root_connection,
    root_one,
    several,
    visible_id,
)
from cpaudit.graphql.uploads import decoded
from cpaudit.permissions import Permission, signed_in
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.models import ReportTemplate as TemplateRow
from cpaudit.reporting.models import ReportTemplateVersion as VersionRow
from cpaudit.reporting.schema import REPORTS_PATH
from cpaudit.reporting.text import require_language
from cpaudit.reporting.word_templates import problems, service
from cpaudit.reporting.word_templates.shapes import documented, report_shape
from cpaudit.tenancy.schema import Member
from cpaudit.work import Work

TEMPLATE_PATH = f"{REPORTS_PATH}/templates"
"""Where versions of templates are saved from."""


@readable(VersionRow, order=("-number",), permission=Permission.MANAGE_TEMPLATES)
@strawberry.type(description="One Word document that was checked and kept as a template.")
class ReportTemplateVersion(Node):
    number: int = column()
    file_name: str = column()
    size: int = column(description="In bytes.")
    sha256: str = column()
    added_by: Member | None = one("added_by")
    added_at: datetime = column()

    @computed("id")
    def download_path(self) -> str:
        """Where the document can be fetched with the same bearer token."""
        return f"{TEMPLATE_PATH}/{self.values['id']}.docx"


ReportTemplateOrder = ordering("ReportTemplateOrder", "kind", "language")


@strawberry.input(description="Which templates.")
class ReportTemplateFilter:
    kind: DocumentKind | None = None
    language: str | None = None


@readable(TemplateRow, order=("kind", "language"), permission=Permission.MANAGE_TEMPLATES)
@strawberry.type(description="The Word template of the tenant for a kind of document in a language.")
class ReportTemplate(Node):
    kind: DocumentKind = column()
    language: str = column()
    used: ReportTemplateVersion | None = one(
        "used_id", description="What reports are written with; null for the layout that cpaudit brings."
    )
    versions: list[ReportTemplateVersion] = several("template_id", order=("-number",))
    changed_at: datetime = column()
    version: int = column()


@strawberry.type(description="Why a document is not taken as a template.")
class TemplateProblem:
    held: strawberry.Private[problems.TemplateProblem]

    @strawberry.field(description="`body`, `header`, `footer`, `footnotes`, `properties`, or `file`.")
    def part(self) -> str:
        return self.held.part

    @strawberry.field(description="The text around the place.")
    def near(self) -> str:
        return self.held.near

    @strawberry.field(description="Stable identifier of the kind of problem.")
    def code(self) -> str:
        return self.held.code

    @strawberry.field(description="The name that the template gives, where that is wrong.")
    def field(self) -> str | None:
        return self.held.field or None

    @strawberry.field(description="What is wrong.")
    def message(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.message.in_language(lang or info.context.language)

    @strawberry.field(description="What to do about it.")
    def remedy(self, info: strawberry.Info, lang: str | None = None) -> str:
        return self.held.remedy.in_language(lang or info.context.language)


@strawberry.type(description="What became of a document that was sent as a template.")
class ReportTemplateCheck:
    taken: bool = strawberry.field(description="Whether it is kept, and reports are written with it.")
    problems: list[TemplateProblem] = strawberry.field(description="Empty where it is a template.")


@strawberry.type(description="A value that a template can print.")
class TemplateField:
    path: str = strawberry.field(description="`enterprise.name`; `[]` stands behind a list to loop over.")
    kind: str = strawberry.field(description="`text`, `number`, `yes or no`, or `picture`.")


@strawberry.input(description="A Word document to write reports with.")
class AddReportTemplateInput:
    kind: DocumentKind
    language: str = strawberry.field(description="`zh-CN` or `en`.")
    file_name: str
    content: str = strawberry.field(description="The DOCX file in Base64.")
    dry_run: bool = strawberry.field(default=False, description="Find out what is wrong with it, and keep nothing.")


@strawberry.input
class UseReportTemplateInput:
    id: strawberry.ID
    expected_version: int
    number: int = strawberry.field(description="Of the version.")
    client_mutation_id: str | None = None


@strawberry.input
class ResetReportTemplateInput:
    id: strawberry.ID
    expected_version: int
    client_mutation_id: str | None = None


@strawberry.type
class TemplateQueries:
    report_template: ReportTemplate | None = root_one()
    report_templates: Connection[ReportTemplate] = root_connection(
        filter=ReportTemplateFilter, order=ReportTemplateOrder
    )

    @strawberry.field(description="Every value that a Word template of a kind can name, in the order of the document.")
    def report_template_fields(
        self, info: strawberry.Info[RequestContext, None], kind: DocumentKind = DocumentKind.AUDIT
    ) -> list[TemplateField]:
        signed_in(info.context.actor).require(Permission.READ)
        return [TemplateField(path=path, kind=leaf) for path, leaf in documented(report_shape(kind))]


@strawberry.type
class TemplateMutations:
    @command(ReportTemplateCheck)
    async def add_report_template(self, work: Work, input: AddReportTemplateInput) -> ReportTemplateCheck:
        """Check a Word document, keep it as a version of the tenant's template, and have reports written with it."""
        require_language(input.language)
        content = decoded(input.content)
        found = await service.problems_of(work, content, input.kind)
        if not found and not input.dry_run:
            await service.add_template(work, input.kind, input.language, input.file_name, content)
        return ReportTemplateCheck(
            taken=not found and not input.dry_run, problems=[TemplateProblem(held=each) for each in found]
        )

    @command(ReportTemplate)
    async def use_report_template(self, work: Work, input: UseReportTemplateInput) -> str:
        """Have reports written with another version of a template."""
        template = visible_id(input.id, ReportTemplate, path=("input", "id"))
        return await service.use_version(work, template, input.expected_version, input.number)

    @command(ReportTemplate)
    async def reset_report_template(self, work: Work, input: ResetReportTemplateInput) -> str:
        """Have reports written in the layout that cpaudit brings; the versions stay."""
        template = visible_id(input.id, ReportTemplate, path=("input", "id"))
        return await service.reset_template(work, template, input.expected_version)
