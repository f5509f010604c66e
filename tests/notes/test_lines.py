"""The pass over the body: sections, what is inert, task lines, links."""

import pytest

from pnm_vault.notes.text.inert import blank_inert, without_remarks
from pnm_vault.notes.text.lines import MAX_LINE, Scan, is_item, proof_of, scan, without_marker


def _links(body: str) -> dict[int, tuple[str, ...]]:
    return scan(body, 1).links


def _all_lines(found: Scan) -> list[tuple[int, str]]:
    return [(number, text) for section in found.sections for number, text, _ in section.lines]


def test_headings_part_the_note() -> None:
    found = scan("before\n# One\na\n### Deep ##\nb\n## Two\n\nc", 5)
    assert [(one.level, one.title, one.line) for one in found.sections] == [
        (0, "", 5),
        (1, "One", 6),
        (3, "Deep", 8),
        (2, "Two", 10),
    ]
    assert _all_lines(found) == [(5, "before"), (7, "a"), (9, "b"), (12, "c")]
    parents = [one.parent.title if one.parent else None for one in found.sections]
    assert parents == [None, "", "One", "One"]


@pytest.mark.parametrize("line", ["#tag", "####### seven", "    # code", "\\# text"])
def test_what_is_no_heading(line: str) -> None:
    assert [one.level for one in scan(line, 1).sections] == [0]


def test_underlined_headings_part_the_note() -> None:
    found = scan("Ann [[Lee]]\n===\na\n\nTwo\n-----\nb\n# Three\nc", 5)
    assert [(one.level, one.title, one.line, one.end) for one in found.sections] == [
        (0, "", 5, 5),
        (1, "Ann [[Lee]]", 5, 6),
        (2, "Two", 9, 10),
        (1, "Three", 12, 12),
    ]
    assert _all_lines(found) == [(7, "a"), (11, "b"), (13, "c")]
    assert found.links == {5: ("Lee",)}
    assert [one.parent.title if one.parent else None for one in found.sections] == [None, "", "Ann [[Lee]]", ""]


@pytest.mark.parametrize(
    "body",
    [
        "---\ntext",
        "\n---\ntext",
        "Ann Lee\n---",
        "Log\n--",
        "Log\n- - -",
        "Log\n--- ---",
        "Log\n -----",
        "  Log\n-----",
        "\tLog\n-----",
        "above\nLog\n-----",
        "# Log\n-----",
        "> Log\n-----",
        "- Log\n-----",
        "* Log\n===",
        "1. Log\n-----",
        "- [ ] Log\n-----",
        "| Log |\n-----",
        "2026-08-14 Log\n-----",
        "2026\n-----",
        "Email: x\n-----",
        "Birthday:: 05-12\n-----",
        "A good time.\n-----",
        f"{'long ' * 13}\n-----",
        "Log\n\n-----",
        "```\n\nLog\n-----\n```",
        "%%\n\nLog\n-----\n%%",
    ],
)
def test_what_is_no_underlined_heading(body: str) -> None:
    assert [one.title for one in scan(body, 1).sections if one.level] == (["Log"] if body[0] == "#" else [])


def test_a_heading_without_text() -> None:
    assert [(one.level, one.title) for one in scan("#\n## ##", 1).sections] == [(0, ""), (1, ""), (2, "")]


@pytest.mark.parametrize(
    "body",
    [
        "```\n[[Ann]]\n```",
        "````md\n```\n[[Ann]]\n```\n````",
        "~~~\n[[Ann]]\n```\n~~~",
        "   ```\n[[Ann]]\n   ```",
        "- item\n  ```python\n  [[Ann]]\n  ```",
        "> ```\n> [[Ann]]\n> ```",
        "```\n[[Ann]]",
        "`[[Ann]]`",
        "``a ` [[Ann]]``",
        "%%[[Ann]]%%",
        "%%\ntext\n[[Ann]]\n%%",
        "%% open [[Ann]]",
        "<!-- [[Ann]] -->",
        "<!--\n[[Ann]]\n-->",
        "<!-- [[Ann]]",
        "$$\n[[Ann]]\n$$",
        "> [[Ann]]",
        "> [!note] Title\n> [[Ann]]",
        "![[Ann]]",
        "text\n\n    [[Ann]]",
        "text\n\n\t[[Ann]]\n\t- [[Ann]]",
        "<!-- pnm:begin agenda format=1 -->\n\n[[Ann]] <!-- x --> [[Ann]]\n\n<!-- pnm:end agenda -->",
        "# `[[Ann]]`",
    ],
)
def test_inert_links(body: str) -> None:
    found = scan(body, 1)
    assert found.links == {}
    assert [task for task in found.tasks if not task[3]] == []


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("`` ` [[Ann]]", 1),
        ("`a\nb` [[Ann]]", 2),
        ("```a`b [[Ann]]", 1),
        ("100%% sure [[Ann]]", 1),
        ("a <!-- b [[Ann]]", 1),
        ("costs $$ [[Ann]]", 1),
        ("%%a%% [[Ann]]", 1),
        ("```\n[[X]]\n```\n[[Ann]]", 4),
        ("- a\n\n    - [[Ann]]", 3),
        ("- a\n    [[Ann]]", 2),
        ("text\n    [[Ann]]", 2),
        ("<!-- pnm:begin a -->\n[[X]]\n<!-- pnm:end a -->\n[[Ann]]", 4),
        ("# [[Ann]]", 1),
    ],
)
def test_live_links(body: str, line: int) -> None:
    assert _links(body) == {line: ("Ann",)}


