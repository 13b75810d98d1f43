"""Which of one set goes with which of another, one to one, so that all fit as well as they can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Edge", "assign"]

Edge = tuple[int, int, float]  # index in the first set, in the second, how well they fit (0, 1]
# beyond this many of a set that all hang together, the best fit goes first instead
_MOST = 400


def assign(edges: Iterable[Edge]) -> list[tuple[int, int]]:
    """Return the pairs whose fits add up to the most, each index in at most one; sorted.

    The sets fall into parts that share no edge; each is solved exactly with the Hungarian method
    (Kuhn 1955, by shortest augmenting paths with potentials), a part of more than 400 of both sets
    greedily, the best fit first. The same edges give the same pairs, whatever their order.
    """
    best: dict[tuple[int, int], float] = {}
    for i, j, fit in edges:
        best[i, j] = max(fit, best.get((i, j), 0.0))
    pairs: list[tuple[int, int]] = []
    for part in _parts(sorted(best)):
        rows = sorted({i for i, _ in part})
        columns = sorted({j for _, j in part})
        if min(len(rows), len(columns)) > _MOST:
            pairs += _greedy(part, best)
            continue
        fits = np.zeros((len(rows), len(columns)))
        at = {i: n for n, i in enumerate(rows)}, {j: n for n, j in enumerate(columns)}
        for i, j in part:
            fits[at[0][i], at[1][j]] = best[i, j]
        pairs += [(rows[n], columns[m]) for n, m in _solve(fits)]
    return sorted(pairs)


def _parts(edges: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return the edges in groups that share no index."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, j in edges:
        low, high = sorted((root((0, i)), root((1, j))))
        parent[high] = low
    groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in edges:
        groups[root((0, i))].append((i, j))
    return list(groups.values())


def _greedy(
    part: list[tuple[int, int]], best: dict[tuple[int, int], float]
) -> list[tuple[int, int]]:
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for i, j in sorted(part, key=lambda e: (-best[e], e)):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def _solve(fits: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the row and column pairs of the largest total; where the fit is 0 there is none."""
    if fits.shape[0] > fits.shape[1]:
        return [(n, m) for m, n in _solve(fits.T)]
    row_of = _augment(fits.max() - fits)
    return [(int(n), m) for m, n in enumerate(row_of) if n >= 0 and fits[n, m] > 0]


def _augment(costs: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return for each column the row assigned to it (-1: none); no more rows than columns.

    Rows enter one by one; each takes the cheapest path of swaps through those already placed.
    """
    rows, columns = costs.shape
    row_potential, potential = np.zeros(rows), np.zeros(columns + 1)
    row_of = np.full(columns + 1, -1, dtype=np.int64)  # the last column is where a path begins
    for row in range(rows):
        column = columns
        row_of[column] = row
        least, came = np.full(columns, np.inf), np.full(columns, columns, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=bool)
        while row_of[column] >= 0:
            used[column] = True
            now = row_of[column]
            reduced = costs[now] - row_potential[now] - potential[:columns]
            closer = ~used[:columns] & (reduced < least)
            least[closer], came[closer] = reduced[closer], column
            free = np.where(used[:columns], np.inf, least)
            column = int(free.argmin())
            step = free[column]
            row_potential[row_of[used]] += step
            potential[used] -= step
            least[~used[:columns]] -= step
        while column != columns:
            row_of[column] = row_of[came[column]]
            column = int(came[column])
        row_of[columns] = -1
    return row_of[:columns]
