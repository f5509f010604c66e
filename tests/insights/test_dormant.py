"""Which dormant ties are picked for a month, and that nothing done during the month pulls in another."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from pnm_vault.insights.catching_up.dormant import DormantPick, Draw, is_dormant, pick_dormant, senior_role
from pnm_vault.model.contact import Cadence, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.network.silences import days_before, days_with_silence, tie_before
from tests.network.made_logs import TODAY, days_of, network_of, record_of

FIRST = date(2026, 11, 1)
CHOIR = [record_of(f"Choir{n}", days_of([30] * 20, n), circles=("choir",)) for n in range(25)]
MONTHLY = Cadence(30)


def gone(name: str, silence: int = 800, gaps: tuple[int, ...] = (40,), **known: Any) -> ContactRecord:
    return record_of(name, days_of(gaps, silence), **{"cadence": MONTHLY, "circles": ("choir",), **known})


def picks(
    *records: ContactRecord,
    today: date = TODAY,
    roles: Mapping[str, str] | None = None,
    dormant: int = 3,
) -> tuple[DormantPick, ...]:
    """Pick as the pipeline does, from the records of all."""
    everybody = [*CHOIR, *records]
    network = network_of(*everybody, today=today)
    first = today.replace(day=1)
    known = {record.contact.path: days_with_silence(record) for record in everybody}
    before = {path: days_before(days, first, today) for path, days in known.items() if days is not None}
    woken = {
        tie.path: tie_before(tie, before[tie.path], network.half_life) for tie in network.ties if before.get(tie.path)
    }
    return pick_dormant(network, Settings(review=ReviewSettings(dormant=dormant)), today, woken, roles or {})


def names(found: tuple[DormantPick, ...]) -> list[tuple[str, str]]:
    return [(pick.path.removeprefix("People/").removesuffix(".md"), pick.kind.value) for pick in found]


STRONG = gone("Strong", gaps=(30,) * 9)
STRONGER = gone("Stronger", gaps=(30,) * 15)
ELSEWHERE = gone("Else", circles=("theatre",))
CROWD = [gone(f"Crowd{n}") for n in range(6)]


def test_one_of_each_kind() -> None:
    found = picks(STRONG, STRONGER, ELSEWHERE, *CROWD)
    assert names(found)[:2] == [("Stronger", "once-strong"), ("Else", "novel")]
    assert found[2].kind is Draw.LOT
    assert len({pick.path for pick in found}) == 3


def test_a_senior_role_is_novel_and_told() -> None:
    found = picks(*CROWD, roles={"People/Crowd3.md": "Head of research, Porto"})
    assert ("Crowd3", "novel") in names(found)
    reason = next(pick.reason for pick in found if pick.kind is Draw.NOVEL)
    assert reason == "Sees things from another place than those around you, as Head of research, Porto."


def test_both_at_once_go_before_either() -> None:
    other = gone("Other", circles=("rowing",))
    roles = {"People/Other.md": "director", "People/Crowd0.md": "director"}
    assert ("Other", "novel") in names(picks(ELSEWHERE, other, *CROWD, roles=roles))


def test_without_circles_nothing_is_known_of_where_they_move() -> None:
    found = picks(gone("Blank", circles=()), *CROWD)
    assert {pick.kind for pick in found} == {Draw.LOT}
    assert len(found) == 3


def test_at_most_as_many_as_wanted_and_as_there_are() -> None:
    assert picks(*CROWD, dormant=0) == ()
    assert len(picks(*CROWD, dormant=5)) == 5
    assert len(picks(*CROWD[:2])) == 2
    assert picks() == ()


@pytest.mark.parametrize(
    "known",
    [
        {"category": "family"},
        {"private": True},
        {"suggest": False},
        {"cadence": Cadence(None)},
        {"status": Status.ARCHIVED},
        {"status": Status.DECEASED},
        {"next_contact": date(2026, 11, 20)},  # written one cadence earlier, in October
        {"next_contact": date(2026, 2, 1)},  # it has come: a reminder of its own
    ],
)
def test_never(known: dict[str, Any]) -> None:
    assert picks(gone("Ann", **known)) == ()
    assert len(picks(gone("Ann"))) == 1


@pytest.mark.parametrize(("silence", "picked"), [(364, False), (365, True)])
def test_a_year_on_the_first_of_the_month(silence: int, picked: bool) -> None:
    last = (TODAY - FIRST).days + silence
    assert bool(picks(gone("Ann", last))) is picked


def test_dormant_is_more_than_eight_gaps_and_a_year() -> None:
    assert is_dormant(365, 45, False, None)
    assert not is_dormant(364, 45, False, None)
    assert not is_dormant(400, 50, False, None)
    assert is_dormant(401, 50, False, None)
    assert not is_dormant(4000, 50, True, None)


def everybody() -> list[ContactRecord]:
    chance = Random(3)
    return [
        gone(f"G{n:02}", 400 + 17 * n, tuple(chance.choices((10, 30, 60), k=n % 9)), circles=(f"c{n % 7}",))
        for n in range(40)
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_who_is_answered_leaves_the_place_empty(place: int) -> None:
    records = everybody()
    before = picks(*records)
    path = before[place].path
    at = next(n for n, record in enumerate(records) if record.contact.path == path)
    name = records[at].contact.name
    silence = (TODAY - records[at].interactions[-1].day).days
    days = [entry.day for entry in records[at].interactions]
    known: dict[str, Any] = {"cadence": MONTHLY, "circles": records[at].contact.circles}
    ticked = record_of(name, [*days, date(2026, 11, 9), date(2026, 11, 12)], **known)
    planned = record_of(name, [*days, TODAY + timedelta(days=20)], **known)
    put_off = record_of(name, days, **{**known, "next_contact": date(2026, 11, 15) + timedelta(days=30)})
    assert silence > 365
    for answered in (ticked, planned, put_off):
        assert names(picks(*records[:at], answered, *records[at + 1 :])) == names(before)


def test_every_day_of_a_month_has_the_same_and_the_next_month_others() -> None:
    records = everybody()
    november = {tuple(names(picks(*records, today=date(2026, 11, day)))) for day in (1, 2, 15, 30)}
    assert len(november) == 1
    lots = {names(picks(*records, today=date(2026, month, 5)))[2] for month in range(6, 13)}
    assert len(lots) > 3


def test_the_order_of_the_notes_does_not_show() -> None:
    records = everybody()
    assert picks(*records) == picks(*reversed(records))


def test_the_lot_is_the_same_on_every_machine() -> None:
    assert names(picks(*CROWD)) == [("Crowd1", "lot"), ("Crowd2", "lot"), ("Crowd5", "lot")]


@pytest.mark.parametrize(
    ("role", "senior"),
    [
        ("Head of research, Porto", True),
        ("director/producer", True),
        ("CEO", True),
        ("headhunter", False),
        ("clerk", False),
        (None, False),
    ],
)
def test_a_senior_role_by_its_words(role: str | None, senior: bool) -> None:
    assert senior_role(gone("Ann", role=role)) == (role if senior else None)


def test_somebody_active_in_their_circle_makes_them_less_new_only_from_one_in_twenty() -> None:
    friend = record_of("Friend", days_of([30] * 5, 40), circles=("Theatre",))
    assert ("Else", "novel") in names(picks(ELSEWHERE, friend, *CROWD))  # one of 26
    more = record_of("More", days_of([30] * 5, 40), circles=("theatre",))
    assert ("Else", "novel") not in names(picks(ELSEWHERE, friend, more, *CROWD))


def test_days_with_a_silence_of_a_year() -> None:
    days = (date(2020, 1, 1), date(2020, 12, 31), date(2021, 2, 1), date(2022, 6, 1))
    assert days_with_silence(record_of("Ann", days)) == days
    assert days_with_silence(record_of("Ann", days_of([364, 364], 0))) is None
    assert days_with_silence(record_of("Ann", days[:1])) is None
    assert days_with_silence(record_of("Ann", [])) is None


def test_the_days_before_the_silence_that_ended_in_a_month() -> None:
    days = (date(2024, 1, 1), date(2024, 6, 1), date(2026, 11, 9), date(2026, 11, 12), date(2028, 1, 1))
    assert days_before(days, FIRST, TODAY) == days[:2]
    assert days_before(days, FIRST, date(2026, 11, 9)) == days[:2]
    assert days_before(days, FIRST, date(2026, 11, 8)) == ()
    assert days_before(days, date(2026, 12, 1), date(2026, 12, 24)) == ()
    assert days_before(days[:2], FIRST, TODAY) == ()
    assert days_before((date(2024, 1, 1), FIRST), FIRST, TODAY) == (date(2024, 1, 1),)