def test_blanking_keeps_every_line_in_its_place() -> None:
    body = "a `b` c\n%%\nd\n%% e\n```\nf\n```\ng"
    assert blank_inert(body) == "a     c\n  \n \n   e\n   \n \n   \ng"


def test_many_openers_stay_linear() -> None:
    for opener in ("``` ", "%% <!-- ", "<!--", "` ``", "$$ a ", "%%\n<!--\n", "```\n~~~\n", "<!-- pnm:begin x -->"):
        body = "a" + opener * (200_000 // len(opener))
        assert len(blank_inert(body)) == len(body)


def test_remarks_are_taken_out() -> None:
    assert without_remarks("a %%b%% c <!-- d --> e") == "a  c  e"
    assert without_remarks("a 100%% b") == "a 100%% b"
    assert without_remarks("a <!-- b") == "a <!-- b"


@pytest.mark.parametrize(
    ("line", "status", "text"),
    [
        ("- [ ] do it", " ", "do it"),
        ("* [x] do it", "x", "do it"),
        ("+ [X] do it", "X", "do it"),
        ("1. [-] do it", "-", "do it"),
        ("12) [/] do it", "/", "do it"),
        ("\t- [>] do it", ">", "do it"),
        ("  -   [ ]   do it", " ", "do it"),
        ("{{[[TODO]]}} do it", " ", "do it"),
        ("- {{[[DONE]]}} do it", "x", "do it"),
        ("- {{TODO}} do it", " ", "do it"),
        ("- [ ]", " ", ""),
    ],
)
def test_task_lines(line: str, status: str, text: str) -> None:
    found = scan("- a\n" + line, 1)
    assert [(number, sign, found.seen(number)[begin:]) for number, sign, begin, _ in found.tasks] == [(2, status, text)]
    assert _all_lines(found) == [(1, "- a")]


@pytest.mark.parametrize("line", ["- [a](Ann.md)", "- [[Ann]]", "- [ ]x", "[ ] no item", "- [xy] a", "-[ ] a"])
def test_what_is_no_task(line: str) -> None:
    found = scan(line, 1)
    assert found.tasks == []
    assert _all_lines(found) == [(1, line)]


def test_an_open_task_in_a_callout_is_a_task() -> None:
    found = scan("> [!todo]\n> - [ ] call [[Ann]]\n> - [x] call [[Bob]]", 1)
    assert [(task[0], task[3]) for task in found.tasks] == [(2, True)]
    assert found.links == {2: ("Ann",)}


def test_a_todo_of_roam_is_no_link() -> None:
    assert _links("- {{[[TODO]]}} call [[Ann]]") == {1: ("Ann",)}


def test_indented_lines_are_marked() -> None:
    found = scan("- a\n  - b", 1)
    assert found.sections[0].lines == [(1, "- a", False), (2, "- b", True)]


def test_long_lines_are_cut() -> None:
    found = scan("- " + "x" * 2 * MAX_LINE + " [[Ann]]\n- [[Bob]]", 1)
    assert found.links == {2: ("Bob",)}
    assert len(found.line(1)) == MAX_LINE


def test_a_conflict_is_found_outside_code_only() -> None:
    conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other"
    assert scan("x\n" + conflict, 1).conflict_line == 2
    assert scan("```\n" + conflict + "\n```", 1).conflict_line == 0
    assert scan("a <<<<<<< b", 1).conflict_line == 0


@pytest.mark.parametrize(
    ("line", "proof"),
    [
        ("- text", "text"),
        ("* text", "text"),
        ("12. text", "text"),
        ("-text", "-text"),
        ("text", "text"),
        ("- " + "x" * 300, "x" * 200),
        ("a" * 199 + " b", "a" * 199),
    ],
)
def test_proofs(line: str, proof: str) -> None:
    assert proof_of(line) == proof


def test_list_items() -> None:
    assert is_item("- a")
    assert is_item("• a")
    assert not is_item("--- a")
    assert not is_item("2026 a")
    assert without_marker("3) a") == "a"
    assert without_marker("a") == "a"


def test_lines_as_they_stand_and_as_they_are_seen() -> None:
    found = scan("  > a `b` %%c%%", 7)
    assert found.line(7) == "> a `b` %%c%%"
    assert found.seen(7) == "a"
