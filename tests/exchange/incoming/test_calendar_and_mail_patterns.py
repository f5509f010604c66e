"""No pattern by which calendars and mail are read takes more than linear time: strangers write them."""

import re
from time import process_time

import pytest

from tests.parts import patterns_in

CAP = 0.1  # seconds of processor time for one pattern on one text; linear ones take a hundredth, quadratic ones minutes
LENGTHS = {
    "calendars.components": 10_000,
    "calendars.times": 10_000,
    "calendars.icalendar": 65_536,
    "mail.messages": 65_536,
    "mail.headers": 200_000,
    "mail.mbox": 65_536,
    "participants": 200_000,
    # What these look at is cut before.
    "calendars.birthdays": 120,
    "calendars.events": 500,
    "calendars.summary_names": 200,
}
# Asked about a whole text, or its beginning, and never searched with.
ASKED = {
    "mail.headers._SINGLE": ("fullmatch",),
    "participants._ADDRESS": ("fullmatch",),
    "mail.mbox._FIELD": ("match",),
    "mail.messages._FIRST_FIELD": ("match",),
}
RUNS = (
    "a",
    "A ",
    " ",
    "\t",
    "\n",
    "\r\n",
    "From:",
    "From ",
    '"',
    "<",
    "a@",
    "@",
    "+",
    "\\",
    "^n",
    ";A=",
    ";",
    "1",
    "20260101T",
    "with A",
    "(",
    "1:1 ",
    "BEGIN:",
)
STARTS = ("", '"', "a", "From", ";A", "20260101T", "birthday", "x with ")


def _patterns() -> list[tuple[str, int, re.Pattern[str]]]:
    found = [
        (f"{name}.{key}", length, one)
        for name, length in LENGTHS.items()
        for key, one in patterns_in(f"pnm_vault.exchange.incoming.{name}").items()
    ]
    assert {name.rpartition(".")[0] for name, _, _ in found} == set(LENGTHS)
    return found


@pytest.mark.parametrize(("name", "length", "pattern"), _patterns())
def test_pattern_is_linear(name: str, length: int, pattern: re.Pattern[str]) -> None:
    for run in RUNS:
        for start in STARTS:
            text = start + run * (length // len(run)) + "\x01"
            ways = ASKED.get(name, ("search", "fullmatch"))
            took = _seconds(pattern, ways, text)
            took = min(took, _seconds(pattern, ways, text)) if took > CAP else took
            assert took <= CAP, f"{name} took {took:.3f} s on {length} characters of {text[:20]!r}"


def _seconds(pattern: re.Pattern[str], ways: tuple[str, ...], text: str) -> float:
    began = process_time()
    for way in ways:
        getattr(pattern, way)(text)
    return process_time() - began
