"""Circles that nobody wrote down: only where ten splits agree, and never one that the owner has named."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.network_state.suggested import Suggested, adjusted_rand, suggested_circles
from pnm_vault.model.tie import Tie
from pnm_vault.network.belongings import Belongings
from pnm_vault.network.ego import Tied
from pnm_vault.pipeline.questions.suggested_circles import _by_modularity
from tests.insights.test_network_state import tie

FIRST, SECOND = ("Ann", "Bea", "Cy", "Di", "Eve"), ("Fay", "Gil", "Hal", "Ida", "Jo")
KNOWN = {
    f"{one}.md": [f"{other}.md" for other in group if other > one] for group in (FIRST, SECOND) for one in group
} | {"Eve.md": ["Fay.md"]}


def suggest(ties: Sequence[Tie], known: Mapping[str, Sequence[str]] = KNOWN, **places: str) -> Suggested:
    belongings = {f"{name}.md": Belongings(name, place=place) for name, place in places.items()}
    return suggested_circles(ties, known, belongings, _by_modularity)


def plain(*names: str, circle: str = "") -> list[Tie]:
    return [tie(name, *([circle] if circle else [])) for name in names]


def test_two_groups_with_one_tie_between_them() -> None:
    found = suggest(plain(*FIRST, *SECOND), Ann="Graz", Bea="Graz", Cy="Graz", Fay="Graz")
    assert found.agreement == 1.0
    assert [(one.name, [member.name for member in one.members]) for one in found.circles] == [
        ("Graz", list(FIRST)),
        ("", list(SECOND)),
    ]


def test_a_circle_with_a_name_is_not_suggested_again() -> None:
    found = suggest([*plain(*FIRST[:3], circle="Choir"), *plain(*FIRST[3:], *SECOND)])
    assert [[member.name for member in one.members] for one in found.circles] == [list(SECOND)]


def test_what_differs_by_seed_is_not_shown() -> None:
    def by_lot(tied: Tied, seed: int) -> Sequence[int]:
        return [(place * (seed + 3) + seed) % 3 for place in range(len(tied))]

    found = suggested_circles(plain(*FIRST, *SECOND), KNOWN, {}, by_lot)
    assert found.agreement is not None
    assert found.agreement < 0.8
    assert found.circles == ()


def test_too_little_recorded_and_nobody_private() -> None:
    assert suggest(plain(*FIRST)).agreement is None
    assert suggest(plain(*FIRST, *SECOND), {"Ann.md": ["Ann.md"]}).agreement is None
    hidden = suggest([*plain(*FIRST, *SECOND), tie("Pip", private=True)], {**KNOWN, "Pip.md": ["Ann.md", "Bea.md"]})
    assert hidden == suggest(plain(*FIRST, *SECOND))


def test_the_order_of_notes_does_not_show() -> None:
    ties = plain(*FIRST, *SECOND)
    assert suggest(ties[::-1], dict(reversed(KNOWN.items()))) == suggest(ties)


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ((0, 0, 1, 1), (1, 1, 0, 0), 1.0),
        ((0, 0, 1, 1), (0, 1, 0, 1), -0.5),
        ((0, 0, 1, 2), (0, 0, 1, 1), 0.571429),
        ((0, 0), (0, 0), 1.0),
    ],
)
def test_how_far_two_splits_agree(one: tuple[int, ...], other: tuple[int, ...], score: float) -> None:
    assert adjusted_rand(one, other) == pytest.approx(score, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12))
def test_agreement_by_counting_pairs(labels: list[tuple[int, int]]) -> None:
    """The same by Hubert and Arabie's definition: pairs together in both, against what chance gives."""
    one, other = [label for label, _ in labels], [label for _, label in labels]
    pairs = list(combinations(range(len(labels)), 2))
    first = sum(one[a] == one[b] for a, b in pairs)
    second = sum(other[a] == other[b] for a, b in pairs)
    both = sum(one[a] == one[b] and other[a] == other[b] for a, b in pairs)
    chance = first * second / len(pairs)
    score = adjusted_rand(one, other)
    assert score == adjusted_rand(other, one)
    if (first + second) / 2 != chance:
        assert score == pytest.approx((both - chance) / ((first + second) / 2 - chance))
