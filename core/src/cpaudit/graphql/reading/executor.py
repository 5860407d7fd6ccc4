"""The executor: the ordinary one, which lets finished answers pass."""

from __future__ import annotations

from typing import Any

from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from cpaudit.graphql.reading.finish import Finished


class ReadingExecutor(StrawberryGraphQLCoreExecutionContext):
    """Completes values as the specification says, except those that are marked as complete."""

    def complete_value(
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:
        if type(result) is Finished:
            return result.tree
        return super().complete_value(return_type, field_details_list, info, path, result, position_context)
