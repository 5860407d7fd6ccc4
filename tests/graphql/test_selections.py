"""What a document may do with its selections: aliases, fragments, directives, arguments."""

from __future__ import annotations

from support.client import GraphqlClient
from support.people import AddMembers


async def test_each_alias_has_arguments_of_its_own(graphql: GraphqlClient) -> None:
    data = await graphql(
        """
        {
          up: members(first: 2, orderBy: NAME_ASC) { nodes { name } totalCount }
          down: members(first: 1, orderBy: NAME_DESC) { page: nodes { called: name } totalCount }
          experts: members(filter: {role: EXPERT}) { nodes { role } }
        }
        """,
        as_="admin",
    )
    assert len(data["up"]["nodes"]) == 2
    assert list(data["down"]["page"][0]) == ["called"]
    assert data["down"]["page"][0]["called"] >= data["up"]["nodes"][1]["name"]
    assert {node["role"] for node in data["experts"]["nodes"]} == {"EXPERT"}


async def test_two_aliases_of_one_list_of_one_parent_differ(graphql: GraphqlClient) -> None:
    data = await graphql(
        """
        {
          tenants(filter: {kind: LEADING_GROUP}) {
            nodes {
              zh: name(lang: "zh-CN")
              en: name(lang: "en")
              first: children(first: 1, orderBy: CODE_ASC) { nodes { code } totalCount }
              last: children(last: 1, orderBy: CODE_ASC) { nodes { code } }
              cities: children(filter: {kind: CITY}) { nodes { code parent { code } } }
            }
          }
        }
        """,
        as_="viewer",
        tenant="lead",
    )
    (lead,) = data["tenants"]["nodes"]
    assert (lead["zh"], lead["en"]) == ("示例省清洁生产领导小组", "Leading group")
    assert lead["first"] == {"nodes": [{"code": "building"}], "totalCount": 4}
    assert lead["last"] == {"nodes": [{"code": "light"}]}
    assert lead["cities"] == {"nodes": [{"code": "city", "parent": {"code": "lead"}}]}


async def test_one_page_is_shown_as_nodes_and_as_edges_at_once(graphql: GraphqlClient) -> None:
    data = await graphql(
        """
        {
          members(first: 3) {
            nodes { id }
            a: edges { cursor node { id } }
            b: edges { x: node { role } y: node { name } }
            c: edges { cursor }
          }
        }
        """
    )
    page = data["members"]
    assert [edge["node"] for edge in page["a"]] == page["nodes"]
    assert [list(edge) for edge in page["b"]] == [["x", "y"]] * 3
    assert [edge["cursor"] for edge in page["c"]] == [edge["cursor"] for edge in page["a"]]


async def test_fragments_spread_and_merge(graphql: GraphqlClient) -> None:
    data = await graphql(
        """
        query { viewer { tenant { ...named ...placed } } node: viewer { tenant { ... on Node { id } ...named } } }
        fragment named on Tenant { code name(lang: "en") }
        fragment placed on Tenant { parent { ...named ... on Tenant { kind } } parent { illustrative } }
        """
    )
    tenant = data["viewer"]["tenant"]
    assert tenant == {
        "code": "chem",
        "name": "Chemicals",
        "parent": {"code": "lead", "name": "Leading group", "kind": "LEADING_GROUP", "illustrative": True},
    }
    assert data["node"]["tenant"]["id"].startswith("Tenant:")


async def test_directives_skip_and_include(graphql: GraphqlClient) -> None:
    query = """
    query ($no: Boolean!, $yes: Boolean!) {
      members(first: 1) {
        totalCount @include(if: $no)
        nodes { name @skip(if: $yes) role @include(if: $yes) ... @skip(if: $no) { email } }
        edges @skip(if: $yes) { cursor }
      }
    }
    """
    page = (await graphql(query, no=False, yes=True))["members"]
    assert list(page) == ["nodes"]
    assert list(page["nodes"][0]) == ["role", "email"]


async def test_a_node_is_read_by_its_interface(graphql: GraphqlClient) -> None:
    own = (await graphql("{ viewer { tenant { id } } }"))["viewer"]["tenant"]["id"]
    query = "query ($id: ID!) { node(id: $id) { __typename id ... on Tenant { code } ... on Member { role } } }"
    assert await graphql(query, id=own) == {"node": {"__typename": "Tenant", "id": own, "code": "chem"}}


async def test_an_identifier_that_is_none_is_refused_and_an_unknown_one_is_null(graphql: GraphqlClient) -> None:
    query = "query ($id: ID!) { node(id: $id) { id } }"
    (error,) = await graphql.errors(query, id="nonsense")
    assert error["extensions"]["code"] == "INVALID_INPUT"
    for unknown in ("Member:0", "Query:0", "Nothing:0"):
        assert await graphql(query, id=unknown) == {"node": None}


async def test_a_search_takes_its_words_literally(graphql: GraphqlClient, add_members: AddMembers) -> None:
    await add_members(7)
    query = "query ($words: String!) { members(filter: {search: $words}) { nodes { name } } }"

    async def found(words: str) -> list[str]:
        return sorted(node["name"] for node in (await graphql(query, words=words))["members"]["nodes"])

    assert await found("ANNA") == ["Anna", "anna"]
    assert await found("安全 员") == ["安全员", "安全员"]
    for pattern in ("%", "_", "\\", "a_na"):
        assert await found(pattern) == [], pattern


async def test_the_request_names_the_language_of_texts(graphql: GraphqlClient) -> None:
    query = "{ viewer { tenant { name } } }"

    async def name(accepted: str) -> str:
        answer = await graphql.raw(query, headers={"Accept-Language": accepted})
        return str(answer.json()["data"]["viewer"]["tenant"]["name"])

    assert await name("en-GB,en;q=0.9") == "Chemicals"
    assert await name("de, en;q=0.5, zh;q=0.8") == "示例省化工厅"
    assert await name("") == "示例省化工厅"
