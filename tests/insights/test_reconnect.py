"""Who stands in which group, and in which order."""

from datetime import date, timedelta
from typing import Any

import pytest

from pnm_vault.insights.catching_up.dormant import DormantPick, Draw
from pnm_vault.insights.catching_up.reconnect import Group, Reconnect, group_ties
from pnm_vault.insights.catching_up.stale import rank_stale
from pnm_vault.model.contact import Cadence
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.settings import ReviewSettings, Settings
from tests.network.made_logs import TODAY, days_of, network_of, record_of

OLD = record_of("Old", days_of([30] * 20, 1))
MONTHLY = Cadence(30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def grouped(*records: ContactRecord, picks: tuple[str, ...] = (), lines: int = 50, **known: Any) -> Reconnect:
    network = network_of(OLD, *records)
    settings = Settings(review=ReviewSettings(lines=lines))
    stale = rank_stale(network, settings, TODAY, waiting=True)
    chosen = [DormantPick(f"People/{name}.md", Draw.LOT, "") for name in picks]
    return group_ties(stale, network, chosen, settings, TODAY, **known)


def names(found: Reconnect) -> dict[str, list[str]]:
    return {str(group.group): [tie.stale.name for tie in group.ties] for group in found.groups}


def test_every_group_in_its_order() -> None:
    found = grouped(
        record_of("Never", []),
        record_of("Due", [ago(90), ago(40)], cadence=MONTHLY),
        record_of("Late", [ago(130), ago(90)], cadence=MONTHLY),
        record_of("Strong", days_of([30] * 8, 150), cadence=MONTHLY),
        record_of("Weak", [ago(200), ago(150)], cadence=MONTHLY),
        record_of("Gone", [ago(900), ago(800)], cadence=MONTHLY),
        record_of("Picked", [ago(900), ago(800)], cadence=MONTHLY),
        record_of("Fresh", [ago(20)]),
        record_of("Fine", [ago(90), ago(2)], cadence=MONTHLY),
        picks=("Picked",),
    )
    assert names(found) == {
        "new": ["Fresh"],
        "slipping": ["Strong"],
        "overdue": ["Weak", "Late"],
        "due": ["Due"],
        "dormant": ["Picked"],
        "no contact recorded": ["Never"],
    }
    assert [group.more for group in found.groups] == [0, 0, 0, 0, 1, 0]
    assert found.total == 8


@pytest.mark.parametrize(("silence", "group"), [(364, "slipping"), (365, "dormant")])
def test_a_strong_tie_is_saved_for_a_year_whatever_its_rhythm(silence: int, group: str) -> None:
    found = grouped(record_of("Ann", days_of([10] * 30, silence)), picks=("Ann",))
    assert names(found) == {group: ["Ann"]}


@pytest.mark.parametrize(("closeness", "group"), [(5, "slipping"), (4, "slipping"), (3, "overdue"), (None, "overdue")])
def test_who_was_strong_is_told_by_the_owners_word_first(closeness: int | None, group: str) -> None:
    found = grouped(record_of("Ann", [ago(400), ago(150)], closeness=closeness, cadence=MONTHLY))
    assert names(found) == {group: ["Ann"]}


def test_a_conference_is_no_close_tie() -> None:
    found = grouped(record_of("Ann", days_of([1, 1, 1, 1, 1], 150), cadence=MONTHLY))
    assert names(found) == {"overdue": ["Ann"]}


def test_whoever_the_owner_asked_to_be_reminded_of_is_not_only_counted() -> None:
    asked = record_of("Ann", [ago(900), ago(800)], cadence=MONTHLY, next_contact=ago(3))
    assert names(grouped(asked)) == {"overdue": ["Ann"]}


def test_who_is_awaited_comes_after_the_others() -> None:
    mine = ("wrote to her", Channel.MESSAGE, Direction.FROM_ME)
    awaited = record_of("Ann", days_of([30] * 8, 40), {ago(40): mine}, cadence=MONTHLY, closeness=5)
    other = record_of("Bo", [ago(400), ago(45)], cadence=MONTHLY, priority=3)
    found = grouped(awaited, other)
    assert names(found) == {"due": ["Bo", "Ann"]}
    assert [tie.waits_for_them for tie in found.groups[0].ties] == [False, True]
    assert names(grouped(awaited, other, lines=1)) == {"due": ["Bo"]}


def test_the_new_are_told_once_and_the_first_met_first() -> None:
    found = grouped(
        record_of("Late", [ago(80)], category="mentee"), record_of("Ann", [ago(5)]), record_of("Bo", [ago(60)])
    )
    assert names(found) == {"new": ["Late", "Bo", "Ann"]}
    assert all(tie.facts.fading for tie in found.groups[0].ties)


def test_private_contacts_stand_nowhere_and_are_not_counted() -> None:
    private = record_of("Ann", [ago(900), ago(800)], cadence=MONTHLY, private=True)
    fresh = record_of("Fresh", [ago(20)], private=True)
    assert grouped(private, fresh, picks=("Ann",)).groups == ()
    hidden = frozenset({"People/Bo.md"})
    assert grouped(record_of("Bo", [ago(900), ago(800)], cadence=MONTHLY), hidden=hidden).total == 0


def test_a_pick_with_something_planned_needs_no_word_now() -> None:
    days = [ago(900), ago(800), TODAY + timedelta(days=9)]
    found = grouped(record_of("Ann", days, cadence=MONTHLY), picks=("Ann",))
    assert names(found) == {"dormant": []}


def test_a_long_group_is_cut_and_counted() -> None:
    found = grouped(*[record_of(f"N{number:02}", []) for number in range(12)], lines=5)
    assert [(len(group.ties), group.more) for group in found.groups] == [(5, 7)]


def test_nothing_changes_from_day_to_day_without_cause() -> None:
    records = [record_of(f"P{age}", days_of([30] * 6, age), cadence=MONTHLY) for age in (35, 70, 150, 500)]
    network = network_of(OLD, *records)
    told = []
    for day in (TODAY, TODAY + timedelta(days=1)):
        stale = rank_stale(network, Settings(), day, waiting=True)
        found = group_ties(stale, network, (), Settings(), day)
        told.append(
            [(group.group, [(tie.stale.name, tie.facts.reasons) for tie in group.ties]) for group in found.groups]
        )
    assert told[0] == told[1]


def test_groups_are_named_in_order() -> None:
    assert [str(group) for group in Group][:3] == ["new", "slipping", "overdue"]
