"""Entries of a sparse inverse are those of the dense one, whichever of the two ways they are computed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from cpaudit.engine import IllConditioned
from cpaudit.engine.selected_inverse import MOST_PAIRS, SelectedInverse


def _laplacian(count: int, more: int, seed: int) -> sparse.csc_array:
    """A chain of units with links across it, each unit with a stream to the outside."""
    random = np.random.default_rng(seed)
    heads = np.concatenate([np.arange(1, count), random.integers(0, count, more)])
    tails = np.concatenate([np.arange(count - 1), random.integers(0, count, more)])
    heads, tails = heads[heads != tails], tails[heads != tails]
    weights = random.uniform(0.1, 10, len(heads))
    links = sparse.coo_array((-weights, (heads, tails)), shape=(count, count))
    both = links + links.T
    return sparse.csc_array(both - sparse.diags_array(both.sum(axis=1) - random.uniform(0.1, 1, count)))


@pytest.mark.parametrize("most_pairs", [MOST_PAIRS, 0], ids=["by levels", "by columns"])
@pytest.mark.parametrize(("count", "more"), [(1, 0), (2, 1), (30, 0), (60, 40), (200, 300)])
def test_the_entries_are_those_of_the_dense_inverse(count: int, more: int, most_pairs: int) -> None:
    matrix = _laplacian(count, more, seed=count)
    rows, columns = (places.astype(np.int64) for places in matrix.nonzero())
    expected = np.linalg.inv(matrix.toarray())[rows, columns]
    assert SelectedInverse(matrix, most_pairs).at(rows, columns) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("most_pairs", [MOST_PAIRS, 0], ids=["by levels", "by columns"])
def test_entries_too_small_for_a_number_do_no_harm(most_pairs: int) -> None:
    # a ring with strong outlets: what happens on one side is not felt on the other
    count = 600
    links = sparse.csc_array(-1e-3 * sparse.eye_array(count, k=1))
    ring = links + links.T + sparse.coo_array(([-1e-3, -1e-3], ([0, count - 1], [count - 1, 0])), shape=(count, count))
    matrix = sparse.csc_array(ring + sparse.eye_array(count))
    rows, columns = (places.astype(np.int64) for places in matrix.nonzero())
    expected = np.linalg.inv(matrix.toarray())[rows, columns]
    assert SelectedInverse(matrix, most_pairs).at(rows, columns) == pytest.approx(expected, rel=1e-10)


def test_a_singular_matrix_is_a_named_error() -> None:
    with pytest.raises(IllConditioned):
        SelectedInverse(sparse.csc_array(np.array([[1.0, -1.0], [-1.0, 1.0]])))


def test_an_entry_that_is_not_kept_is_refused() -> None:
    apart = SelectedInverse(sparse.csc_array(np.eye(3)))
    with pytest.raises(IllConditioned):
        apart.at(np.array([0]), np.array([2]))
