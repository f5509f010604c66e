"""Giving and receiving: an act that would be good next, never an account."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.helping.reciprocity import Exchange, Reciprocity, Turn, exchange_of, giving_and_receiving
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import Favour, FavourKind
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.picture import Network
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

TODAY = date(2026, 11, 23)
ANN = "Ann.md"


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def favour(days: int, *, given: bool = False, asked: bool = False, kind: FavourKind = FavourKind.ADVICE) -> Favour:
    return Favour(f"advice {days}", given, ago(days), 1000 - days, kind=kind, asked=asked)


def record(*favours: Favour, contact: Contact | None = None, lines: tuple[tuple[int, str], ...] = ()) -> ContactRecord:
    told = tuple([Interaction(ago(days), Source(ANN, 5, text), Origin.LOG) for days, text in lines])
    return ContactRecord(replace(contact or Contact(ANN, "Ann"), favours=favours), told)


def tie(path: str = ANN, name: str = "Ann", closeness: int | None = None, decayed: float = 1.0) -> Tie:
    return Tie(
        path, name, None, (), (), None, closeness, None, None, Status.ACTIVE, False, True,
        1, ago(400), ago(3), None, None, 0.0, 0.0, decayed,
    )  # fmt: skip


def asked_about(told: ContactRecord, unnamed: PrivateNames | None = None) -> dict[str, list[str]]:
    exchange = exchange_of(told)
    rows = {} if exchange is None else {ANN: exchange}
    return groups(giving_and_receiving(rows, Network((tie(),)), TODAY, unnamed or PrivateNames(())))


def groups(found: Reciprocity) -> dict[str, list[str]]:
    def texts(turns: tuple[Turn, ...]) -> list[str]:
        return [deed.source.text for turn in turns for deed in turn.deeds]

    lists = {"asked": found.asked, "tell": found.tell, "give": found.give}
    return {name: texts(turns) for name, turns in lists.items() if turns}


@pytest.mark.parametrize(
    ("favours", "expected"),
    [
        ((favour(40, asked=True),), {}),  # one asks for nothing
        ((favour(40, asked=True), favour(20, asked=True)), {"give": ["advice 40", "advice 20"]}),
        ((favour(40, asked=True), favour(40)), {"tell": ["advice 40"]}),  # asked and answered on one day is one
        ((favour(40, asked=True), favour(20)), {"give": ["advice 40", "advice 20"]}),
        ((favour(40, asked=True), favour(20, asked=True), favour(10, given=True)), {}),
        ((favour(20),), {"tell": ["advice 20"]}),
        ((favour(20, kind=FavourKind.FAVOUR),), {}),  # soup has no outcome
        ((favour(40, kind=FavourKind.FAVOUR), favour(20)), {"give": ["advice 40", "advice 20"]}),
        ((favour(20, given=True, asked=True),), {"asked": ["advice 20"]}),
        ((favour(20, given=True, asked=True), favour(20, given=True)), {}),
        ((favour(20, given=True, asked=True), favour(30, given=True)), {"asked": ["advice 20"]}),
        ((favour(20, given=True, asked=True), favour(19), favour(18)), {"asked": ["advice 20"]}),  # in one list only
        ((favour(400), favour(390)), {}),  # before the same month of last year
        ((favour(380), favour(379)), {"give": ["advice 380", "advice 379"]}),
        ((favour(-1), favour(-2)), {}),  # to come
    ],
)
def test_which_list(favours: tuple[Favour, ...], expected: dict[str, list[str]]) -> None:
    assert asked_about(record(*favours)) == expected


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("thanked her, it was the right dentist", True),
        ("told her how the talk went", True),
        ("let them know about the flat", True),
        ("wrote her how it went", True),
        ("told Ann that the lease is signed", True),
        ("told her a joke", False),
        ("coffee", False),
        ("she told me about it", False),
    ],
)
def test_who_was_told_how_it_went(line: str, is_told: bool) -> None:
    assert asked_about(record(favour(20), lines=((10, line),))) == ({} if is_told else {"tell": ["advice 20"]})
    assert asked_about(record(favour(20), lines=((30, line),))) == {"tell": ["advice 20"]}  # before it came


@pytest.mark.parametrize(
    "contact",
    [
        Contact(ANN, "Ann", category="family"),
        Contact(ANN, "Ann", closeness=5),
        Contact(ANN, "Ann", private=True),
        Contact(ANN, "Ann", suggest=False),
        Contact(ANN, "Ann", status=Status.ARCHIVED),
        Contact(ANN, "Ann", status=Status.DECEASED),
    ],
)
def test_of_whom_no_account_is_kept(contact: Contact) -> None:
    assert exchange_of(record(favour(40), favour(20), contact=contact)) is None


def test_no_row_without_a_dated_favour() -> None:
    assert exchange_of(record()) is None
    assert exchange_of(record(Favour("soup", False, None, 3))) is None


def test_the_closest_five_of_many_are_left_out() -> None:
    told = exchange_of(record(favour(40), favour(20)))
    assert told is not None
    ties = tuple([tie(f"{place:03}.md", f"{place:03}", decayed=1000.0 - place) for place in range(150)])
    rows = {one.path: told for one in ties}
    found = giving_and_receiving(rows, Network(ties), TODAY)
    assert [turn.path for turn in found.give] == [one.path for one in ties[5:]]
    few = giving_and_receiving(rows, Network(ties[:149]), TODAY)
    assert len(few.give) == 149


def test_what_could_be_next() -> None:
    asks = (Statement("old", 4, ago(560)), Statement("a boat", 5, ago(9)), Statement("a flat", 6))
    contact = Contact(ANN, "Ann", asks=asks, interests=(Statement("knots", 8),), goals=())
    told = exchange_of(record(favour(40), favour(20), contact=contact))
    assert told is not None
    found = giving_and_receiving({ANN: told}, Network((tie(),)), TODAY)
    assert found.give[0].ask == Source(ANN, 5, "a boat")
    assert found.give[0].interest == Source(ANN, 8, "knots")
    hidden = giving_and_receiving({ANN: told}, Network((tie(),)), TODAY, PrivateNames(("Boat",)))
    assert hidden.give[0].ask == Source(ANN, 6, "a flat")
    goal = Contact(ANN, "Ann", asks=(Statement("to sing", 4),), goals=(Statement("to sing", 4),))
    assert exchange_of(record(favour(40), contact=goal)) == Exchange((favour(40),))


def test_lines_that_name_private_contacts_are_left_out() -> None:
    told = record(favour(40), replace(favour(20), text="advice from Zoe Hidden"))
    assert asked_about(told, PrivateNames(("Zoe Hidden",))) == {"tell": ["advice 40"]}


def test_nothing_goes_from_one_day_to_the_next_within_a_month() -> None:
    told = exchange_of(record(favour(380), favour(379)))
    assert told is not None
    network = Network((tie(),))
    found = [giving_and_receiving({ANN: told}, network, date(2026, 11, day)) for day in range(1, 31)]
    assert all(one == found[0] for one in found)
    assert giving_and_receiving({ANN: told}, network, date(2026, 12, 1)).give == ()
    assert giving_and_receiving({ANN: told}, network, date.min) == Reciprocity(date.min)


@given(
    st.lists(st.tuples(st.integers(-5, 420), st.booleans(), st.booleans(), st.sampled_from(FavourKind)), max_size=8),
    st.permutations(range(3)),
)
def test_a_contact_is_in_one_list_and_order_means_nothing(
    told: list[tuple[int, bool, bool, FavourKind]], order: list[int]
) -> None:
    favours = [favour(days, given=mine, asked=asked, kind=kind) for days, mine, asked, kind in told]
    exchange = exchange_of(record(*favours))
    assert exchange_of(record(*favours[::-1])) == exchange
    rows = {} if exchange is None else {f"{place}.md": exchange for place in order}
    network = Network(tuple([tie(f"{place}.md", f"{place}") for place in range(3)]))
    found = giving_and_receiving(rows, network, TODAY)
    paths = [turn.path for turn in (*found.asked, *found.tell, *found.give)]
    assert len(paths) == len(set(paths))
    assert paths == sorted(paths)  # one and the same for all three, so that they stand together
    days = [deed.day for turn in (*found.asked, *found.tell, *found.give) for deed in turn.deeds]
    assert all(date(2025, 11, 1) <= day <= TODAY for day in days)
