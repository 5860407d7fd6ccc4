"""The API of enabling, disabling and setting up plugins."""

from __future__ import annotations

import strawberry
from strawberry.scalars import JSON

from cpaudit.catalogue.plugins import Plugin, known_plugin
from cpaudit.enabling import service
from cpaudit.enabling.hidden import LISTED_AUDITS, Hidden, Referring, ReferringAudit, hidden_without
from cpaudit.errors import InvalidInput
from cpaudit.graphql.commands import command
from cpaudit.graphql.context import RequestContext
from cpaudit.graphql.reading.identifiers import node_identifier
from cpaudit.plugins import dependents
from cpaudit.tenancy.plugins import enabled_plugins
from cpaudit.work import Work

Info = strawberry.Info[RequestContext, None]


@strawberry.type(description="How many records of running audits refer to items of a plugin.")
class ReferringRecords:
    held: strawberry.Private[Referring]

    @strawberry.field(description="Answers to its checklist items.")
    def answers(self) -> int:
        return self.held.answers

    @strawberry.field(description="Options that were adopted from it.")
    def options(self) -> int:
        return self.held.options

    @strawberry.field(description="Lines of inventories that use its factors.")
    def inventory_lines(self) -> int:
        return self.held.inventory_lines

    @strawberry.field(description="Values of indicators of its systems.")
    def indicator_values(self) -> int:
        return self.held.indicator_values


@strawberry.type(description="A running audit that pins a plugin's pack or has records that refer to it.")
class AffectedAudit:
    held: strawberry.Private[ReferringAudit]

    @strawberry.field
    def id(self) -> strawberry.ID:
        return strawberry.ID(node_identifier("Audit", self.held.id))

    @strawberry.field
    def title(self) -> str:
        return self.held.title

    @strawberry.field(description="The version that it pins; null where only records refer to the plugin.")
    def pinned_version(self) -> str | None:
        return self.held.pinned_version

    @strawberry.field
    def records(self) -> ReferringRecords:
        return ReferringRecords(held=self.held.records)


@strawberry.type(
    description="What is hidden, or stands there unexplained, while a plugin is not enabled. Nothing of it is deleted."
)
class HiddenByDisabling:
    held: strawberry.Private[Hidden]
    content_items: int = strawberry.field(description="Items that leave the library.")
    required_by: list[str] = strawberry.field(
        description="Enabled plugins that require it; it can be disabled only after them."
    )

    @strawberry.field(description="Running audits that pin it or refer to it.")
    def running_audits(self) -> int:
        return self.held.running

    @strawberry.field(description="Concluded audits that do; their kept results and pins stay.")
    def concluded_audits(self) -> int:
        return self.held.concluded

    @strawberry.field(description="Of all running audits.")
    def records(self) -> ReferringRecords:
        return ReferringRecords(held=self.held.records)

    @strawberry.field(description=f"The running audits, those that were begun first; {LISTED_AUDITS} at most.")
    def audits(self) -> list[AffectedAudit]:
        return [AffectedAudit(held=each) for each in self.held.audits]


@strawberry.type(description="Whether a plugin is enabled, and what depends on it.")
class PluginState:
    plugin: str

    @strawberry.field(description="Whether it is enabled now; still true after a dry run.")
    async def enabled(self, info: Info) -> bool:
        return self.plugin in await _enabled(info.context)

    @strawberry.field(description="What disabling it hides, and enabling it again shows.")
    async def hides(self, info: Info) -> HiddenByDisabling:
        context = info.context
        async with context.database.looking(context.scope) as session:
            hidden = await hidden_without(session, self.plugin)
        fit = {plugin.name: plugin for plugin in context.host.plugins if plugin.fit}
        pack = fit[self.plugin].pack if self.plugin in fit else None
        return HiddenByDisabling(
            held=hidden,
            content_items=0 if pack is None else sum(1 for _ in pack.contributions()),
            required_by=list(dependents(self.plugin, fit, await _enabled(context))),
        )


@strawberry.input(description="A secret that changes; one that is not named stays as it is.")
class PluginSecretInput:
    name: str
    value: str | None = strawberry.field(description="Null takes it away. It is stored sealed, and never shown again.")


@strawberry.input(description="What a plugin is set to, for the caller's tenant.")
class ConfigurePluginInput:
    plugin: str
    expected_version: int = strawberry.field(description="`settings.version` of the plugin; 0 where nothing was set.")
    settings: JSON = strawberry.field(
        description="An object: all settings that are not secret. What is left out has its default."
    )
    secrets: list[PluginSecretInput] = strawberry.field(default_factory=list)
    dry_run: bool = strawberry.field(default=False, description="Only tell whether the plugin accepts it.")
    client_mutation_id: str | None = None


async def _state(context: RequestContext, plugin: str) -> PluginState:
    return PluginState(plugin=plugin)


@strawberry.type
class EnablingMutations:
    @command(PluginState, show=_state)
    async def enable_plugin(self, work: Work, plugin: str, client_mutation_id: str | None = None) -> str:
        """Enable an installed plugin for the caller's tenant; takes effect with the next request."""
        return await service.enable_plugin(work, plugin)

    @command(PluginState, show=_state)
    async def disable_plugin(
        self, work: Work, plugin: str, dry_run: bool = False, client_mutation_id: str | None = None
    ) -> str:
        """Hide a plugin from the caller's tenant. Nothing is deleted: enabled again, it is all there.

        A dry run changes nothing, and answers what would be hidden.
        """
        return await service.disable_plugin(work, plugin, dry_run=dry_run)

    @command(Plugin, show=known_plugin)
    async def configure_plugin(self, work: Work, input: ConfigurePluginInput) -> str:
        """Set a plugin up for the caller's tenant; takes effect with the next request."""
        if not isinstance(input.settings, dict):
            raise InvalidInput("the settings are no object", path=("input", "settings"))
        secrets = {each.name: each.value for each in input.secrets}
        if len(secrets) < len(input.secrets):
            raise InvalidInput("a secret stands here twice", path=("input", "secrets"))
        return await service.configure_plugin(
            work,
            input.plugin,
            input.expected_version,
            settings=input.settings,
            secrets=secrets,
            dry_run=input.dry_run,
        )


async def _enabled(context: RequestContext) -> tuple[str, ...]:
    # Not those of the request, which are from before what the mutation did.
    tenant = context.actor.tenant_id if context.actor else None
    return () if tenant is None else await enabled_plugins(context.database, tenant, context.host, context.keys)
