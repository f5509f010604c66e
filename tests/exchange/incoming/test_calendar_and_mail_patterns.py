"""No pattern by which calendars and mail are read takes more than linear time: strangers write them."""

import re

import pytest

from tests.parts import assert_quick, patterns_of

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


@pytest.mark.parametrize(("name", "pattern"), patterns_of("pnm_vault.exchange.incoming", LENGTHS))
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    length = LENGTHS[name.rpartition(".")[0]]
    for run in RUNS:
        for start in STARTS:
            text = start + run * (length // len(run)) + "\x01"
            assert_quick(name, pattern, text, CAP, ASKED.get(name, ("search", "fullmatch")))
