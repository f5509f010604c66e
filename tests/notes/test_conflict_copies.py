"""Names that sync services give, and which of the doubtful ones are another version of the note beside them."""

import pytest

from pnm_vault.notes.conflict_copies import base_paths, is_copy_of, may_be_copy, read_copy_name

BASE = """---
type: person
name: Ann Lee
email: ann@example.org
phone: +43 316 1234
---
# Ann Lee

Bakes bread for the whole street.

## Log

- 2026-11-01: tea at the harbour
- 2026-10-01: coffee near the station
"""


@pytest.mark.parametrize(
    "name",
    [
        "Ann Lee.sync-conflict-20261018-093012-K7Q2ABC",
        "Ann Lee.sync-conflict-20261018-093012",
        "Ann Lee.sync-conflict-20261018-093012-K7Q2ABC.sync-conflict-20261019-093012-K7Q2ABC",
        "Ann Lee (Conflicted copy Phone 202610181200)",
        "Ann Lee (Bob's conflicted copy 2026-10-18)",
        "Ann Lee (conflicted copy 2026-10-18)",
        "Ann Lee (conflicted copy 2026-10-18) (1)",
        "Ann Lee (conflicted copy 2026-10-18 120000)",
        "Ann Lee (In Konflikt stehende Kopie von Max 2026-10-18)",
        "Ann Lee (copie en conflit de Max 2026-10-18)",
        "Ann Lee (Copia in conflitto di Max 2026-10-18)",
        "Ann Lee (còpia en conflicte 2026-10-18 120000)",
        "Ann Lee_conflict-20261018-120000",
    ],
)
def test_names_that_only_a_service_gives(name: str) -> None:
    found = read_copy_name(name)
    assert found is not None
    assert (found.certain, found.bases) == (True, ("Ann Lee",))
    assert not may_be_copy(f"People/{name}.md")
    assert base_paths(f"People/{name}.md") == ("People/Ann Lee.md",)


@pytest.mark.parametrize(
    ("name", "bases"),
    [
        ("Ann Lee 2", ("Ann Lee",)),
        ("Ann Lee_2", ("Ann Lee",)),
        ("Ann Lee (1)", ("Ann Lee",)),
        ("Ann Lee-LAPTOP", ("Ann Lee",)),
        ("Ann Lee-DESKTOP-AB12CD3", ("Ann Lee-DESKTOP", "Ann Lee")),
        ("Ann Lee-DESKTOP-AB12CD3-2", ("Ann Lee-DESKTOP", "Ann Lee")),
        ("Ann Lee-Noras-MacBook-Air", ("Ann Lee-Noras", "Ann Lee")),
        ("2026-11-20 2", ("2026-11-20",)),
    ],
)
def test_names_that_anybody_may_give(name: str, bases: tuple[str, ...]) -> None:
    found = read_copy_name(name)
    assert found is not None
    assert (found.certain, found.bases) == (False, bases)
    assert may_be_copy(f"{name}.md")


@pytest.mark.parametrize(
    "name",
    [
        "Ann Lee",
        "Ann-Marie Lee",
        "Jan Novak-Kovar",
        "2026-11-20",
        "Ann 1",
        "Ann (2026)",
        "Conflict Kitchen",
        "2",
        "(1)",
    ],
)
def test_names_that_no_service_gives(name: str) -> None:
    assert read_copy_name(name) is None
    assert not may_be_copy(f"{name}.md")


def test_the_mark_of_something_else_than_a_note() -> None:
    assert base_paths("pnm (conflicted copy 2026-11-01).toml") == ()


@pytest.mark.parametrize("name", ["Ann Lee 2.md", "Ann Lee (1).md", "Ann Lee-LAPTOP.md", "P/Ann Lee_2.md"])
def test_another_version_is_a_copy(name: str) -> None:
    logged = BASE.replace("## Log\n\n", "## Log\n\n- 2026-11-20: lunch, all well\n- 2026-11-12: call about the oven\n")
    assert is_copy_of(name, logged, BASE)
    assert is_copy_of(name, logged.replace("\n", "\r\n"), BASE)
    assert is_copy_of(name, BASE, logged)
    assert is_copy_of(name, BASE, BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("ann@example.org", "ann.lee@example.net"),
        BASE.replace("1234", "9999"),
        BASE.replace("name: Ann Lee", "name: Ann Lee jun."),
        "---\ntype: person\nphone: 0043 316 1234\n---\n# Ann Lee\n\nStudies law in Linz, plays chess.\n",
        "---\ntype: person\n---\n# Ann Lee\n\n## Log\n\n- 2026-11-01: met at the fair in Linz\n",
        "---\ntype: person\n---\n# Ann Lee\n\n## Log\n",
        "",
    ],
)
def test_another_contact_of_the_same_name_is_none(other: str) -> None:
    for name in ("Ann Lee 2.md", "Ann Lee (1).md", "Ann Lee-LAPTOP.md"):
        assert not is_copy_of(name, other, BASE)


def test_two_notes_of_one_template_are_none() -> None:
    template = "---\ntype: person\ntags: [friend]\nemail:\n---\n# Ann Lee\n\n## Facts\n\n## Log\n"
    assert not is_copy_of("Ann Lee 2.md", template, template)


def test_meetings_of_two_days_are_none() -> None:
    meeting = "---\ntype: meeting\ndate: 2026-11-{}\n---\n- budget of the orchard\n- who brings the ladders\n"
    assert not is_copy_of("Orchard 2.md", meeting.format("02"), meeting.format("01"))
    assert is_copy_of("Orchard 2.md", meeting.format("01"), meeting.format("01"))


def test_without_text_an_address_tells_but_no_computer() -> None:
    short = "---\ntype: person\nemail: ann@example.org\n---\n"
    assert is_copy_of("Ann Lee 2.md", short, BASE)
    assert not is_copy_of("Ann Lee-LAPTOP.md", short, BASE)
