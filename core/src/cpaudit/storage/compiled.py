"""A SELECT compiled once: its SQL in the driver's own form, what goes into it, and what comes out.

SQLAlchemy writes the statement; running it needs only the driver. That spares each request what a general
executor does for any statement: looking up the compiled form, building result objects, converting columns
that need no conversion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Float, Select
from sqlalchemy.sql.compiler import SQLCompiler

Convert: TypeAlias = Callable[[Any], Any]
Row: TypeAlias = Sequence[Any]


class CompiledRead:
    """A SELECT that is run many times with different parameters.

    Attributes:
        sql: in the paramstyle of the dialect's driver, positional.
    """

    def __init__(self, query: Select[Any], dialect: Dialect) -> None:
        """
        Args:
            query: a SELECT without expanding parameters (``IN`` over a list of values).
            dialect: of the database; its driver is positional.

        Raises:
            ValueError: the query has parameters that only a finished statement can hold.
        """
        compiled = query.compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
            raise ValueError(f"{dialect.driver} takes its parameters by name")
        self.sql = str(compiled)
        if "POSTCOMPILE" in self.sql:
            raise ValueError("a list of values has to come as one parameter")
        self._slots = [_Slot.of(compiled, name, dialect) for name in compiled.positiontup]
        converts = [_converter(column.type, dialect) for column in query.selected_columns]
        self._converts = [(place, convert) for place, convert in enumerate(converts) if convert is not None]

    def arguments(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The values that the driver wants, in its order.

        Raises:
            KeyError: a parameter that the statement asks for is missing.
        """
        return [slot.value if slot.fixed else slot.take(parameters) for slot in self._slots]

    def rows(self, fetched: Sequence[Row]) -> Sequence[Row]:
        """The rows as Python values; the driver's own where no column has to be converted."""
        if not self._converts:
            return fetched
        converted = []
        for record in fetched:
            row = list(record)
            for place, convert in self._converts:
                row[place] = convert(row[place])
            converted.append(row)
        return converted


class _Slot:
    """One place for a parameter: its value where the statement fixes it, else where it comes from."""

    __slots__ = ("_convert", "_name", "fixed", "value")

    def __init__(self, name: str, value: Any, convert: Convert | None, *, fixed: bool) -> None:
        self._name = name
        self._convert = convert
        self.fixed = fixed
        self.value = convert(value) if fixed and convert is not None else value

    @classmethod
    def of(cls, compiled: SQLCompiler, name: str, dialect: Dialect) -> _Slot:
        bound = compiled.binds[name]
        convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
        return cls(name, bound.effective_value, convert, fixed=not bound.required)

    def take(self, parameters: Mapping[str, Any]) -> Any:
        value = parameters[self._name]
        return value if self._convert is None else self._convert(value)


def _converter(kind: Any, dialect: Dialect) -> Convert | None:
    if isinstance(kind, Float) and not kind.asdecimal:
        # Drivers give floats as floats; the dialect's conversion asks for the driver's own type code.
        return None
    convert: Convert | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return convert
