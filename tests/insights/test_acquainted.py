"""Who probably knows whom: what counts, what does not, and what no renaming, order or further knowledge may change."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.comparing.shared_values import Common, Term, say_common
from pnm_vault.insights.introducing.acquainted import (
    Acquaintance,
    Acquainted,
    Proved,
    choose_acquainted,
    likely_acquainted,
    without_private_terms,
)
from pnm_vault.model.contact import Apart
from pnm_vault.model.source import Source
from pnm_vault.network.belongings import Belongings

TODAY = date(2026, 11, 23)
Known = Mapping[str, tuple[str, ...]]


def people(**changes: Belongings) -> dict[str, Belongings]:
    """Give twelve contacts, `a` to `l`; those named belong to what is given."""
    plain = {name: Belongings(name.upper()) for name in "abcdefghijkl"}
    return {f"{name}.md": replace(one, name=name.upper()) for name, one in (plain | changes).items()}


def both_ways(*pairs: str) -> dict[str, tuple[str, ...]]:
    """Give who knows whom: `ab` says that a and b do."""
    known: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        for one, other in ((pair[0], pair[1]), (pair[1], pair[0])):
            known[f"{one}.md"] = tuple(sorted({*known.get(f"{one}.md", ()), f"{other}.md"}))
    return known


def ask(
    contacts: Mapping[str, Belongings],
    known: Known | None = None,
    interests: Known | None = None,
    today: date = TODAY,
) -> Acquainted:
    return likely_acquainted(contacts, known or {}, interests or {}, today)


def names(found: Acquainted) -> list[str]:
    return [pair.first_name + pair.second_name for pair in found.pairs]


def terms(pair: Acquaintance) -> list[tuple[Common, str]]:
    return [(term.kind, term.text) for term in pair.terms]


def in_circle(*circles: str) -> Belongings:
    return Belongings("", circles=circles)


def test_what_two_have_in_common() -> None:
    """A circle of two is 1 / ln 2, an event of three 1 / ln 3, a town of four half of 1 / ln 4, and so on."""
    fair = ((date(2026, 5, 1), "Events/Fair.md"),)
    first = Belongings("", circles=("Small Lab",), place="Porto, Portugal", events=fair)
    found = ask(
        people(
            a=first,
            b=replace(first, place="Porto", circles=("small lab",)),
            c=Belongings("", place="PORTO", events=fair),
            d=Belongings("", place="Porto"),
        ),
        interests={"a.md": ("oboe",), "b.md": ("Oboes",)},
    )
    best = found.pairs[0]
    assert (best.first_name, best.second_name) == ("A", "B")
    parts = [1 / log(2), 1 / log(3), 0.5 / log(2), 0.5 / log(4)]
    assert best.adamic_adar == pytest.approx(sum(parts), abs=1e-6)
    assert terms(best) == [(Common.CIRCLE, "Small Lab"), (Common.EVENT, "Fair"), (Common.INTEREST, "oboe")]
    assert [term.weight for term in best.terms] == pytest.approx(parts[:3], abs=1e-6)
    assert names(found) == ["AB", "AC", "BC"]
    assert (found.found, found.contacts, found.recorded, found.structure) == (3, 12, 0, False)


def test_a_common_acquaintance() -> None:
    """C knows three, so that A and B, who both know C, have 1 / ln 3."""
    found = ask(people(), both_ways("ac", "bc", "cd"))
    assert found.structure
    assert found.recorded == 4
    assert names(found) == ["AB", "AD", "BD"]
    assert found.pairs[0].adamic_adar == pytest.approx(1 / log(3), abs=1e-6)
    assert found.pairs[0].terms == (Term(Common.ACQUAINTANCE, "C", "c.md", round(1 / log(3), 6)),)


@pytest.mark.parametrize(("contacts", "knowing", "structure"), [(9, 6, False), (10, 2, True), (11, 2, False)])
def test_too_little_is_recorded_to_go_by_acquaintances(contacts: int, knowing: int, structure: bool) -> None:
    """Fewer than ten contacts, or than a fifth of them with a tie. Those who know each other are no pair even so."""
    some = {f"{number:02}.md": Belongings(str(number), circles=("Lab",)) for number in range(3)}
    others = {f"{number:02}.md": Belongings(str(number)) for number in range(3, contacts)}
    knows = {"00.md": ("01.md",), "01.md": ("00.md",)}
    knows |= {f"{at:02}.md": ("00.md",) for at in range(3, knowing + 1)}
    found = ask(some | others, knows)
    assert found.structure is structure
    assert names(found)[:2] == ["02", "12"]
    assert "01" not in names(found)
    assert any(term.kind is Common.ACQUAINTANCE for pair in found.pairs for term in pair.terms) is False


def test_work_and_circle_of_one_name_are_one_group() -> None:
    found = ask(people(a=in_circle("Oak Press"), b=Belongings("", organisations=("oak press",)), c=in_circle("Oak")))
    assert names(found) == ["AB"]
    assert terms(found.pairs[0]) == [(Common.ORGANISATION, "Oak Press")]


def test_where_they_were_met_is_the_event_of_that_name() -> None:
    fair = Belongings("", events=((date(2026, 5, 1), "Events/Fair 2026.md"),))
    met = Belongings("", where_met="[[Events/Fair 2026]]")
    found = ask(people(a=fair, b=met, c=replace(met, where_met="fair 2026"), d=replace(met, where_met="the fair")))
    assert names(found) == ["AB", "AC", "BC"]
    assert {pair.terms[0].path for pair in found.pairs} == {"Events/Fair 2026.md"}
    same = ask(people(a=replace(met, where_met="At sea"), b=replace(met, where_met="at  sea.")))
    assert terms(same.pairs[0]) == [(Common.MET_AT, "At sea")]


def test_an_event_counts_from_its_day_on() -> None:
    coming = Belongings("", events=((TODAY + timedelta(2), "Fair.md"),))
    found = ask(people(a=coming, b=coming))
    assert (found.pairs, found.until) == ((), TODAY + timedelta(2))
    assert [found.holds_on(TODAY + timedelta(days)) for days in (-1, 0, 1, 2)] == [False, True, True, False]
    assert names(ask(people(a=coming, b=coming), today=TODAY + timedelta(2))) == ["AB"]


def test_who_introduced_both_is_named_once() -> None:
    by = Belongings("", introduced_by=("c.md", "gone.md"))
    found = ask(people(a=by, b=by), both_ways("ac", "bc"))
    assert terms(found.pairs[0]) == [(Common.INTRODUCED_BY, "C")]
    assert found.pairs[0].adamic_adar == pytest.approx(2 / log(2), abs=1e-6)


def test_a_town_or_an_interest_alone_is_no_sign() -> None:
    here = Belongings("", place="Porto")
    assert ask(people(a=here, b=here), interests={"a.md": ("oboe",), "b.md": ("oboe",)}).pairs == ()


@pytest.mark.parametrize("words", ["Pride choir of the lesbian centre", "Church of St James", "Cancer support group"])
def test_private_matters_say_nothing(words: str) -> None:
    told = Belongings("", circles=(words,), organisations=(words,), where_met=words, place=words)
    told = replace(told, events=((TODAY, f"{words}.md"),))
    assert ask(people(a=told, b=told), interests={"a.md": (words,), "b.md": (words,)}).pairs == ()


def test_whoever_takes_no_part_is_nobodys_acquaintance() -> None:
    """C is private or the like, and so has no belongings; D is archived, no pair and yet an acquaintance."""
    contacts = people(a=in_circle("Lab"), b=in_circle("Lab"), d=replace(in_circle("Lab"), active=False))
    del contacts["c.md"]
    found = ask(contacts, both_ways("ac", "bc", "ad", "bd"))
    assert names(found) == ["AB"]
    assert terms(found.pairs[0]) == [(Common.ACQUAINTANCE, "D"), (Common.CIRCLE, "Lab")]


@pytest.mark.parametrize("target", ["B", "b", "People/b", "/b.md"])
@pytest.mark.parametrize("field", ["apart", "strangers"])
def test_whom_not_to_be_asked_about(target: str, field: str) -> None:
    contacts = people(a=in_circle("Lab"), b=in_circle("Lab"))
    contacts["People/b.md"] = contacts.pop("b.md")
    never = contacts | {"a.md": replace(contacts["a.md"], **{field: (Apart(target.replace("/b.", "/People/b.")),)})}
    assert ask(never).pairs == ()
    later = contacts | {"a.md": replace(contacts["a.md"], **{field: (Apart("b", TODAY + timedelta(1)),)})}
    found = ask(later)
    assert len(found.pairs) == 1
    assert choose_acquainted(found.pairs, 5, TODAY) == ()
    assert choose_acquainted(found.pairs, 5, TODAY + timedelta(1)) == found.pairs


def test_the_later_of_two_days_counts_and_never_most() -> None:
    lab = in_circle("Lab")
    far, near = Apart("B", TODAY + timedelta(9)), Apart("A", TODAY + timedelta(2))
    both = people(a=replace(lab, strangers=(far,)), b=replace(lab, apart=(near,)))
    assert ask(both).pairs[0].until == TODAY + timedelta(9)
    assert ask(people(a=replace(lab, strangers=(far,)), b=replace(lab, apart=(Apart("A"),)))).pairs == ()


def pair(first: str, second: str, common: float = 1.0) -> Acquaintance:
    term = Term(Common.CIRCLE, "Lab", "", common)
    return Acquaintance(f"{first}.md", first, f"{second}.md", second, 1.0, common, None, (term,))


def test_what_a_review_note_takes() -> None:
    """Nobody more than twice, nothing slight, nobody about to be introduced; a longer list on demand has them all."""
    pairs = [pair("A", "B"), pair("A", "C"), pair("A", "D"), pair("E", "F", 0.39), pair("G", "H")]
    chosen = choose_acquainted(pairs, 9, TODAY, {("G.md", "H.md")}, for_page=True)
    assert chosen == (pairs[0], pairs[1])
    assert choose_acquainted(pairs, 9, TODAY) == tuple(pairs)
    assert choose_acquainted(pairs, 2, TODAY) == (pairs[0], pairs[1])


def test_names_of_private_contacts_are_left_out() -> None:
    told = replace(pair("A", "B"), terms=(Term(Common.CIRCLE, "Friends of Zoe Ash"), Term(Common.CIRCLE, "Lab")))
    proofs = ((Source("A.md", 3, "x"),), (Source("A.md", 3, "Lab"),))
    (left,) = without_private_terms([Proved(told, proofs)], frozenset(["Zoe Ash"]))
    assert (terms(left.pair), left.proofs) == ([(Common.CIRCLE, "Lab")], proofs[1:])
    named = (proofs[0], (Source("A.md", 3, "Lab, with Zoe Ash"),))
    assert without_private_terms([Proved(told, named)], frozenset(["Zoe Ash"])) == ()


def test_every_kind_has_its_sentence() -> None:
    assert {say_common(Term(kind, "Ann")).replace("Ann", "")[-1] for kind in Common} == {"."}


GROUPS = st.lists(st.sampled_from(("Choir", "Lab", "Club", "Mill")), max_size=2, unique=True)
INTERESTS = st.lists(st.sampled_from(("kites", "maps", "figs", "oboe")), max_size=2, unique=True)
Drawn = tuple[dict[str, Belongings], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]


@st.composite
def vaults(draw: st.DrawFn) -> Drawn:
    paths = [f"{number:02}.md" for number in range(draw(st.integers(2, 13)))]
    contacts = {
        path: Belongings(f"N{path[:2]}", True, tuple(draw(GROUPS)), (), "", draw(st.sampled_from(("", "Pisa", "Graz"))))
        for path in paths
    }
    pairs = draw(st.lists(st.tuples(st.sampled_from(paths), st.sampled_from(paths)), max_size=14))
    known: dict[str, tuple[str, ...]] = {}
    for first, second in pairs:
        if first != second:
            for one, other in ((first, second), (second, first)):
                known[one] = tuple(sorted({*known.get(one, ()), other}))
    return contacts, known, {path: tuple(draw(INTERESTS)) for path in paths}


def scores(found: Acquainted) -> dict[tuple[str, str], tuple[float, float, float | None]]:
    return {(one.first, one.second): (one.score, one.adamic_adar, one.pagerank) for one in found.pairs}


@given(vaults())
def test_a_further_rare_interest_in_common_never_lowers_a_pair(drawn: Drawn) -> None:
    contacts, known, interests = drawn
    before = ask(contacts, known, interests)
    for one in before.pairs[:4]:
        more = {path: (*interests[path], "zither") for path in (one.first, one.second)}
        after = scores(ask(contacts, known, {**interests, **more}))[one.first, one.second]
        assert after[0] >= one.score
        assert after[1] >= one.adamic_adar
        assert one.pagerank is not None and after[2] is not None and after[2] >= one.pagerank - 1e-9


@given(vaults())
def test_knowing_each_other_removes_the_pair(drawn: Drawn) -> None:
    contacts, known, interests = drawn
    for one in ask(contacts, known, interests).pairs[:4]:
        told = {**known}
        for here, there in ((one.first, one.second), (one.second, one.first)):
            told[here] = (*known.get(here, ()), there)
        assert (one.first, one.second) not in scores(ask(contacts, told, interests))


@given(vaults(), st.integers(0, 999))
def test_names_and_order_change_no_score(drawn: Drawn, seed: int) -> None:
    contacts, known, interests = drawn
    paths = list(contacts)
    other = dict(zip(paths, Random(seed).sample(paths, len(paths)), strict=True))
    renamed = ask(
        {other[path]: replace(contacts[path], name=f"M{path}") for path in reversed(paths)},
        {other[path]: tuple(other[one] for one in known[path]) for path in known},
        {other[path]: interests[path] for path in paths},
    )
    plain = ask(contacts, known, interests)
    expected = {tuple(sorted((other[first], other[second]))): one for (first, second), one in scores(plain).items()}
    assert scores(renamed) == expected
    assert ask(dict(reversed(contacts.items())), known, interests) == plain
