"""Chains of referrals, also where they bite their own tail; and for whom a thank-you is still to be said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.insights.introducing.referrals import ReferralRow, chain_back, chain_forward, referral_row, thanks_due
from pnm_vault.model.contact import Contact, Link, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie

TODAY = date(2026, 11, 23)
MET = date(2026, 10, 9)


def by(*names: str, **more: object) -> ReferralRow:
    return replace(ReferralRow(tuple([(name, Source("x.md", 3)) for name in names])), **more)


def tie(name: str, first: date | None = date(2025, 1, 1), status: Status = Status.ACTIVE) -> Tie:
    return Tie(
        name, f"{name}'s name", None, (), (), None, None, None, None, status, False, True,
        1, first, None, None, None, 0.0, 0.0, 0.0,
    )  # fmt: skip


def test_back_and_forth() -> None:
    rows = {"c": by("b"), "b": by("a"), "d": by("b"), "e": by("d", "z")}
    assert [(one.path, one.of, one.depth) for one in chain_back("e", rows)] == [
        ("d", "e", 1),
        ("b", "d", 2),
        ("a", "b", 3),
        ("z", "e", 1),
    ]
    assert [(one.path, one.of, one.depth) for one in chain_forward("a", rows)] == [
        ("b", "a", 1),
        ("c", "b", 2),
        ("d", "b", 2),
        ("e", "d", 3),
    ]
    assert chain_back("a", rows) == chain_forward("e", rows) == ()


def test_a_circle_is_followed_once() -> None:
    rows = {"a": by("b"), "b": by("c"), "c": by("a")}
    assert [(one.path, one.again) for one in chain_back("a", rows)] == [("b", False), ("c", False), ("a", True)]
    assert [(one.path, one.again) for one in chain_forward("a", rows)] == [("c", False), ("b", False), ("a", True)]
    assert [(one.path, one.again) for one in chain_back("a", {"a": by("a")})] == [("a", True)]


NAMES = st.sampled_from("abcdefgh")


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=4, unique=True).map(lambda names: by(*names))), NAMES)
def test_every_chain_ends_and_names_everybody_once(rows: dict[str, ReferralRow], start: str) -> None:
    for chain in (chain_back(start, rows), chain_forward(start, rows)):
        first = [one.path for one in chain if not one.again]
        assert len(first) == len(set(first))
        assert start not in first
        assert all(one.depth == 1 or any(other.path == one.of for other in chain) for one in chain)


def due(rows: dict[str, ReferralRow], ties: tuple[Tie, ...] | None = None, *follow_ups: FollowUp) -> list[str]:
    found = thanks_due(rows, ties or (tie("x"), tie("y")), follow_ups, TODAY)
    return [f"{one.by} {one.contact} {one.met}" for one in found]


def follow_up(text: str) -> FollowUp:
    return FollowUp(Source("x.md", 1, text), text, None, None, "", ("x",))


def test_thanks_are_due_for_an_introduction_of_late() -> None:
    assert due({"y": by("x", met=MET)}) == ["x y 2026-10-09"]


@pytest.mark.parametrize(
    "rows",
    [
        {"y": by("x")},
        {"y": by("x", met=TODAY - timedelta(181))},
        {"y": by("x", met=TODAY + timedelta(1))},
        {"y": by("x", met=MET), "x": ReferralRow(thanked=(MET,))},
        {"y": by("x", met=MET), "x": ReferralRow(spared=("y's name",))},
        {"y": by("stranger", met=MET)},
    ],
    ids=["no day", "long ago", "still to come", "thanked", "not wanted", "no contact"],
)
def test_no_thanks_are_due(rows: dict[str, ReferralRow]) -> None:
    assert due(rows) == []


def test_thanks_said_before_or_planned_do_not_count() -> None:
    for day in (MET - timedelta(1), TODAY + timedelta(1)):
        assert due({"y": by("x", met=MET), "x": ReferralRow(thanked=(day,))}) == ["x y 2026-10-09"]


def test_what_a_follow_up_means_to_say_is_not_told_twice() -> None:
    assert due({"y": by("x", met=MET)}, None, follow_up("Thank her for Y")) == []
    assert due({"y": by("x", met=MET)}, None, follow_up("ring her")) == ["x y 2026-10-09"]


def test_in_a_young_log_a_first_line_is_no_first_meeting() -> None:
    young = (tie("x", MET - timedelta(89)), tie("y", MET))
    assert due({"y": by("x", met=MET)}, young) == []
    assert due({"y": by("x", met=MET, told=True)}, young) == ["x y 2026-10-09"]


def test_nobody_archived_or_gone() -> None:
    for status in (Status.ARCHIVED, Status.DECEASED):
        assert due({"y": by("x", met=MET)}, (tie("x", status=status), tie("y"))) == []
        assert due({"y": by("x", met=MET)}, (tie("x"), tie("y", status=status))) == []


def record(contact: Contact, *lines: str, introduced_by: tuple[str, ...] = ()) -> ContactRecord:
    entries = [Interaction(date.fromisoformat(line[:10]), Source(contact.path, 9, line), Origin.LOG) for line in lines]
    return ContactRecord(contact, tuple(entries), introduced_by=introduced_by)


def test_what_a_row_is_made_of() -> None:
    plain = Contact("y.md", "Y")
    assert referral_row(record(plain, "2026-10-09: tea")) is None
    thanked = referral_row(record(plain, "2026-10-09: thanked for introducing [[Z]]"))
    assert thanked == ReferralRow(thanked=(MET,))
    links = (Link("People/Ann", 4), Link("Bo", 5))
    named = replace(plain, introduced_by=links, met_on=date(2026, 1, 2), no_reminder=("thanks for ann lee", "birthday"))
    row = referral_row(record(named, "2026-10-09: tea", introduced_by=("Work/Bo.md", "People/Ann.md", "Z.md")))
    assert row is not None
    assert [(path, proof.line) for path, proof in row.by] == [("Work/Bo.md", 5), ("People/Ann.md", 4), ("Z.md", 4)]
    assert (row.met, row.told, row.spared) == (date(2026, 1, 2), True, ("ann lee",))
    first = referral_row(record(replace(named, met_on=None), "2026-10-09: tea", introduced_by=("Work/Bo.md",)))
    assert first is not None
    assert (first.met, first.told) == (MET, False)
