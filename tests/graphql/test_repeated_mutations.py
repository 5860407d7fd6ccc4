"""A mutation that creates is done once, however often it is sent."""

from __future__ import annotations

import asyncio

from support.client import GraphqlClient

ADD = """
mutation ($input: AddMemberInput!) {
  addMember(input: $input) { __typename ... on Member { id name } ... on Fault { code message path } }
}
"""
COUNTS = "{ members { totalCount } events { totalCount } }"


def new_member(mutation: str | None, email: str = "new@example.org") -> dict[str, object]:
    return {
        "email": email,
        "name": "新人（示例）",
        "role": "AUDITOR",
        "password": "long enough a word",
        "clientMutationId": mutation,
    }


async def test_a_repeated_mutation_answers_the_object_it_made(graphql: GraphqlClient) -> None:
    first = await graphql(ADD, as_="admin", input=new_member("once"))
    counts = await graphql(COUNTS, as_="admin")
    again = await graphql(ADD, as_="admin", input=new_member("once", "other@example.org"))
    assert first == again
    assert first["addMember"]["__typename"] == "Member"
    assert await graphql(COUNTS, as_="admin") == counts


async def test_the_same_mutation_sent_several_times_at_once_is_done_once(graphql: GraphqlClient) -> None:
    before = await graphql(COUNTS, as_="admin")
    answers = await asyncio.gather(*(graphql(ADD, as_="admin", input=new_member("at once")) for _ in range(4)))
    assert answers[0]["addMember"]["__typename"] == "Member"
    assert answers == [answers[0]] * 4
    after = await graphql(COUNTS, as_="admin")
    assert after["members"]["totalCount"] == before["members"]["totalCount"] + 1
    assert after["events"]["totalCount"] == before["events"]["totalCount"] + 1


async def test_different_mutations_at_once_are_all_done(graphql: GraphqlClient) -> None:
    before = await graphql(COUNTS, as_="admin")
    members = [new_member(f"m{n}", f"m{n}@example.org") for n in range(4)]
    answers = await asyncio.gather(*(graphql(ADD, as_="admin", input=member) for member in members))
    assert {answer["addMember"]["__typename"] for answer in answers} == {"Member"}
    after = await graphql(COUNTS, as_="admin")
    assert after["members"]["totalCount"] == before["members"]["totalCount"] + 4


async def test_another_person_may_use_the_same_name_for_his_mutation(graphql: GraphqlClient) -> None:
    mine = await graphql(ADD, as_="admin", tenant="chem", input=new_member("same"))
    theirs = await graphql(ADD, as_="admin", tenant="light", input=new_member("same"))
    assert mine["addMember"]["id"] != theirs["addMember"]["id"]


async def test_without_a_name_a_mutation_is_done_again(graphql: GraphqlClient) -> None:
    await graphql(ADD, as_="admin", input=new_member(None))
    again = await graphql(ADD, as_="admin", input=new_member(None))
    assert again["addMember"]["path"] == ["input", "email"]


async def test_two_changes_of_one_version_at_once_leave_one_and_a_conflict(graphql: GraphqlClient) -> None:
    change = """
    mutation ($id: ID!, $role: Role!) {
      changeMember(input: {id: $id, expectedVersion: 1, role: $role}) {
        __typename ... on Member { version } ... on Conflict { currentVersion }
      }
    }
    """
    added = (await graphql(ADD, as_="admin", input=new_member(None)))["addMember"]["id"]
    answers = await asyncio.gather(
        *(graphql(change, as_="admin", id=added, role=role) for role in ("VIEWER", "EXPERT"))
    )
    names = sorted(answer["changeMember"]["__typename"] for answer in answers)
    assert names == ["Conflict", "Member"]
