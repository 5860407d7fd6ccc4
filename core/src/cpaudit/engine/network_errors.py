"""What can be wrong with a process network."""

from __future__ import annotations

from cpaudit.errors import InvalidInput

_MOST_NAMED = 10


class NetworkError(InvalidInput):
    """A process network of which nothing can be computed."""

    code = "INVALID_NETWORK"


class EmptyNetwork(NetworkError):
    """A network without streams."""

    code = "EMPTY_NETWORK"


class DuplicateCode(NetworkError):
    """Two unit processes or two streams with the same code."""

    code = "DUPLICATE_CODE"


class UnknownUnit(NetworkError):
    """A stream that names a unit process which is not in the network."""

    code = "UNKNOWN_UNIT"


class UnknownStream(NetworkError):
    """Something said of a stream that is not in the network."""

    code = "UNKNOWN_STREAM"


class InvalidStream(NetworkError):
    """A stream that touches no unit process, or begins and ends in the same one."""

    code = "INVALID_STREAM"


class DisconnectedUnit(NetworkError):
    """Unit processes that no stream enters or leaves.

    Attributes:
        units: their codes.
    """

    code = "DISCONNECTED_UNIT"

    def __init__(self, units: tuple[str, ...]) -> None:
        shown = ", ".join(units[:_MOST_NAMED]) + (", …" if len(units) > _MOST_NAMED else "")
        super().__init__(
            f"no stream enters or leaves {shown}",
            path=("units", units[0]),
            remedy="connect each unit process by its streams, or leave it out",
        )
        self.units = units


class UnknownUncertainty(InvalidInput):
    """A measurement of a flow that does not say how far it may be off, or says it is exact."""

    code = "UNKNOWN_UNCERTAINTY"


class NothingMeasured(InvalidInput):
    """A network in which no flow was measured."""

    code = "NOTHING_MEASURED"


class IllConditioned(InvalidInput):
    """Measurements whose uncertainties lie so far apart that the balances cannot be solved with numbers."""

    code = "ILL_CONDITIONED"
