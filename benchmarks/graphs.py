"""Hide some ties of published networks and see which formula finds them: ours beside the usual ones, by networkx.

`python -m benchmarks.graphs`; what the columns mean: docs/benchmarks.md. It informs about the formulas of
`network.acquaintance` and is no test: the networks are small, and what holds for them may not for an address book.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from random import Random
from statistics import mean
from time import process_time
from typing import NamedTuple

import networkx as nx

from benchmarks.make_vault import TODAY
from pnm_vault.insights.introducing.acquainted import likely_acquainted
from pnm_vault.network.acquaintance import GO_ON, CommonNetwork, Value, average_ranks
from pnm_vault.network.belongings import Belongings

# A fifth of the ties is hidden, or four fifths as in an address book; so many times, by draws of one series.
HIDDEN = (0.2, 0.8)
TIMES = 20
SEED = 20261123
FOREMOST = 10
INTERESTS = 10
# As good as walks without end: 0.85 to the power of 60 is less than a ten-thousandth.
LONG = 60

Pair = tuple[int, int]
Scores = Mapping[Pair, float]


class Case(NamedTuple):
    """A network: contacts by position, their ties, and what they share (holders of each value)."""

    name: str
    contacts: int
    ties: Sequence[Pair]
    values: Sequence[Value] = ()


class Measures(NamedTuple):
    """How well hidden ties are told from pairs that are none."""

    auc: float
    average_precision: float
    foremost: float


def cases() -> list[Case]:
    """Give the networks that ship with networkx.

    Of the women of Davis those know each other who were at two of every second event together; the other events are
    what they share, so that ties are not told from themselves.

    Source: Zachary 1977 (karate club); Davis, Gardner & Gardner 1941 (Deep South); Knuth 1993 (Les Miserables); Padgett
    & Ansell 1993 (Florentine families).
    """
    davis = nx.davis_southern_women_graph()
    women = sorted(davis.graph["top"])
    places = {name: place for place, name in enumerate(women)}
    events = sorted(davis.graph["bottom"])
    shared = [Value(tuple(sorted(places[one] for one in davis[event]))) for event in events[1::2]]
    met = [
        (places[one], places[other])
        for one, other in combinations(women, 2)
        if len(set(events[::2]) & set(davis[one]) & set(davis[other])) >= 2
    ]
    return [
        _plain("karate", nx.karate_club_graph()),
        _plain("Les Miserables", nx.les_miserables_graph()),
        _plain("Florentine families", nx.florentine_families_graph()),
        Case("Davis, ties alone", len(women), met),
        Case("Davis, with events", len(women), met, shared),
    ]


def _plain(name: str, graph: "nx.Graph[object]") -> Case:
    places = {node: place for place, node in enumerate(sorted(graph, key=str))}
    ties = sorted((min(places[a], places[b]), max(places[a], places[b])) for a, b in graph.edges())
    return Case(name, len(places), ties)


def score_pairs(case: Case, ties: Sequence[Pair], pairs: Sequence[Pair]) -> dict[str, Scores]:
    """Score pairs that are not tied by each formula, ours first."""
    network = CommonNetwork(case.contacts, ties, case.values)
    shared = {pair: network.adamic_adar(*pair) for pair in pairs}
    walks = network.pagerank(pairs)
    long = _long_walks(network, case, pairs)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(case.contacts))
    graph.add_edges_from(ties)
    return {
        "ours (both ranks)": _both(shared, walks),
        "ours, walks without end": _both(shared, long),
        "shared weights alone": shared,
        "walks alone": walks,
        "common neighbours": {(a, b): len(list(nx.common_neighbors(graph, a, b))) for a, b in pairs},
        "Adamic-Adar": _by(nx.adamic_adar_index, graph, pairs),
        "resource allocation": _by(nx.resource_allocation_index, graph, pairs),
    }


def _by(
    index: "Callable[[nx.Graph[int], Sequence[Pair]], Iterable[tuple[int, int, float]]]",
    graph: "nx.Graph[int]",
    pairs: Sequence[Pair],
) -> Scores:
    return {(a, b): value for a, b, value in index(graph, pairs)}


def _both(one: Scores, other: Scores) -> Scores:
    ranks, more = average_ranks(one.values()), average_ranks(other.values())
    return {pair: ranks[one[pair]] + more[other[pair]] for pair in one}


def _long_walks(network: CommonNetwork, case: Case, pairs: Sequence[Pair]) -> Scores:
    """Walk step by step on the whole network, as long as there is anything left to speak of."""
    edges: list[dict[int, float]] = [dict.fromkeys(network.tied[place], 1.0) for place in range(case.contacts)]
    edges += [{} for _ in case.values]
    for first, second in combinations(range(case.contacts), 2):
        for weight, node in network.common(first, second):
            if node >= case.contacts:
                for place in (first, second):
                    edges[place][node] = edges[node][place] = weight
    pulls = [sum(one.values()) for one in edges]
    ends: list[list[float]] = []
    for start in range(case.contacts):
        here, total = {start: 1.0}, [0.0] * len(edges)
        for step in range(1, LONG + 1):
            there: dict[int, float] = {}
            for node, likely in here.items():
                for other, weight in edges[node].items():
                    there[other] = there.get(other, 0.0) + likely * weight / pulls[node]
            here = there
            for node, likely in here.items():
                total[node] += (1 - GO_ON) * GO_ON**step * likely
        ends.append(total)
    return {(a, b): round(ends[a][b] + ends[b][a], 9) for a, b in pairs}


def measure(scores: Scores, hidden: set[Pair]) -> Measures:
    """Give the chance that a hidden tie ranks above another pair, the average precision, and the share among the first.

    Pairs of one score come in the order in which `scores` has them.
    """
    ranks = average_ranks(scores.values())
    others = len(scores) - len(hidden)
    above = sum(ranks[scores[pair]] for pair in hidden) - len(hidden) * (len(hidden) + 1) / 2
    ordered = sorted(scores, key=lambda pair: -scores[pair])
    met, precision = 0, 0.0
    for at, pair in enumerate(ordered, 1):
        if pair in hidden:
            met += 1
            precision += met / at
    first = sum(pair in hidden for pair in ordered[:FOREMOST]) / min(FOREMOST, len(ordered))
    return Measures(above / (len(hidden) * others), precision / len(hidden), first)


def compare(case: Case, share: float, times: int = TIMES) -> dict[str, Measures]:
    """Measure each formula on one network with that share of its ties hidden, the mean of so many draws."""
    dice = Random(SEED)
    found: dict[str, list[Measures]] = {}
    for _ in range(times):
        hidden = set(dice.sample(list(case.ties), max(1, round(share * len(case.ties)))))
        ties = [tie for tie in case.ties if tie not in hidden]
        pairs = sorted(set(combinations(range(case.contacts), 2)) - set(ties))
        dice.shuffle(pairs)
        for name, scores in score_pairs(case, ties, pairs).items():
            found.setdefault(name, []).append(measure(scores, hidden))
    return {name: Measures(*map(mean, zip(*all_of, strict=True))) for name, all_of in found.items()}


def work_out(contacts: int) -> tuple[float, int]:
    """Guess who knows whom in a large address book; gives the processor's seconds and how many pairs there are.

    Each contact knows some of a community of fifty, is in two of forty circles, works at one of six hundred places,
    lives in one of sixty towns and has ten of four hundred interests, a few of them common and most rare.
    """
    dice = Random(SEED)
    paths = [f"Contacts/{number:05}.md" for number in range(contacts)]
    belongings = {
        path: Belongings(
            f"Contact {path}",
            circles=tuple(f"circle {number}" for number in dice.sample(range(40), 2)),
            organisations=(f"firm {dice.randrange(600)}",),
            place=f"town {dice.randrange(60)}",
        )
        for path in paths
    }
    interests = {path: tuple(f"interest {int(400 * dice.random() ** 2)}" for _ in range(INTERESTS)) for path in paths}
    known: dict[str, tuple[str, ...]] = {}
    for place, path in enumerate(paths):
        for other in dice.sample(range(place // 50 * 50, min(contacts, place // 50 * 50 + 50)), 3):
            if other != place:
                known[path] = (*known.get(path, ()), paths[other])
                known[paths[other]] = (*known.get(paths[other], ()), path)
    start = process_time()
    found = likely_acquainted(belongings, known, interests, TODAY)
    return process_time() - start, found.found


def main() -> int:
    for case in cases():
        found = [compare(case, share) for share in HIDDEN]
        hidden = " | ".join(f"{share:.0%} hidden: AUC, AP, first {FOREMOST}" for share in HIDDEN)
        print(f"| {case.name} ({case.contacts}, {len(case.ties)} ties) | {hidden} |\n|---|---|---|")
        for name in found[0]:
            cells = [
                f"{one[name].auc:.2f}, {one[name].average_precision:.2f}, {one[name].foremost:.2f}" for one in found
            ]
            print(f"| {name} | {' | '.join(cells)} |")
        print()
    for contacts in (1_000, 10_000):
        seconds, pairs = work_out(contacts)
        print(f"{contacts:,} contacts with {INTERESTS} interests each: {pairs:,} pairs ranked in {seconds:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
