"""What every list of the schema has to offer, asked of all of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graphql import GraphQLEnumType, GraphQLField, GraphQLObjectType, get_named_type

from cpaudit.api.schemas import build_schema
from cpaudit.graphql.reading.declare import is_readable, readable_of, readable_types
from cpaudit.graphql.reading.selection import origin_of
from cpaudit.plugins import PluginHost

SCHEMA = build_schema(PluginHost((), known_unit=bool), ())._schema


def lists() -> Iterator[tuple[str, GraphQLField, GraphQLObjectType]]:
    """Every connection: where it stands, its field, the type of its nodes."""
    for name, parent in SCHEMA.type_map.items():
        if isinstance(parent, GraphQLObjectType) and not name.startswith("__"):
            for field_name, field in parent.fields.items():
                page = get_named_type(field.type)
                if isinstance(page, GraphQLObjectType) and page.name.endswith("Connection"):
                    node = get_named_type(page.fields["nodes"].type)
                    if isinstance(node, GraphQLObjectType) and is_readable(origin_of(node)):
                        yield f"{name}.{field_name}", field, node


LISTS = list(lists())


@pytest.mark.parametrize("cls", readable_types(), ids=lambda cls: cls.__name__)
def test_a_list_is_ordered_by_columns_that_hold_a_value(cls: type) -> None:
    """A cursor compares values, and nothing compares with null."""
    declared = readable_of(cls)
    names = [name.removeprefix("-") for name in declared.order]
    assert [name for name in names if declared.table.c[name].nullable] == []


@pytest.mark.parametrize(("field", "node"), [each[1:] for each in LISTS], ids=[each[0] for each in LISTS])
def test_a_chosen_order_is_by_columns_that_hold_a_value(field: GraphQLField, node: GraphQLObjectType) -> None:
    if "orderBy" not in field.args:
        return
    table = readable_of(origin_of(node)).table
    order = get_named_type(field.args["orderBy"].type)
    assert isinstance(order, GraphQLEnumType)
    columns = {str(value.value).split(":")[0] for value in order.values.values()}
    assert [name for name in sorted(columns) if table.c[name].nullable] == []


@pytest.mark.parametrize("cls", readable_types(), ids=lambda cls: cls.__name__)
def test_a_search_looks_into_columns_of_the_table(cls: type) -> None:
    declared = readable_of(cls)
    assert [name for name in declared.search if name not in declared.table.c] == []


def test_every_list_is_a_connection_with_pages() -> None:
    assert len(LISTS) > 3
    for where, field, _ in LISTS:
        assert {"first", "after", "last", "before"} <= set(field.args), where
