"""The schema of each set of plugins, built once and kept in a bounded cache."""

from __future__ import annotations

import logging
from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    MaskErrors,
    ParserCache,
)
from strawberry.extensions.max_aliases import create_validator as alias_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import create_type, merge_types
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.execution import ExecutionContext
from strawberry.types.field import StrawberryField

from cpaudit.api.limits import RequestBounds
from cpaudit.api.settings import Limits
from cpaudit.api.validation import KeptValidation
from cpaudit.audits.schema import AuditQueries
from cpaudit.audits.schemas.assessment import AssessmentMutations
from cpaudit.audits.schemas.checklist import ChecklistMutations
from cpaudit.audits.schemas.costs import CostMutations
from cpaudit.audits.schemas.inventory import InventoryMutations
from cpaudit.audits.schemas.preparation import PreparationMutations
from cpaudit.audits.schemas.process_map import ProcessMapMutations
from cpaudit.audits.schemas.rating import RatingMutations
from cpaudit.audits.schemas.survey import SurveyMutations
from cpaudit.catalogue.contents import PluginNamespace
from cpaudit.catalogue.schema import CatalogueQueries, missing_field
from cpaudit.dashboards.schema import DashboardQueries
from cpaudit.documents.schema import DocumentMutations, DocumentQueries
from cpaudit.enabling.schema import EnablingMutations
from cpaudit.enterprises.schema import EnterpriseMutations, EnterpriseQueries
from cpaudit.errors import CpauditError
from cpaudit.extensions.schema import Additions
from cpaudit.extensions.vocabulary import SHARED_TYPES
from cpaudit.funding.schema import FundingQueries
from cpaudit.funding.schemas.mutations import FundingMutations
from cpaudit.gates.schema import GateMutations, GateSubscriptions
from cpaudit.gates.schemas.content_upgrade import ContentUpgradeMutations, ContentUpgradeQueries
from cpaudit.gates.schemas.recomputation import RecomputationQueries
from cpaudit.graphql.reading.executor import ReadingExecutor
from cpaudit.jobs.schema import JobMutations, JobQueries, JobSubscriptions
from cpaudit.names import camel_case
from cpaudit.options.schema import OptionMutations, OptionQueries
from cpaudit.outcomes.schema import OutcomeMutations, OutcomeQueries
from cpaudit.own_content.schema import OverlayMutations, OwnContentQueries, OwnPackMutations
from cpaudit.plugins import PluginHost
from cpaudit.plugins.surface import CoreNames
from cpaudit.programmes.schema import PROGRAMME_MUTATIONS, ProgrammeQueries
from cpaudit.proposals.schema import ProposalMutations
from cpaudit.quality.schema import QualityMutations, QualityQueries
from cpaudit.regulation.schema import RegulationMutations
from cpaudit.reporting.schema import ReportMutations, ReportQueries
from cpaudit.reporting.word_templates.schema import TemplateMutations, TemplateQueries
from cpaudit.spreadsheets.schema import SpreadsheetMutations, SpreadsheetQueries
from cpaudit.submissions.schema import SubmissionMutations, SubmissionQueries, SubmissionSubscriptions
from cpaudit.tenancy.schema import TenancyMutations, TenancyQueries
from cpaudit.webhooks.schema import WebhookMutations, WebhookQueries

QUERIES = (
    TenancyQueries,
    EnterpriseQueries,
    AuditQueries,
    OptionQueries,
    OutcomeQueries,
    CatalogueQueries,
    ReportQueries,
    TemplateQueries,
    DocumentQueries,
    RecomputationQueries,
    ContentUpgradeQueries,
    OwnContentQueries,
    SpreadsheetQueries,
    JobQueries,
    WebhookQueries,
    ProgrammeQueries,
    SubmissionQueries,
    QualityQueries,
    FundingQueries,
    DashboardQueries,
)
MUTATIONS = (
    TenancyMutations,
    EnablingMutations,
    EnterpriseMutations,
    OptionMutations,
    OutcomeMutations,
    ProposalMutations,
    PreparationMutations,
    SurveyMutations,
    ProcessMapMutations,
    CostMutations,
    AssessmentMutations,
    InventoryMutations,
    RatingMutations,
    ChecklistMutations,
    GateMutations,
    ContentUpgradeMutations,
    OverlayMutations,
    TemplateMutations,
    DocumentMutations,
    OwnPackMutations,
    SpreadsheetMutations,
    ReportMutations,
    JobMutations,
    WebhookMutations,
    *PROGRAMME_MUTATIONS,
    SubmissionMutations,
    QualityMutations,
    RegulationMutations,
    FundingMutations,
)
SUBSCRIPTIONS = (GateSubscriptions, JobSubscriptions, SubmissionSubscriptions)

