"""The documentation held against what exists: problem codes, links, examples, commands and the README's excerpt.

Commands are held in tests/cli, settings in tests/vault, fields in tests/notes, templates in tests/review.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from pnm_vault.cli.commands import COMMANDS
from pnm_vault.model.note import NoteKind, ParsedNote
from pnm_vault.model.problem_codes import PROBLEM_CODES
from pnm_vault.model.settings import Settings
from pnm_vault.notes.edit import EDIT_CODES
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.pipeline.zone_check import with_zone_checked
from pnm_vault.review import plan
from pnm_vault.review.item_key import without_key
from pnm_vault.vault.config import read_settings
from tests.vaults import REPOSITORY

DOCS = REPOSITORY / "docs"
GOLDEN = REPOSITORY / "tests" / "golden"
PAGES = (REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))
RULES = build_rules(Settings())

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"(?<!\[)\[[^\[\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
DOCTOR_LINE = re.compile(r"[^:\n]+:(\d+): (error|warning|info): [^\n]+ \[([\w-]+)\]")


@lru_cache
def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def sections(text: str, level: str) -> dict[str, str]:
    parts = re.split(rf"^{level} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(text: str) -> Iterator[str]:
    """Give the indented blocks of a page that is not fenced."""
    for found in re.finditer(r"(?:^(?: {4}.*)?\n)+", FENCE.sub("", text), re.MULTILINE):
        lines = [line[4:] for line in found[0].splitlines()]
        if any(lines):
            yield "\n".join(lines).strip("\n") + "\n"


# Problem codes


def codes_in_source() -> set[str]:
    """Give every code that the source gives to a problem.

    These are the constants in the place of the parameter `code`: of `Problem`, and of each function and class of ours
    that makes problems of the code that it was given.
    """
    sources = [text_of(path) for path in sorted((REPOSITORY / "pnm_vault").rglob("*.py"))]
    places = {"Problem": 3}
    found = set(plan._MESSAGES)
    for node in nodes_of(sources, places):
        made = "Problem" in calls_in(node)
        if isinstance(node, ast.ClassDef) and made:
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name == "__init__" and "code" in names_of(one):
                    places[node.name] = names_of(one).index("code") - 1
                    found |= texts(one.args.defaults)
        elif isinstance(node, ast.FunctionDef) and made and "code" in names_of(node):
            names = names_of(node)
            places[node.name] = names.index("code") - (names[0] == "self")
    for node in nodes_of(sources, places):
        at = places.get(called(node))
        if at is not None and isinstance(node, ast.Call):
            found |= texts(node.args[at : at + 1])
    return found


def nodes_of(sources: Iterable[str], names: Iterable[str]) -> list[ast.AST]:
    """Give the syntax of those sources that call something by one of these names."""
    calls = [f"{name}(" for name in names]
    return [node for text in sources if any(call in text for call in calls) for node in ast.walk(ast.parse(text))]


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def calls_in(node: ast.AST) -> set[str]:
    wanted = isinstance(node, (ast.ClassDef, ast.FunctionDef))
    return {called(one) for one in ast.walk(node)} if wanted else set()


def texts(nodes: list[ast.expr]) -> set[str]:
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def names_of(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def test_every_code_in_the_source_is_in_the_table_and_no_other() -> None:
    # Refusals of an edit are told apart from problems of a vault: docs/editing.md lists them.
    assert codes_in_source() - set(EDIT_CODES) == set(PROBLEM_CODES)


def test_every_code_is_described_as_the_table_says() -> None:
    told = sections(text_of(DOCS / "problems.md"), "###")
    assert list(told) == list(PROBLEM_CODES)
    for code, kind in PROBLEM_CODES.items():
        words = " ".join(told[code].partition("```")[0].replace("`", "").split())
        assert words == f"*{' or '.join(kind.severities)}*: {kind.meaning} {kind.remedy}".replace("`", "")


@pytest.mark.parametrize("code", PROBLEM_CODES)
def test_every_code_has_an_example_that_gives_it(code: str) -> None:
    [(language, example)] = FENCE.findall(sections(text_of(DOCS / "problems.md"), "###")[code])
    severities = PROBLEM_CODES[code].severities
    if language == "markdown":
        problems = parsed("Contacts/Ann Lee.md", example).problems
        assert {problem.code for problem in problems} == {code}
        assert {problem.severity for problem in problems} <= set(severities)
    elif example.startswith("not written: "):
        assert code.startswith(("review-", "template-"))
        assert plan._MESSAGES.get(code, "This template was not used: ") in example or code == "template-error"
    else:
        line = DOCTOR_LINE.fullmatch(example.strip())
        assert line is not None
        assert line[3] == code
        assert line[2] in severities


def parsed(path: str, text: str) -> ParsedNote:
    return with_zone_checked(parse_note(path, text, RULES), text)


# Links


def slug(heading: str) -> str:
    """Give the anchor that Git hosts make of a heading."""
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return kept.replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_exist(page: Path) -> None:
    prose = CODE_SPAN.sub("", FENCE.sub("", text_of(page)))
    for target in LINK.findall(prose):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        other = (page.parent / name).resolve() if name else page
        assert other.exists(), target
        assert other.is_relative_to(REPOSITORY)
        if anchor:
            assert anchor in [slug(heading) for _, heading in HEADING.findall(text_of(other))], target


def test_the_readme_leads_to_every_page() -> None:
    links = LINK.findall(text_of(REPOSITORY / "README.md"))
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= set(links)


# README


def test_the_excerpt_is_what_the_example_vault_gives() -> None:
    # Shown without the hidden keys, as a reader sees them.
    golden = [[without_key(line) for line in text_of(path).splitlines()] for path in sorted(GOLDEN.glob("*.md"))]
    excerpts = [text for language, text in FENCE.findall(text_of(REPOSITORY / "README.md")) if language == "markdown"]
    assert len(excerpts) == 2
    for excerpt in excerpts:
        lines = [line for line in excerpt.splitlines() if line]
        assert any(follows(lines, note) for note in golden), excerpt


def test_the_loop_in_the_docs_is_what_happens() -> None:
    """Regenerate, tick on the phone, regenerate, logged: each line of it stands in the transcript or on the page."""
    part = text_of(DOCS / "answers.md").partition("## What it looks like")[2].partition("\n## ")[0]
    shown = [line[4:] for line in part.splitlines() if line.startswith("    ")]
    played = text_of(REPOSITORY / "tests/transcripts/answers.txt").replace(" --today 2026-11-23", "").splitlines()
    page = text_of(GOLDEN / "Agenda.md").splitlines()
    [ticked] = [line for line in shown if line.startswith("- [x] ")]
    words = ticked.rpartition(" --> ")[2]
    assert ticked.removesuffix(f" {words}").replace("[x]", "[ ]") in page
    assert any(line.startswith("$ mark ") and words in line for line in played)
    assert follows([line for line in shown if line != ticked], played)


def test_the_sync_in_the_docs_is_what_happens() -> None:
    part = text_of(DOCS / "sync.md").partition("## Every day")[2].partition("\n### ")[0]
    shown = [line[4:] for line in part.splitlines() if line.startswith("    ")]
    played = text_of(REPOSITORY / "tests/transcripts/sync.txt").splitlines()
    assert len(shown) > 15
    assert follows(shown[1:], played)


def follows(lines: list[str], note: list[str]) -> bool:
    """Tell whether all lines stand in a note, in this order."""
    rest = iter(note)
    return all(line in rest for line in lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_are_shown_exist(page: Path) -> None:
    text = text_of(page)
    shown = "\n".join([*re.findall(r"`([^`\n]+)`", FENCE.sub("", text)), *blocks(text)])
    for command in re.findall(
        r"(?:^|[ \"(])pnm (?:--vault \S+ |--today \S+ |--json )*([a-z][a-z-]+)", shown, re.MULTILINE
    ):
        assert command in COMMANDS, command


def test_make_targets_that_are_shown_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(REPOSITORY / "Makefile"), re.MULTILINE))
    for page in PAGES:
        shown = re.findall(r"(?:^    |`)(?:PNM_ACCEPT=1 )?make ([a-z]+)", text_of(page), re.MULTILINE)
        assert set(shown) <= targets, page.name
    assert {"demo", "test"} <= targets


def test_the_readme_is_short_and_names_no_place_of_one_machine() -> None:
    text = text_of(REPOSITORY / "README.md")
    assert len(text.splitlines()) < 120
    first = next(blocks(text)).splitlines()
    assert [line.split("#")[0].strip() for line in first] == ["make demo", "make test"]
    for page in PAGES:
        assert not re.search(r"/(?:home|Users|work|tmp)/|https?://\S*(?:pypi|registry)", text_of(page)), page.name


# Examples


def notes_shown() -> list[str]:
    """Give every note that a page shows: a block that begins with properties."""
    shown = []
    for name in ("note-format.md", "guide.md"):
        text = text_of(DOCS / name)
        shown += [
            block for block in (*blocks(text), *(found for _, found in FENCE.findall(text))) if block[:4] == "---\n"
        ]
    return shown


def test_notes_that_are_shown_are_read_without_a_problem() -> None:
    shown = notes_shown()
    assert shown
    for text in shown:
        note = parsed("Contacts/Ann Lee.md", text)
        assert note.problems == ()
        if note.introduction is not None:
            assert note.introduction.steps
            continue
        assert note.kind is NoteKind.CONTACT
        assert note.contact is not None
        assert note.contact.cadence is not None
        assert note.contact.asks
        assert note.entries


def test_settings_that_are_shown_have_no_fault(tmp_path: Path) -> None:
    shown = [found for page in PAGES for language, found in FENCE.findall(text_of(page)) if language == "toml"]
    assert shown
    for text in shown:
        (tmp_path / "pnm.toml").write_text(text, encoding="utf-8")
        read_settings(str(tmp_path))
