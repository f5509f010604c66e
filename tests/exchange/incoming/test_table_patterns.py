"""No pattern by which tables and other tools' exports are read takes more than linear time: strangers write them."""

import re
from time import process_time

import pytest

from tests.parts import patterns_in

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


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found = [
        (f"{name}.{key}", one)
        for name in MODULES
        for key, one in patterns_in(f"pnm_vault.exchange.incoming.{name}").items()
    ]
    assert {name.rpartition(".")[0] for name, _ in found} == set(MODULES)
    return found


@pytest.mark.parametrize(("name", "pattern"), _patterns())
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for text in TEXTS:
        took = min(_seconds(pattern, text) for _ in range(2)) if _seconds(pattern, text) > CAP else 0.0
        assert took <= CAP, f"{name} took {took:.3f} s on {len(text)} characters of {text[:20]!r}"


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    began = process_time()
    pattern.search(text)
    return process_time() - began