CACHED_DOCUMENTS = 1024
"""Queries whose parsed form is kept, over all schemas."""

_log = logging.getLogger("cpaudit.api")


class ExtendedSchema(strawberry.Schema):
    """The schema of a set of plugins.

    It does not log its clients' mistakes; see :func:`_is_unexpected` for the server's own.
    """

    def __init__(self, additions: Additions, **options: Any) -> None:
        """
        Args:
            additions: what the plugins add.
            options: of a schema.
        """
        self._additions = additions
        super().__init__(**options)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        # The types of the core are shared by all schemas; what a plugin adds to one is a matter of this schema.
        return self._additions.fields_of(type_definition)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        pass


def build_schema(host: PluginHost, enabled: tuple[str, ...], limits: Limits | None = None) -> strawberry.Schema:
    """The schema with the fields of the core and of the *enabled* plugins.

    Of an enabled plugin that is not fit there is its root field, which answers with the fault.
    """
    bounds = limits or Limits()
    fit = {plugin.name for plugin in host.plugins if plugin.fit}
    additions = Additions(host, [name for name in enabled if name in fit])
    missing = [name for name in enabled if name not in fit and name not in core_names().fields]
    fields = [*additions.queries, *(missing_field(name) for name in missing)]
    query = merge_types("Query", _with_fields(QUERIES, "PluginQueries", fields))
    rules = (depth_rule(bounds.depth, None), alias_rule(bounds.aliases))
    return ExtendedSchema(
        additions,
        query=query,
        mutation=merge_types("Mutation", _with_fields(MUTATIONS, "PluginMutations", additions.mutations)),
        subscription=merge_types("Subscription", SUBSCRIPTIONS),
        config=StrawberryConfig(auto_camel_case=True),
        execution_context_class=ReadingExecutor,
        extensions=[
            lambda: ParserCache(maxsize=CACHED_DOCUMENTS),
            KeptValidation,
            lambda: RequestBounds(bounds.tokens, bounds.depth, rules),
            lambda: MaskErrors(
                should_mask_error=_is_unexpected, error_message="The server failed; the fault is logged."
            ),
        ],
    )


def _with_fields(types: tuple[type, ...], name: str, fields: list[StrawberryField]) -> tuple[type, ...]:
    return types if not fields else (*types, create_type(name, fields))


@cache
def core_schema() -> strawberry.Schema:
    """The schema of who has enabled no plugin, with the limits that are set by default."""
    return build_schema(PluginHost((), known_unit=bool), ())


@cache
def core_names() -> CoreNames:
    """The names that the core's schema has taken, which no plugin may take too."""
    core = core_schema()._schema
    extended = ("Query", "Mutation", "Audit", "Enterprise")
    namespace = get_object_definition(PluginNamespace, strict=True)
    return CoreNames(
        types=frozenset(core.type_map) | {*SHARED_TYPES, namespace.name},
        fields=frozenset(name for owner in extended for name in core.type_map[owner].fields),  # type: ignore[attr-defined]
        namespace=frozenset(camel_case(field.python_name) for field in namespace.fields),
    )


def _is_unexpected(error: GraphQLError) -> bool:
    original = error.original_error
    if original is None or isinstance(original, CpauditError | GraphQLError):
        return False
    _log.error("a resolver failed at %s", error.path, exc_info=original)
    return True


class SchemaCache:
    """Schemas by set of plugins; the least recently used goes when there are too many."""

    def __init__(self, host: PluginHost, limits: Limits, size: int) -> None:
        """
        Args:
            host: the plugins whose fields the schemas hold.
            limits: what one query may ask for.
            size: schemas that are kept.
        """
        self._host = host
        self._limits = limits
        self._size = size
        self._schemas: OrderedDict[tuple[str, ...], strawberry.Schema] = OrderedDict()
        self._lock = Lock()

    def get(self, enabled: tuple[str, ...]) -> strawberry.Schema:
        """The schema of a set of plugins, given in the order of their names."""
        # Names and nothing more: the schema serves several tenants, and outlives each one's settings.
        enabled = tuple(enabled)
        with self._lock:
            schema = self._schemas.get(enabled)
            if schema is None:
                usual = not enabled and self._limits == Limits()
                schema = core_schema() if usual else build_schema(self._host, enabled, self._limits)
                self._schemas[enabled] = schema
                if len(self._schemas) > self._size:
                    self._schemas.popitem(last=False)
            else:
                self._schemas.move_to_end(enabled)
            return schema

    def __len__(self) -> int:
        return len(self._schemas)
