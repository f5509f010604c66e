"""No pattern of the room may take more than linear time: a vault is written by strangers."""

import pkgutil
import re

import pytest

import pnm_vault.notes
from tests.parts import assert_quick, patterns_in

CAP = 0.1  # seconds of processor time for one pattern on one text; linear ones take a tenth, quadratic ones minutes
CLASSES = " \t\n\u00a0.:-_#`'\"*>%$/\\<([]{@^0aZä—📅\u2028"  # 30 kB of each
RUNS = (
    "[[", "]]", "![[", "](", "[a](", "[[a|", "[[a]] ", "[[a]], ", "[a](b ", "(a", "::", "[due::", "(due:: ", "a:: ",
    "**", "**a:", "- ", "- [ ] ", "> ", "1. ", "2026-", "2026-01-01 ", "January 1, ", "📅 ", "🔁 every ", "with ",
    "with [[a]] and ", "introduced ", "i introduced a ", "helped me ", "```", "` `` ", "~~~\n", "%%", "<!--", "$$",
    "#\n", "---\n", "| a ", "\\|", "key: ", 'key: "', "- a\n", "a: b\n", "{{", "<%", "@2026-01-01", "(2026-01-01) ",
    "given ", "a.b ", "x-y", "1st ", "of ", ", and ", "T10:00", " ^a", "YYYY", "MMMM Do ",
)  # fmt: skip


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: list[tuple[str, re.Pattern[str]]] = []
    for module in pkgutil.walk_packages(pnm_vault.notes.__path__, "pnm_vault.notes."):
        if ".edit" in module.name:
            continue  # those are held to the same in test_edit_prove.py, at the places where they are tried
        name = module.name.rpartition(".")[2]
        found += [(f"{name}.{key}", value) for key, value in patterns_in(module.name).items()]
    return found


def _hostile_texts() -> list[str]:
    texts = [letter * 30_000 for letter in CLASSES] + [run * (10_000 // len(run)) for run in RUNS]
    # Shorter ones with a beginning that leads patterns in, and an end that lets them fail late.
    starts = ("- ", "[[", "(", "**a", "- 2026-01-01 ", "with ", "📅 ", "key: ", "`")
    return texts + [start + text[:4_000] + "\x01" for start in starts for text in texts[::6]]


TEXTS = _hostile_texts()


@pytest.mark.parametrize(("name", "pattern"), _patterns())
def test_pattern_is_linear(name: str, pattern: re.Pattern[str]) -> None:
    for text in TEXTS:
        assert_quick(name, pattern, text, CAP)


def test_patterns_are_found() -> None:
    names = {name.partition(".")[0] for name, _ in _patterns()}
    assert {"links", "tasks", "log", "inert", "sections"} <= names


def test_no_group_repeats_possessively() -> None:
    """Python 3.11.0 to 3.11.4 match such groups wrongly (cpython #106052), and Debian 12 has 3.11.2."""
    for module in pkgutil.walk_packages(pnm_vault.notes.__path__, "pnm_vault.notes."):
        for key, value in patterns_in(module.name).items():
            assert not re.search(r"\)(?:[*+?]|\{[0-9,]+\})\+", str(value.pattern)), f"{module.name}.{key}"
