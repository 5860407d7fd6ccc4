"""A process network is units and streams: named errors where it cannot be, loops and separate parts where it can."""

from __future__ import annotations

import numpy as np
import pytest

from cpaudit.engine import (
    DisconnectedUnit,
    DuplicateCode,
    EmptyNetwork,
    InvalidStream,
    ProcessNetwork,
    ProcessStream,
    UnknownStream,
    UnknownUnit,
)

RECYCLE = ProcessNetwork.of(
    [
        ("feed", None, "mixer"),
        ("mixed", "mixer", "reactor"),
        ("raw", "reactor", "still"),
        ("product", "still", None),
        ("recycle", "still", "mixer"),
    ]
)


def test_units_come_from_the_streams_in_the_order_of_the_streams() -> None:
    assert RECYCLE.units == ("mixer", "reactor", "still")
    assert RECYCLE.stream("recycle") == ProcessStream("recycle", "still", "mixer")
    assert [stream.code for stream in RECYCLE.inputs("mixer")] == ["feed", "recycle"]
    assert [stream.code for stream in RECYCLE.outputs("still")] == ["product", "recycle"]


def test_the_incidence_matrix_is_plus_one_into_and_minus_one_out_of_a_unit() -> None:
    expected = np.array([[1, -1, 0, 0, 1], [0, 1, -1, 0, 0], [0, 0, 1, -1, -1]], dtype=float)
    assert np.array_equal(RECYCLE.incidence.toarray(), expected)


def test_a_recycle_is_a_loop_and_no_error() -> None:
    assert RECYCLE.loops == (("mixer", "reactor", "still"),)
    straight = ProcessNetwork.of([("a", None, "x"), ("b", "x", "y"), ("c", "y", None)])
    assert straight.loops == ()


def test_parts_without_a_stream_between_them_are_told_apart() -> None:
    network = ProcessNetwork.of([("a", None, "x"), ("b", "x", "y"), ("c", None, "z"), ("d", "z", None)])
    assert network.parts[0] == network.parts[1] != network.parts[2]
    assert network.loops == ()


def test_parallel_streams_between_two_units_are_two_streams() -> None:
    network = ProcessNetwork.of([("a", "x", "y"), ("b", "x", "y"), ("c", "y", "x")])
    assert network.incidence.toarray().tolist() == [[-1, -1, 1], [1, 1, -1]]


def test_an_empty_network_is_refused() -> None:
    with pytest.raises(EmptyNetwork):
        ProcessNetwork.of([])
    with pytest.raises(EmptyNetwork):
        ProcessNetwork(("x",), ())


def test_a_unit_without_streams_is_named() -> None:
    with pytest.raises(DisconnectedUnit, match="boiler") as caught:
        ProcessNetwork.of([("a", None, "x"), ("b", "x", None)], units=["x", "boiler", "kiln"])
    assert caught.value.units == ("boiler", "kiln")
    assert caught.value.path == ("units", "boiler")


def test_codes_are_unique() -> None:
    with pytest.raises(DuplicateCode) as caught:
        ProcessNetwork.of([("a", None, "x"), ("b", "x", None), ("a", "x", None)])
    assert caught.value.path == ("streams", "a")
    with pytest.raises(DuplicateCode) as caught:
        ProcessNetwork.of([("a", None, "x")], units=["x", "x"])
    assert caught.value.path == ("units", "x")


def test_a_stream_to_a_unit_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownUnit, match="'y'") as caught:
        ProcessNetwork.of([("a", None, "x"), ("b", "x", "y")], units=["x"])
    assert caught.value.path == ("streams", "b", "destination")
    with pytest.raises(UnknownUnit):
        RECYCLE.inputs("kiln")
    with pytest.raises(UnknownStream):
        RECYCLE.stream("smoke")


@pytest.mark.parametrize("ends", [(None, None), ("x", "x")])
def test_a_stream_from_somewhere_to_the_same_place_is_refused(ends: tuple[str | None, str | None]) -> None:
    with pytest.raises(InvalidStream) as caught:
        ProcessNetwork.of([("a", None, "x"), ("b", *ends)])
    assert caught.value.path == ("streams", "b")


def test_what_is_no_stream_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidStream) as caught:
        ProcessNetwork.of([("a", None, "x"), ("b", "x")])  # type: ignore[list-item]
    assert caught.value.path == ("streams", 1)
    with pytest.raises(InvalidStream):
        ProcessNetwork.of([("", None, "x")])
