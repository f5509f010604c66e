"""Who began, against bounds worked out by hand."""

from datetime import date, timedelta

import pytest

from pnm_vault.model.contact import Contact
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, Origin
from pnm_vault.model.source import Source
from pnm_vault.network.starts import day_started, met_on, one_side_starts, wrote_last
from pnm_vault.notes.text.channels import read_how

TODAY = date(2026, 11, 23)
ME, THEM, UNKNOWN = Direction.FROM_ME, Direction.FROM_THEM, Direction.UNKNOWN


def line(
    age: int, direction: Direction = UNKNOWN, channel: Channel = Channel.MESSAGE, origin: Origin = Origin.LOG
) -> Interaction:
    return Interaction(TODAY - timedelta(days=age), Source("Ann.md", 7, "x"), origin, channel, direction)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (0, 0, False),
        (3, 0, False),  # 1 of 16: 0.0625
        (4, 0, True),  # 1 of 32: 0.031
        (5, 1, False),  # 8 of 128: 0.0625
        (6, 1, True),  # 9 of 256: 0.035
        (7, 2, False),  # 56 of 1024: 0.055
        (8, 2, True),  # 67 of 2048: 0.033
        (0, 4, False),
        (2, 8, False),
        (50, 50, False),
    ],
)
def test_a_side_is_named_from_where_chance_would_not_give_it(one: int, other: int, told: bool) -> None:
    assert one_side_starts(one, other) is told


def test_a_long_log_does_not_overflow() -> None:
    assert one_side_starts(3000, 1000)


def test_days_are_counted_and_not_lines() -> None:
    past = (line(9, ME), line(9, ME), line(8, THEM), line(7), line(6, ME), line(6, THEM))
    assert day_started(past, [read_how(one)[1] for one in past]) == (1, 1)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        ((), (UNKNOWN, False)),
        ((line(3),), (UNKNOWN, False)),
        ((line(3, THEM),), (THEM, True)),
        ((line(3, ME, Channel.EMAIL),), (ME, True)),
        ((line(3, THEM, Channel.CALL),), (THEM, False)),  # a call is answered as it happens
        ((line(9, ME), line(3)), (UNKNOWN, False)),  # what came since says nothing
        ((line(9, ME), line(3, THEM)), (THEM, True)),
        ((line(3, ME), line(3, THEM)), (UNKNOWN, False)),  # which was first is not known
        ((line(3, THEM), line(3, UNKNOWN, Channel.MEETING)), (THEM, False)),
        ((line(3, ME, Channel.NOTE),), (ME, True)),  # "wrote to Ann"
        ((line(3, THEM), line(3, UNKNOWN, Channel.NOTE)), (THEM, False)),  # "saw her" perhaps
        ((line(3, THEM), line(3, UNKNOWN, Channel.NOTE, Origin.FIELD)), (THEM, True)),
    ],
)
def test_who_was_last(past: tuple[Interaction, ...], said: tuple[Direction, bool]) -> None:
    assert wrote_last(past) == said


class TestNew:
    """Since when two know each other."""

    def test_one_day_that_was_written_down_as_it_happened(self) -> None:
        assert met_on(Contact("Ann.md", "Ann"), (line(5),)) == TODAY - timedelta(days=5)
        assert met_on(Contact("Ann.md", "Ann"), (line(5), line(5))) == TODAY - timedelta(days=5)

    def test_a_second_day_is_a_tie(self) -> None:
        assert met_on(Contact("Ann.md", "Ann"), (line(6), line(5))) is None
        assert met_on(Contact("Ann.md", "Ann"), ()) is None

    def test_a_last_contact_alone_may_be_an_old_friend(self) -> None:
        assert met_on(Contact("Ann.md", "Ann"), (line(5, origin=Origin.FIELD),)) is None
        assert met_on(Contact("Ann.md", "Ann"), (line(5), line(5, origin=Origin.FIELD))) == TODAY - timedelta(days=5)

    @pytest.mark.parametrize("old", [{"category": "family"}, {"category": "friend"}, {"closeness": 2}])
    def test_what_the_note_says_of_an_older_tie(self, old: dict[str, str]) -> None:
        assert met_on(Contact("Ann.md", "Ann", **old), (line(5),)) is None  # type: ignore[arg-type]

    def test_the_day_they_met_decides(self) -> None:
        contact = Contact("Ann.md", "Ann", category="friend", met_on=date(2026, 10, 1))
        assert met_on(contact, (line(5, origin=Origin.FIELD),)) == date(2026, 10, 1)
