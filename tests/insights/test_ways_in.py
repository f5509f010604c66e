"""Who can introduce the owner to somebody: what leads there, who is left out, and whom they know already."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.helping.sought import Fit
from pnm_vault.insights.introducing.ways_in import (
    ACTIVE_DAYS,
    MOST_COLLEAGUES,
    Basis,
    Ground,
    Named,
    WayIn,
    WaysIn,
    find_ways,
    lines_together,
)
from pnm_vault.model.contact import Apart, Contact, Status
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, Origin
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.coverage import Coverage

TODAY = date(2026, 11, 23)


def contact(name: str, **said: object) -> Contact:
    return Contact(f"{name}.md", name, **said)  # type: ignore[arg-type]


def tie(one: Contact, days: int = 4, closeness: int | None = 3, last: date = TODAY - timedelta(1)) -> Tie:
    """Make a tie of so many contact days; no contact at all for 0."""
    until = last if days else None
    return Tie(
        one.path, one.name, one.category, one.circles, (), None, closeness, None, None, one.status, one.private,
        one.suggest, days, until, until, Source(one.path, 30, "coffee") if days else None, None, 3.0, 3.0, float(days),
    )  # fmt: skip


def both_ways(*pairs: str) -> dict[str, tuple[str, ...]]:
    known: dict[str, set[str]] = {}
    for pair in pairs:
        for one, other in ((pair[0], pair[1]), (pair[1], pair[0])):
            known.setdefault(f"{one}.md", set()).add(f"{other}.md")
    return {path: tuple(sorted(others)) for path, others in known.items()}


def ground(
    contacts: Iterable[Contact],
    known: Sequence[str] = (),
    ties: Iterable[Tie] = (),
    together: dict[str, dict[str, Source]] | None = None,
) -> Ground:
    """Lay out a vault in which every tie without one of its own has a closeness of 3: reach 0.2 + 0.8 x 0.6 = 0.68."""
    people = {one.path: one for one in contacts}
    own = {one.path: one for one in ties}
    network = Network(tuple([own.get(path) or tie(people[path]) for path in sorted(people)]))
    return Ground(network, people, both_ways(*known), together or {})


def ask(to: str, on: Ground, named: Sequence[Named] = ()) -> WaysIn:
    ends = [Fit(f"{name}.md", 1.0, ()) for name in to]
    return find_ways(ends, on, TODAY, named)


def names(ways: Iterable[WayIn]) -> list[str]:
    return ["".join([step.name or "?" for step in way.steps]) for way in ways]


def stranger(name: str, **said: object) -> tuple[Contact, Tie]:
    one = contact(name, **said)
    return one, tie(one, days=0, closeness=None)


def test_a_recorded_tie_and_one_step_further() -> None:
    """Few ties are recorded, so that each counts 0.5: by A 0.68 x 0.5, by C and B 1.0 x 0.5 x 0.5."""
    y, never = stranger("Y")
    on = ground(
        [*map(contact, "ABC"), y],
        ["AY", "BC", "BY"],
        [never, tie(contact("B"), closeness=1), tie(contact("C"), closeness=5)],
    )
    found = ask("Y", on)
    assert names(found.ways) == ["AY", "CBY"]
    assert [way.likelihood for way in found.ways] == pytest.approx([0.34, 0.25])
    assert [step.basis for step in found.ways[1].steps] == [Basis.TIE, Basis.KNOWS, Basis.KNOWS]
    assert found.ways[1].weakest == 2
    assert found.ways[0].steps[0].proofs == (Source("A.md", 30, "coffee"),)
    assert found.known == ()
    assert found.coverage == Coverage(4, 4)


def test_where_enough_is_recorded_acquaintances_in_common_make_a_tie_stronger() -> None:
    """A and Y have C in common, of C and D: 0.35 + 0.5 x 1/2; B and Y nobody."""
    y, never = stranger("Y")
    on = ground([*map(contact, "ABCDEFGHI"), y], ["AY", "BY", "AC", "CY", "AD"], [never])
    found = ask("Y", on)
    likely = {way.steps[-2].name: way.steps[-1].likelihood for way in found.ways}
    assert likely == {"A": pytest.approx(0.35 + 0.5 / 3), "C": pytest.approx(0.35 + 0.5 / 2), "B": 0.35}


@pytest.mark.parametrize(
    "said",
    [{"status": Status.ARCHIVED}, {"status": Status.DECEASED}, {"suggest": False}],
    ids=["archived", "deceased", "suggest never"],
)
def test_who_is_in_between_of_nobody(said: dict[str, object]) -> None:
    y, never = stranger("Y")
    assert names(ask("Y", ground([contact("A", **said), y], ["AY"], [never])).ways) == []
    two = ground([contact("A", **said), contact("B"), y], ["AB", "AY"], [never])
    assert names(ask("Y", two).ways) == []


@pytest.mark.parametrize(("until", "ways"), [(None, []), (TODAY + timedelta(1), []), (TODAY, ["AY"])])
def test_two_who_are_to_be_kept_apart_are_no_step(until: date | None, ways: list[str]) -> None:
    _, never = stranger("Y")
    for here, there in (("A", "Y"), ("Y", "A")):
        apart = {here: (Apart(there, until),)}
        people = [contact(name, apart=apart.get(name, ())) for name in "AY"]
        assert names(ask("Y", ground(people, ["AY"], [never])).ways) == ways


def test_a_workplace_is_a_guess_that_leads_to_the_end_only() -> None:
    y, never = stranger("Y", organisations=("acme",))
    colleague = contact("A", organisations=("ACME",))
    found = ask("Y", ground([colleague, y], (), [never]))
    assert [(step.basis, step.likelihood, step.text) for step in found.ways[0].steps] == [
        (Basis.TIE, 0.68, ""),
        (Basis.WORK, 0.35, "ACME"),
    ]
    two = [colleague, contact("B", organisations=("Acme",)), stranger("Z")[0]]
    assert names(ask("Z", ground(two, ["BZ"], [tie(two[1], closeness=1), stranger("Z")[1]])).ways) == ["BZ"]


def test_of_a_large_workplace_and_of_whom_one_is_not_to_be_asked_nothing_is_guessed() -> None:
    y, never = stranger("Y", organisations=("Acme",))
    many = [contact(chr(65 + place), organisations=("Acme",)) for place in range(MOST_COLLEAGUES)]
    assert names(ask("Y", ground([*many, y], (), [never])).ways) == []
    assert len(ask("Y", ground([*many[1:], y], (), [never])).ways) == 3
    asked = contact("A", organisations=("Acme",), strangers=(Apart("Y"),))
    assert names(ask("Y", ground([asked, y], (), [never])).ways) == []
    assert names(ask("Y", ground([asked, y], ["AY"], [never])).ways) == ["AY"]


def test_a_line_about_both_is_a_step_and_proves_it() -> None:
    y, never = stranger("Y")
    line = Source("Daily.md", 3, "supper with A and Y")
    found = ask("Y", ground([contact("A"), y], (), [never], {"Y.md": {"A.md": line}}))
    assert found.ways[0].steps[-1].basis is Basis.TOGETHER
    assert found.ways[0].steps[-1].proofs == (line,)


def test_somebody_of_whom_there_is_no_note() -> None:
    proofs = {name: Source(f"{name}.md", 4, "Vesna Kralj") for name in "ABC"}
    bases = {"A": Basis.NAMED, "B": Basis.KNOWS, "C": Basis.TOGETHER}
    named = [Named(f"{name}.md", basis, proofs[name]) for name, basis in bases.items()]
    found = find_ways((), ground(map(contact, "ABC")), TODAY, named)
    assert names(found.ways) == ["B?", "C?", "A?"]
    assert [way.steps[-1].likelihood for way in found.ways] == [0.5, 0.5, 0.35]
    assert [way.steps[-1].path for way in found.ways] == [""] * 3
    assert found.ways[0].steps[-1].proofs == (proofs["B"],)


@pytest.mark.parametrize(
    ("days", "ago", "category", "closeness", "well"),
    [
        (2, 0, None, None, True),
        (2, ACTIVE_DAYS, None, None, True),
        (2, ACTIVE_DAYS + 1, None, None, False),
        (1, 0, None, None, False),
        (1, 0, None, 2, False),
        (1, 0, None, 3, True),
        (1, 2000, "family", None, True),
    ],
)
def test_whom_the_owner_knows_well_needs_no_introduction(
    days: int, ago: int, category: str | None, closeness: int | None, well: bool
) -> None:
    y = contact("Y", category=category)
    own = tie(y, days, closeness, TODAY - timedelta(ago))
    found = ask("Y", ground([contact("A"), y], ["AY"], [own]))
    assert [(one.name, one.well, one.last) for one in found.known] == [("Y", well, TODAY - timedelta(ago))]
    assert names(found.ways) == ([] if well else ["AY"])


def test_of_many_the_nearest_are_told_and_ways_lead_to_the_others() -> None:
    near = [contact(name) for name in "ABCD"]
    z, never = stranger("Z")
    on = ground([*near, z], ["AZ"], [never, *[tie(one, closeness=place + 1) for place, one in enumerate(near)]])
    found = ask("ABCDZ", on)
    assert ([one.name for one in found.known], found.more) == (["D", "C", "B"], 1)
    assert names(found.ways) == ["AZ"]


def test_to_whom_nothing_leads() -> None:
    y, never = stranger("Y")
    z, not_met = stranger("Z")
    found = ask("AYZ", ground([contact("A"), y, z], ["AZ"], [never, not_met]))
    assert (found.unreached, names(found.ways)) == (("Y.md",), ["AZ"])


def test_who_was_there_together() -> None:
    def line(day: int, *company: str) -> Interaction:
        source = Source("Daily.md", day, f"line {day}")
        others = tuple([f"{name}.md" for name in company])
        return Interaction(date(2026, 11, day), source, Origin.DAILY, Channel.NOTE, Direction.UNKNOWN, others)

    told = [
        ("A.md", line(2, "B")),
        ("A.md", line(1, "B")),
        ("A.md", line(24, "B")),
        ("A.md", line(3)),
        ("A.md", line(4, *"CDEFGHIJ")),
    ]
    for lines in (told, told[::-1]):
        assert lines_together(lines, TODAY) == {"A.md": {"B.md": Source("Daily.md", 2, "line 2")}}


Drawn = tuple[list[str], dict[str, int]]


@st.composite
def vaults(draw: st.DrawFn) -> Drawn:
    people = "ABCDEFY"
    pairs = [one + other for place, one in enumerate(people) for other in people[place + 1 :]]
    return [pair for pair in pairs if draw(st.booleans())], {name: draw(st.integers(1, 5)) for name in people}


@given(vaults(), st.permutations("ABCDEFY"))
def test_the_order_of_notes_changes_nothing(drawn: Drawn, order: list[str]) -> None:
    pairs, closeness = drawn

    def found(people: Iterable[str]) -> WaysIn:
        own = [tie(contact(name), 0 if name == "Y" else 4, closeness[name]) for name in closeness]
        return ask("Y", ground(map(contact, people), pairs, own))

    assert found(order) == found("ABCDEFY")


@given(vaults())
def test_other_names_change_no_likelihood_of_the_best_way(drawn: Drawn) -> None:
    pairs, closeness = drawn
    called = dict(zip("ABCDEFY", "XVUTSRY", strict=True))

    def best(names: dict[str, str]) -> list[float]:
        own = [tie(contact(names[name]), 0 if name == "Y" else 4, closeness[name]) for name in closeness]
        known = [names[pair[0]] + names[pair[1]] for pair in pairs]
        return [way.likelihood for way in ask("Y", ground(map(contact, names.values()), known, own)).ways[:1]]

    assert best(called) == best({name: name for name in called})


@given(vaults())
def test_no_two_ways_share_anybody_and_none_is_longer_than_two(drawn: Drawn) -> None:
    pairs, closeness = drawn
    own = [tie(contact(name), 0 if name == "Y" else 4, closeness[name]) for name in closeness]
    found = ask("Y", ground(map(contact, "ABCDEFY"), pairs, own))
    between = [step.name for way in found.ways for step in way.steps[:-1]]
    assert len(between) == len(set(between))
    assert all(2 <= len(way.steps) <= 3 for way in found.ways)
    assert all(
        min(way.steps, key=lambda step: step.likelihood).likelihood == way.steps[way.weakest].likelihood
        for way in found.ways
    )
