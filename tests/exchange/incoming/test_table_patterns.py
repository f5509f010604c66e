"""No pattern by which tables and other tools' exports are read takes more than linear time: strangers write them."""

import re

import pytest

from tests.parts import assert_quick, patterns_of

CAP = 0.1  # seconds of processor time for one pattern on one text; linear ones take a tenth, quadratic ones minutes
MODULES = ("trackers.contact_notes", "tables.day_cells", "trackers.friends", "tables.google_csv")
RUNS = (
    "1/",
    "1.",
    "12",
    "a-",
    "_a",
    "**",
    "**a",
    "@",
    "@a ",
    "(a.k.a. ",
    "[",
    "A ",
    " ",
    "T1:00",
    "e-mail 1 - ",
    "###",
    "- ",
)
TEXTS = [run * (20_000 // len(run)) for run in RUNS]
TEXTS += [
    start + text[:4_000] + "\x01"
    for start in ("### Friends:", "A (a.k.a. B) [", "1/2/", "e-mail 1 - ")
    for text in TEXTS
]


@pytest.mark.parametrize(("name", "pattern"), patterns_of("pnm_vault.exchange.incoming", MODULES))
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for text in TEXTS:
        assert_quick(name, pattern, text, CAP)
