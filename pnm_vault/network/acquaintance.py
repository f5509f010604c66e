"""How likely two contacts know each other: a network of contacts and of what they have in common, without the owner.

The owner knows everybody, so that with the owner in it every two contacts would be two steps apart and tell nothing.

Source: Yin, Gupta, Weninger & Han 2010 (LINKREC, WWW) and Gong et al. 2014 (Joint link prediction and attribute
inference using a social-attribute network, ACM TIST 5:27) for the network; Adamic & Adar 2003 (Friends and neighbors on
the Web, Social Networks 25:211-230); Liben-Nowell & Kleinberg 2007 (The link-prediction problem for social networks,
JASIST 58:1019-1031) for the rooted PageRank.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import chain, groupby
from math import log

from pnm_vault.model.record import Row

# A value that more than this share of all hold tells nothing.
COMMON_SHARE = 0.8
# A walk goes on with this probability at each step, for four steps at most. Longer ones lead everybody to those with
# the most ties, and hardly change the order (docs/DECISIONS.md).
GO_ON = 0.85
# What bounds the work in a vault of thousands. A value or an acquaintance of more than this many brings nobody together
# by itself, and no walk takes such a value, for it leads anywhere; pairs come from the smallest groups, up to so many;
# walks are made for the pairs that have most in common, and all others rank below these.
MOST_TOGETHER = 100
MOST_PAIRS = 300_000
MOST_WALKS = 2_000
# Weights are whole numbers, so that sums are the same in any order and on every machine.
UNIT = 10**9


class Value(Row, frozen=True):
    """Something that the contacts at these positions (sorted, each once) have in common.

    `share` is what it weighs beside a value of full weight. Only a `telling` one brings a pair up for consideration by
    itself.
    """

    holders: tuple[int, ...]
    share: float = 1.0
    telling: bool = True


class Likely(Row, frozen=True):
    """Two contacts, by position (lower first), who may know each other.

    `score` (0 to 1) is the mean of two ranks, each divided by the number of pairs: that of `adamic_adar` and that of
    `pagerank`. The highest value has the highest rank, equal values share theirs. `pagerank` is None where it was not
    worked out because others have far more in common.
    """

    first: int
    second: int
    score: float
    adamic_adar: float
    pagerank: float | None


class CommonNetwork:
    """So many contacts, ties among them, and values: what is asked of two by position, or of all pairs at once.

    Nodes are the contacts, then the values in the order given.
    """

    def __init__(self, count: int, ties: Iterable[tuple[int, int]], values: Sequence[Value]) -> None:
        self._count = count
        self.tied: list[set[int]] = [set() for _ in range(count)]
        for first, second in ties:
            self.tied[first].add(second)
            self.tied[second].add(first)
        for place, tied in enumerate(self.tied):
            tied.discard(place)
        self._holders: dict[int, tuple[int, ...]] = {}
        # By node: what it weighs in common, and the weight of an edge from a contact to it (1 to another contact).
        self._weight = [0] * (count + len(values))
        self._edge = [UNIT] * count + [0] * len(values)
        self._telling: set[int] = set()
        for node, value in enumerate(values, count):
            if 2 <= len(value.holders) <= COMMON_SHARE * count:
                self._holders[node] = value.holders
                self._weight[node] = self._edge[node] = round(UNIT * value.share / log(len(value.holders)))
                if value.telling:
                    self._telling.add(node)
        self._near = [set(tied) for tied in self.tied]
        for node, holders in self._holders.items():
            for place in holders:
                self._near[place].add(node)
        for place, tied in enumerate(self.tied):
            if len(tied) > 1:  # an acquaintance in common has two at least
                self._weight[place] = round(UNIT / log(len(tied)))
        wide = {node for node, holders in self._holders.items() if len(holders) > MOST_TOGETHER}
        self._ways = [near - wide for near in self._near]
        # By node: the weight of all its edges.
        self._pull = [sum(map(self._edge.__getitem__, ways)) for ways in self._ways] + [0] * len(values)
        for node, holders in self._holders.items():
            self._pull[node] = self._edge[node] * len(holders)

    def common(self, first: int, second: int) -> list[tuple[float, int]]:
        """Return the terms of `adamic_adar`, in no order: weight, and the node that two have in common."""
        return [(self._weight[node] / UNIT, node) for node in self._near[first] & self._near[second]]

    def adamic_adar(self, first: int, second: int) -> float:
        """Return the sum of 1 / ln d over acquaintances in common, and of share / ln n over values in common.

        d is how many contacts the acquaintance knows, n how many hold the value.
        """
        return sum([self._weight[node] for node in self._near[first] & self._near[second]]) / UNIT

    def candidates(self, open_to: Collection[int], left_out: Collection[tuple[int, int]] = ()) -> list[tuple[int, int]]:
        """Return the pairs of `open_to`, lower first, two steps apart and not tied; none of `left_out`."""
        brought_up, _ = self._brought_up(open_to, left_out)
        return [(first, second) for first, seconds in enumerate(brought_up) for second in seconds]

    def _brought_up(
        self, open_to: Collection[int], left_out: Collection[tuple[int, int]]
    ) -> tuple[list[dict[int, int]], set[int]]:
        """Return the candidates, by position of the first and of the second, with what they weigh together so far.

        That is the sum of the weights of the nodes that are returned too.
        """
        together: list[dict[int, int]] = [{} for _ in range(self._count)]
        counted: set[int] = set()
        at_most = 0
        for size, groups in groupby(self._groups(set(open_to)), key=lambda group: len(group[1])):
            alike = list(groups)
            more = len(alike) * size * (size - 1) // 2
            at_most += more
            if at_most > MOST_PAIRS and sum(map(len, together)) + more > MOST_PAIRS:
                break  # all groups of one size or none, for no name may decide
            for node, group in alike:
                weight = self._weight[node]
                counted.add(node)
                for at, first in enumerate(group, 1):
                    weights = together[first]
                    for second in group[at:]:
                        weights[second] = weights.get(second, 0) + weight
        for first, weights in enumerate(together):
            for second in weights.keys() & self.tied[first]:
                del weights[second]
        for first, second in left_out:
            together[first].pop(second, None)
        return together, counted

    def _groups(self, wanted: set[int]) -> list[tuple[int, list[int]]]:
        """Return what brings up pairs of the `wanted`: nodes with those whom each joins, sorted, the smallest first."""
        groups: list[tuple[int, list[int]]] = []
        for node in range(self._count):
            if 1 < len(self.tied[node]) <= MOST_TOGETHER:
                groups.append((node, sorted(wanted & self.tied[node])))
        for node in self._telling:
            if len(self._holders[node]) <= MOST_TOGETHER:
                groups.append((node, [place for place in self._holders[node] if place in wanted]))
        groups = [group for group in groups if len(group[1]) > 1]
        groups.sort(key=lambda group: len(group[1]))
        return groups

    def _weighed(
        self, together: Sequence[Mapping[int, int]], counted: set[int], least: int
    ) -> dict[tuple[int, int], int]:
        """Return what candidates have in common, in whole numbers; see `adamic_adar`. `together` are those brought up.

        Those who cannot reach `least` are left out. Most of it is known from the groups that brought a pair up, so that
        only the nodes that are not `counted` are compared, and their weights bound what may be added.
        """
        weight = self._weight
        others = [near - counted for near in self._near]
        most = [sum(map(weight.__getitem__, nodes)) for nodes in others]
        found: dict[tuple[int, int], int] = {}
        for first, weights in enumerate(together):
            mine, lacking = others[first], least - most[first]
            for second, value in weights.items():
                if value >= lacking and value + most[second] >= least:
                    found[first, second] = value + sum([weight[node] for node in mine & others[second]])
        return found

    def pagerank(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], float]:
        """Return pi_a(b) + pi_b(a) of each pair: how often walks from either, of at most four steps, end at the other.

        A walk takes each edge by its weight, goes on with probability 0.85, and ends where it is else. As edges have
        no direction, pi_b(a) is pi_a(b) times the weight of all edges of a over that of b, and a walk of four steps is
        two of two steps that meet in the middle.
        """
        reached: dict[int, dict[int, float]] = {}
        for place in {place for pair in pairs for place in pair}:
            reached[place] = self._two_steps(place)
        return {(first, second): self._meeting(first, second, reached) for first, second in pairs}

    def _meeting(self, first: int, second: int, reached: Mapping[int, Mapping[int, float]]) -> float:
        mine, yours, edge, pull = reached[first], reached[second], self._edge, self._pull
        if not (mine and yours):
            return 0.0
        three = sum([mine[node] * edge[node] / pull[node] for node in self._ways[second] if node in mine])
        few, many = (mine, yours) if len(mine) <= len(yours) else (yours, mine)
        four = sum([few[node] * many[node] / pull[node] for node in few if node in many])
        two = mine.get(second, 0.0)
        there = (1 - GO_ON) * GO_ON**2 * (two + GO_ON * three + GO_ON**2 * pull[second] * four)
        # Nine digits: sums of fractions differ in the last ones with the order of the contacts.
        return round(there * (1 + pull[first] / pull[second]), 9)

    def _two_steps(self, place: int) -> dict[int, float]:
        """Return the probability of being at each contact or value after two steps that both are taken."""
        reached: dict[int, float] = {}
        known, edge = reached.get, self._edge
        for middle in self._ways[place]:
            likely = edge[middle] / self._pull[place]
            if middle >= self._count:
                holders = self._holders[middle]
                likely /= len(holders)
                for node in holders:
                    reached[node] = known(node, 0.0) + likely
            else:
                likely /= self._pull[middle]
                for node in self._ways[middle]:
                    reached[node] = known(node, 0.0) + likely * edge[node]
        return reached

    def rank(
        self, open_to: Collection[int], most: int, left_out: Collection[tuple[int, int]] = ()
    ) -> tuple[list[Likely], int]:
        """Return the `most` pairs of `candidates` that most likely know each other, best first, then by position.

        Also gives how many pairs there are.
        """
        together, counted = self._brought_up(open_to, left_out)
        total = sum(map(len, together))
        least = _least_of(chain.from_iterable([weights.values() for weights in together]), MOST_WALKS)
        choice = self._weighed(together, counted, least)
        least = _least_of(choice.values(), MOST_WALKS)
        foremost = {pair: value for pair, value in choice.items() if value > least}
        walked = self.pagerank(foremost)
        # Pairs with walks rank above all others by both measures, and these are then only counted.
        choice = foremost if most <= len(foremost) else self._weighed(together, counted, 0)
        ranks = _ranks_above(total - len(choice), choice.values())
        behind = total - len(walked)
        walk_ranks = _ranks_above(behind, walked.values())

        def score(pair: tuple[int, int]) -> float:
            walk = walk_ranks[walked[pair]] if pair in walked else (1 + behind) / 2
            return (ranks[choice[pair]] + walk) / (2 * total)

        best = nlargest(most, choice, key=lambda pair: (score(pair), -pair[0], -pair[1]))
        found = [Likely(*pair, score(pair), choice[pair] / UNIT, walked.get(pair)) for pair in best]
        return found, total


def average_ranks(values: Iterable[float]) -> dict[float, float]:
    """Return the rank of each value, 1 for the lowest; equal values share the mean of theirs."""
    ranks: dict[float, float] = {}
    below = 0
    for value, times in sorted(Counter(values).items()):
        ranks[value] = below + (times + 1) / 2
        below += times
    return ranks


def _ranks_above(below: int, values: Iterable[float]) -> dict[float, float]:
    """Return the rank of each value where so many others are lower than all of them."""
    return {value: below + rank for value, rank in average_ranks(values).items()}


def _least_of(values: Iterable[int], most: int) -> int:
    """Return the value above which are about `most`, -1 for all: of equal ones all or none, for no name may decide."""
    ordered = nlargest(most + 1, values)
    return ordered[most] if len(ordered) > most else -1
