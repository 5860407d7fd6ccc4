"""What a plugin adds to the GraphQL schema of the tenants that enable it.

A plugin writes plain functions over frozen objects; cpaudit makes the schema of them. A function's name,
parameters and annotations become a field's name, arguments and type, and its docstring the description::

    @dataclass(frozen=True)
    class Furnace:
        name: str
        energy: QuantityView | None

    def furnaces(audit: AuditView) -> tuple[Furnace, ...]:
        "The furnaces of the process map."
        ...

    @hookimpl
    def cpaudit_graphql() -> GraphqlExtension:
        return GraphqlExtension(on_audit=(GraphqlField(resolve=furnaces),))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cpaudit.contributions.audit_view import AuditView, EnterpriseView
from cpaudit.contributions.calculators import check_snake_name
from cpaudit.contributions.plugin_settings import PluginSettings
from cpaudit.errors import InvalidInput
from cpaudit.permissions import Permission

MOST_FIELDS = 200
"""Fields that one plugin may add to one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PluginRequest:
    """What a field may know of the request: a parameter with this annotation is given it, and is no argument.

    Attributes:
        language: the language in which the caller reads.
        settings: the tenant's settings of this plugin; None where it has none.
    """

    language: str
    settings: PluginSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphqlField:
    """One field.

    Attributes:
        resolve: a plain function. What it may take and give:

            - :class:`PluginRequest`: the request;
            - :class:`AuditView`, :class:`EnterpriseView`: to clients an ``ID``, to the function a frozen copy of what
              the caller may see; in a field of the type itself (``on_audit``, ``on_enterprise``) it is the object, and
              no argument;
            - truth values, numbers, texts, dates, enumerations, :class:`QuantityView`, :class:`LocalizedText`;
            - frozen dataclasses and Pydantic models of these, tuples of these, ``None`` beside these.

            An ``InvalidInput`` that it raises is the caller's mistake; any other exception is the plugin's fault.
        permission: what the caller needs.
        name: by default the function's; in snake_case.
        deprecated: why not to use it any more; empty while it is to be used.

    Raises:
        InvalidInput: a field does not have the shape described.
    """

    resolve: Callable[..., object]
    permission: Permission = Permission.READ
    name: str = ""
    deprecated: str = ""

    def __post_init__(self) -> None:
        if not callable(self.resolve):
            raise InvalidInput("a function is expected", path=("resolve",))
        if not isinstance(self.permission, Permission):
            raise InvalidInput("a Permission is expected", path=("permission",))
        object.__setattr__(self, "name", self.name or getattr(self.resolve, "__name__", ""))
        check_snake_name(self.name, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphqlExtension:
    """Everything that a plugin adds.

    Attributes:
        queries: fields below the plugin's namespace, ``glass { … }``.
        mutations: the same of a mutation, ``mutation { glass { … } }``. Each is logged as an event of the tenant, with
            its input and its result; it writes nothing else. A mutation asks for a permission other than READ, and
            gives a frozen dataclass or model.
        on_audit: fields below the namespace on each audit, ``audit { glass { … } }``.
        on_enterprise: fields below the namespace on each enterprise.

    Raises:
        InvalidInput: a field does not have the shape described, or two have one name.
    """

    queries: tuple[GraphqlField, ...] = ()
    mutations: tuple[GraphqlField, ...] = ()
    on_audit: tuple[GraphqlField, ...] = ()
    on_enterprise: tuple[GraphqlField, ...] = ()

    def __post_init__(self) -> None:
        for place, fields in self.places.items():
            if not isinstance(fields, tuple) or not all(isinstance(each, GraphqlField) for each in fields):
                raise InvalidInput("a tuple of GraphqlField is expected", path=(place,))
            if len(fields) > MOST_FIELDS:
                raise InvalidInput(f"there are more than {MOST_FIELDS} fields", path=(place,))
            names = [each.name for each in fields]
            twice = next((name for name in names if names.count(name) > 1), None)
            if twice is not None:
                raise InvalidInput(f"the field {twice!r} is given twice", path=(place, twice))
        for each in self.mutations:
            if each.permission is Permission.READ:
                raise InvalidInput("a mutation asks for more than READ", path=("mutations", each.name))

    @property
    def places(self) -> Mapping[str, tuple[GraphqlField, ...]]:
        """The fields by the attribute that holds them."""
        return {
            "queries": self.queries,
            "mutations": self.mutations,
            "on_audit": self.on_audit,
            "on_enterprise": self.on_enterprise,
        }


SUBJECTS: Mapping[str, type] = {"on_audit": AuditView, "on_enterprise": EnterpriseView}
"""The object that a function gets whose field stands on a core type."""
