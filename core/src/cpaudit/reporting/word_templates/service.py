"""What a tenant's administrator does about Word templates of documents: add, use another version, reset."""

from __future__ import annotations

import asyncio
import hashlib

from sqlmodel import col, select

from cpaudit.errors import InvalidInput, NotFound
from cpaudit.permissions import Permission
from cpaudit.reporting.kinds import DocumentKind
from cpaudit.reporting.models import ReportTemplate, ReportTemplateVersion
from cpaudit.reporting.text import require_language
from cpaudit.reporting.word_templates.problems import TemplateProblem, TemplateRefused
from cpaudit.storage.tables import now
from cpaudit.work import Work

MOST_VERSIONS = 100
"""Versions that are kept of one template."""


async def problems_of(
    work: Work, content: bytes, kind: DocumentKind = DocumentKind.AUDIT
) -> tuple[TemplateProblem, ...]:
    """What keeps a file from being a template; nothing where it is one. Read in a thread.

    Raises:
        Denied: the actor does not manage templates.
    """
    # Word documents and Jinja are imported where somebody sends a template.
    from cpaudit.reporting.word_templates.documents import check_template

    work.require(Permission.MANAGE_TEMPLATES)
    try:
        await asyncio.to_thread(check_template, content, kind)
    except TemplateRefused as refused:
        return refused.problems
    return ()


async def add_template(work: Work, kind: DocumentKind, language: str, file_name: str, content: bytes) -> str:
    """Keep a template that :func:`problems_of` found nothing wrong with, and have reports written with it.

    A file that is there already is used again, and not kept twice. Gives the template's id.

    Raises:
        Denied: the actor does not manage templates.
        InvalidInput: there are no reports in this language, or as many versions as are kept.
    """
    work.require(Permission.MANAGE_TEMPLATES)
    require_language(language)
    found = await work.all(ReportTemplate, kind=kind, language=language)
    template = (
        found[0]
        if found
        else await work.add(
            ReportTemplate(tenant_id=work.actor.tenant, kind=kind, language=language), "reportTemplateAdded"
        )
    )
    # Two who add at once get different numbers.
    await work.hold(template)
    digest = hashlib.sha256(content).hexdigest()
    known = await work.all(ReportTemplateVersion, template_id=template.id, sha256=digest)
    if known:
        version = known[0]
    else:
        if template.latest >= MOST_VERSIONS:
            raise InvalidInput(
                f"there are {template.latest} versions already", path=("input", "content"), remedy="use one of them"
            )
        version = await work.add(
            ReportTemplateVersion(
                tenant_id=work.actor.tenant,
                template_id=template.id,
                number=template.latest + 1,
                file_name=file_name,
                size=len(content),
                sha256=digest,
                content=content,
                added_by=work.actor.member_id,
            ),
            "reportTemplateVersionAdded",
        )
    await work.change(
        template,
        None,
        "reportTemplateUsed",
        used_id=version.id,
        latest=max(template.latest, version.number),
        changed_at=now(),
    )
    return template.id


async def use_version(work: Work, template_id: str, expected_version: int, number: int) -> str:
    """Have reports written with another version of a template; gives the template's id.

    Raises:
        Denied: the actor does not manage templates.
        NotFound: there is no such template, or no such version of it.
        Conflict: somebody changed it meanwhile.
    """
    work.require(Permission.MANAGE_TEMPLATES)
    template = await work.get(ReportTemplate, template_id, path=("input", "id"))
    versions = await work.all(ReportTemplateVersion, template_id=template.id, number=number)
    if not versions:
        raise NotFound(f"there is no version {number}", path=("input", "number"))
    await work.change(template, expected_version, "reportTemplateUsed", used_id=versions[0].id, changed_at=now())
    return template.id


async def reset_template(work: Work, template_id: str, expected_version: int) -> str:
    """Have reports written in the layout that cpaudit brings; the versions stay. Gives the template's id.

    Raises:
        Denied, NotFound, Conflict: as for :func:`use_version`.
    """
    work.require(Permission.MANAGE_TEMPLATES)
    template = await work.get(ReportTemplate, template_id, path=("input", "id"))
    await work.change(template, expected_version, "reportTemplateReset", used_id=None, changed_at=now())
    return template.id


async def used_template(work: Work, kind: DocumentKind, language: str) -> bytes | None:
    """The Word template that the tenant writes reports with; None where it uses the layout that cpaudit brings.

    Raises:
        Denied: the actor does not read.
    """
    work.require(Permission.READ)
    used = (
        select(ReportTemplateVersion.content)
        .join(
            ReportTemplate,
            (col(ReportTemplate.used_id) == col(ReportTemplateVersion.id))
            & (col(ReportTemplate.tenant_id) == col(ReportTemplateVersion.tenant_id)),
        )
        .where(ReportTemplate.kind == kind, ReportTemplate.language == language)
    )
    return (await work.session.exec(used)).one_or_none()


async def template_version(work: Work, version_id: str) -> ReportTemplateVersion:
    """A version of a template, with its file.

    Raises:
        Denied: the actor does not manage templates.
        NotFound: there is none.
    """
    work.require(Permission.MANAGE_TEMPLATES)
    return await work.get(ReportTemplateVersion, version_id)
