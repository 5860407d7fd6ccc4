"""Mutations of the programme by name, and a small programme to begin with; all of it is illustrative."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLObjectType, GraphQLSchema, get_named_type
from strawberry import Schema

from support.client import GraphqlClient
from support.world import Province

NAME = {"translations": [{"lang": "zh-CN", "text": "示例"}, {"lang": "en", "text": "Illustrative"}]}
HANDBOOK = ("ORGANIZATION", "PLANNING", "PRE_ASSESSMENT")


class Desk:
    """Sends mutations whose inputs and answers the schema knows."""

    def __init__(self, graphql: GraphqlClient, schema: Schema) -> None:
        self.graphql = graphql
        self.schema: GraphQLSchema = schema._schema

    def answer_of(self, mutation: str) -> GraphQLObjectType:
        """The type with which a mutation answers when it did what it was asked."""
        union = get_named_type(self.schema.mutation_type.fields[mutation].type)  # type: ignore[union-attr]
        (found,) = [each for each in union.types if not each.interfaces or each.interfaces[0].name != "Fault"]  # type: ignore[union-attr]
        return found

    async def send(
        self, mutation: str, given: dict[str, Any], shown: str = "", *, as_: str = "admin", tenant: str = "chem"
    ) -> dict[str, Any]:
        """The answer, a fault or not."""
        asked = self.schema.mutation_type.fields[mutation].args["input"].type  # type: ignore[union-attr]
        answer = self.answer_of(mutation)
        own = " ".join(("__typename", *(name for name in ("id", "version") if name in answer.fields)))
        query = f"""mutation ($input: {asked}) {{ {mutation}(input: $input) {{
          __typename ... on {answer.name} {{ {own} {shown} }} ... on Fault {{ code message path remedy }} }} }}"""
        answered: dict[str, Any] = (await self.graphql(query, as_=as_, tenant=tenant, input=given))[mutation]
        return answered

    async def do(self, mutation: str, given: dict[str, Any], shown: str = "", **options: Any) -> dict[str, Any]:
        """The answer, which is no fault."""
        answered = await self.send(mutation, given, shown, **options)
        assert answered["__typename"] == self.answer_of(mutation).name, answered
        return answered

    async def refused(self, mutation: str, given: dict[str, Any], fault: str = "InvalidInput", **options: Any) -> str:
        """The message of the fault."""
        answered = await self.send(mutation, given, **options)
        assert answered["__typename"] == fault, answered
        message: str = answered["message"]
        return message

    async def ask(self, query: str, *, as_: str = "admin", tenant: str = "chem", **variables: Any) -> Any:
        """The answer to a query with one root field."""
        (found,) = (await self.graphql(query, as_=as_, tenant=tenant, **variables)).values()
        return found

    async def programme(self, tenant: str = "chem") -> str:
        """A new programme."""
        given = {"code": "P1", "name": NAME, "illustrative": True}
        made: str = (await self.do("addProgramme", given, tenant=tenant))["id"]
        return made

    async def stage(self, programme: str, code: str = "S1", *, tenant: str = "chem", **own: Any) -> dict[str, Any]:
        """A new stage of the year 2026."""
        given = {"programme": programme, "code": code, "kind": "PROVINCIAL_PILOT", "name": NAME}
        days = {"startsOn": "2026-01-01", "endsOn": "2026-12-31"}
        return await self.do("addProgrammeStage", {**given, **days, **own}, tenant=tenant)

    async def pinned(self, programme: str, code: str = "S1", **own: Any) -> dict[str, Any]:
        """A stage that has pinned the content of the department."""
        stage = await self.stage(programme, code, **own)
        return await self.do("pinStageContent", {"id": stage["id"], "expectedVersion": stage["version"]})

    async def deadlines(self, stage: str, *days: str) -> None:
        """Deadlines of the first phases of the handbook."""
        for phase, due in zip(HANDBOOK, days, strict=False):
            await self.do("addStageDeadline", {"stage": stage, "phase": phase, "due": due})

    async def leading_group(self, programme: str, province: Province, as_: str = "admin") -> str:
        """The leading group, in which somebody sits."""
        body = await self.do("addProgrammeBody", {"programme": programme, "kind": "LEADING_GROUP", "name": NAME})
        member = self.member(province, as_)
        seat = {"body": body["id"], "member": member, "name": "组长（示例）", "role": "HEAD", "startsOn": "2020-01-01"}
        await self.do("addBodySeat", seat)
        made: str = body["id"]
        return made

    @staticmethod
    def member(province: Province, as_: str, tenant: str = "chem") -> str:
        """The id of a member."""
        return f"Member:{province.actor(as_, tenant).member_id}"

    async def enterprise(self, code: str, **own: Any) -> str:
        """A further enterprise of the department."""
        given = {"code": code, "name": f"示例企业 {code}", "gb4754": "C2611", "sizeClass": "LARGE", **own}
        made: str = (await self.do("registerEnterprise", given))["id"]
        return made

    async def expert(self, code: str = "X1", **own: Any) -> str:
        """An expert who is available in 2026."""
        given = {"code": code, "name": f"专家 {code}（示例）", "illustrative": True, **own}
        made: str = (await self.do("addExpert", given))["id"]
        days = {"expert": made, "startsOn": "2026-01-01", "endsOn": "2026-12-31"}
        await self.do("addExpertAvailability", days)
        return made
