"""Time zones by their names, whatever the machine's own tables say."""

from datetime import date, datetime

import pytest

from pnm_vault.vault.zones import find_zone, start_of_day

DAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("there", "here", "begins"),
    [
        ("Pacific/Auckland", "Europe/Rome", datetime(2026, 11, 28, 12)),
        ("America/Los_Angeles", "Europe/Rome", datetime(2026, 11, 29, 9)),
        ("Asia/Kolkata", "Europe/Rome", datetime(2026, 11, 28, 19, 30)),
        ("Europe/Rome", "Europe/Rome", datetime(2026, 11, 29)),
        ("America/Argentina/Buenos_Aires", "UTC", datetime(2026, 11, 29, 3)),
        ("UTC+13", "Europe/Rome", datetime(2026, 11, 28, 12)),
        ("GMT-5", "UTC", datetime(2026, 11, 29, 5)),
        ("+05:30", "UTC", datetime(2026, 11, 28, 18, 30)),
        ("Etc/GMT+5", "UTC", datetime(2026, 11, 29, 5)),
        ("UTC+24", "UTC", None),
        ("CET+1", "UTC", None),
        ("Europe/Olso", "Europe/Rome", None),
        ("Europe/Rome", "home", None),
    ],
)
def test_when_a_day_begins(there: str, here: str, begins: datetime | None) -> None:
    assert start_of_day(DAY, there, here) == begins


def test_summer_time_is_that_of_the_day() -> None:
    assert start_of_day(date(2026, 7, 1), "Pacific/Auckland", "Europe/Rome") == datetime(2026, 6, 30, 14)


@pytest.mark.parametrize("name", ["", "..", "../zones", "Europe", "/etc/passwd", "Europe/../zones", "a" * 99, "\x00"])
def test_no_other_file_is_read(name: str) -> None:
    assert find_zone(name) is None


def test_the_ends_of_the_calendar() -> None:
    assert start_of_day(date.min, "Pacific/Auckland", "UTC") is None
