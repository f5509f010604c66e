"""Names of new notes: as typed, or refused with the reason."""

from unicodedata import normalize

import pytest

from pnm_vault.model.problem import Problem
from pnm_vault.notes.edit import safe_stem


@pytest.mark.parametrize(
    "name",
    [
        "Ann Lee",
        "José",
        "Dr. Ann Lee, PhD",
        "O'Brien",
        "李小龙",
        "Ann (work)",
        "50% Ann",
        "👩 Ann",
        "@Ann",
        "Conrad",
        "com10",
        "a" * 252,
    ],
)
def test_a_name_for_every_system_stays_as_it_is(name: str) -> None:
    assert safe_stem(name) == name
    assert safe_stem(normalize("NFD", name)) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "a/b",
        "a\\b",
        "../x",
        "/x",
        "C:x",
        "x:stream",
        "a<b",
        "a>b",
        'a"b',
        "a|b",
        "a?",
        "a*",
        "a#b",
        "a^b",
        "[a]",
        "a]",
        "con",
        "CON",
        "Con.backup",
        "nul ",
        "aux .x",
        "COM1",
        "lpt9.txt",
        "COM¹",
        "conin$",
        "x.",
        "x ",
        " x",
        ".x",
        "..",
        "~x",
        "x~",
        "Ann.md",
        "Ann.MD",
        "a\x00b",
        "a\nb",
        "a\tb",
        "a\x7fb",
        "a\x85b",
        "a\u00a0b",
        "a\u200bb",
        "a\u202eb",
        "a\u2028b",
        "\ufeffAnn",
        "a\ud800b",
        "a%%b",
        "a" * 253,
        "é" * 127,
        "Ann.sync-conflict-20260101-101010-ABCDEFG",
        "Ann (conflicted copy 2026-01-01 101010)",
    ],
)
def test_a_name_that_some_system_or_link_refuses_is_refused(name: str) -> None:
    problem = safe_stem(name)
    assert isinstance(problem, Problem)
    assert problem.code == "edit-name"
    assert problem.message.isprintable()
    assert problem.message.endswith(".") or problem.message.endswith("out.")
