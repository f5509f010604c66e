"""docs/json.md held against what the commands print, and what those documents promise."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pnm_vault.cli import main as program
from pnm_vault.cli.commands import COMMANDS
from pnm_vault.cli.document import print_document
from tests.gits import begin, needs_git

DOCS = Path(__file__).parents[2] / "docs"
DAY = "2026-11-23"
# Objects whose keys are the vault's own words.
FREE = ("by_kind",)
NOT_JSON = {"completion"}

Ask = Callable[..., Any]


@pytest.fixture
def ask(example: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on the example vault and give its document."""

    def run(*words: str) -> Any:
        capsys.readouterr()
        assert program.run(["--vault", str(example), "--today", DAY, "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def keys_of(value: object, path: str = "") -> Iterator[str]:
    """Give the path of every key: `contacts[].proof.line`."""
    if isinstance(value, dict):
        for key, child in value.items():
            here = f"{path}.{key}" if path else key
            yield here
            if here not in FREE:
                yield from keys_of(child, here)
    elif isinstance(value, list):
        for child in value:
            yield from keys_of(child, f"{path}[]")


def documented() -> dict[str, set[str]]:
    """Give the documented keys of every section; a reference to another section's keys counts as all of them."""
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    found: dict[str, set[str]] = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        keys: set[str] = set()
        for line in body.splitlines():
            if line.startswith("- `"):
                named, _, meaning = line[2:].partition(": ")
                own = re.findall(r"`([^`]+)`", named)
                keys.update(own)
                other = re.search(r"the keys of `([^`]+)` under \[([^\]]+)\](?:.*without `([^`]+)`)?", meaning)
                if other:
                    start, section, without = other.groups()
                    # A reference may point forward: the sections are few, so the text is searched again for it.
                    pattern = rf"`{re.escape(start)}\.([^`]+)`"
                    body_of = parts[parts.index(section) + 1]
                    item = "[]" if "[]" in start and own[0] != "standing" else ""
                    keys.update(f"{own[0]}{item}.{key}" for key in re.findall(pattern, body_of) if key != without)
        found[name] = keys
    return found


def check(command: str, document: dict[str, Any]) -> None:
    """Every key printed is documented; every documented key is printed where its neighbours are."""
    sections = documented()
    expected = sections["Every document"] | sections[command]
    printed = set(keys_of(document))
    assert printed <= expected, printed - expected
    for key in expected - printed:
        parent = key.rpartition(".")[0]
        assert parent, f"{key} is documented for {command} and not printed"
        assert not any(other.startswith(f"{parent}.") for other in printed), f"{key} is missing beside its neighbours"


@pytest.mark.parametrize(
    "words",
    [
        ["stale"],
        ["cadence"],
        ["introductions", "--limit", "3"],
        ["acquainted"],
        ["duplicates"],
        ["path", "Breda Zorman"],
        ["path", "Isonzo Orthotics"],
        ["path", "Valentina"],
        ["path", "Italy"],
        ["reciprocity"],
        ["network"],
        ["circle", "book club"],
        ["circles"],
        ["groups"],
        ["who", "letterpress"],
        ["who"],
        ["needs"],
        ["capital"],
        ["questions"],
        ["plan"],
        ["questions", "Katja", "Novak"],
        ["find", "rope"],
        ["follow-ups"],
        ["dates", "--days", "366"],
        ["facts"],
        ["events"],
        ["met", "Slow Data", "Katja Novak, Bruno Zaccaria, somebody"],
        ["today"],
        ["show", "Katja", "Novak"],
        ["show", "Sofia", "Benussi"],
        ["review", "month", "2026-10"],
        ["review", "quarter"],
        ["review", "month", "2026-08", "--write"],
        ["map", "--format", "mermaid"],
        ["map"],
        ["brief", "Federico", "Anzil"],
        ["brief", "Elettra", "Moro"],
        ["brief", "Nives", "Colja"],
        ["brief", "Miha", "Zupan"],
        ["doctor"],
        ["regenerate", "--dry-run"],
        ["regenerate"],
        ["trust"],
        ["init", "--dry-run"],
        ["obsidian"],
        ["obsidian", "--only", "types", "--dry-run"],
    ],
    ids=" ".join,
)
def test_every_key_is_documented(ask: Ask, words: list[str]) -> None:
    document = ask(*words)
    check(words[0], document)
    assert list(document)[:3] == ["format", "command", "today"]
    assert (document["format"], document["command"], document["today"]) == (1, words[0], DAY)


def test_every_key_of_a_check_is_documented(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The example vault has a conflict copy, so that the exit code is 1."""
    assert program.run(["--vault", str(example), "--today", DAY, "--json", "check"]) == 1
    document = json.loads(capsys.readouterr().out)
    check("check", document)
    assert [found["code"] for found in document["problems"]] == ["conflict-copy"]
    assert (document["index"], document["review_notes"], document["writer"]) == ("none", 0, None)


def test_every_key_about_conflict_copies_is_documented(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the two versions say about one place has to be looked at, so that the exit code is 1."""
    for more, written in (([], False), (["--yes"], True)):
        assert program.run(["--vault", str(example), "--today", DAY, "--json", "resolve", *more]) == 1
        document = json.loads(capsys.readouterr().out)
        check("resolve", document)
        assert (document["written"], document["operation"]) == (written, 1 if written else None)
        notes = [(note["source"], note["merged"], len(note["conflicts"])) for note in document["notes"]]
        assert notes == [("copy", True, 1)]


@needs_git
@pytest.mark.usefixtures("own_git")
def test_every_key_about_git_is_documented(ask: Ask, example: Path) -> None:
    begin(example)
    document = ask("git", "setup", "--hooks", "--dry-run")
    check("git", document)
    assert (document["command"], len(document["hooks"]), document["written"]) == ("git setup", 4, False)
    assert ask("git", "setup")["operation"] == 1
    document = ask("git", "resolve")
    check("resolve", document)
    assert (document["command"], document["notes"], document["left"]) == ("git resolve", [], [])
    document = ask("doctor")
    check("doctor", document)
    assert (document["git"]["merges"], document["git"]["trouble"]) == ("pnm", None)


def test_every_command_with_json_has_a_section() -> None:
    assert set(documented()) == set(COMMANDS) - NOT_JSON | {"Every document"}


def sources_in(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if set(value) == {"path", "line", "text"} and value["line"]:
            yield value
        for child in value.values():
            yield from sources_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from sources_in(child)


@pytest.mark.parametrize(
    "words",
    [
        ["stale"],
        ["introductions", "--limit", "500"],
        ["acquainted"],
        ["path", "Breda Zorman"],
        ["path", "Isonzo Orthotics"],
        ["reciprocity"],
        ["network"],
        ["circle", "book club"],
        ["groups"],
        ["follow-ups"],
        ["dates", "--days", "366"],
        ["events"],
        ["brief", "Elettra"],
    ],
    ids=" ".join,
)
def test_every_source_stands_verbatim_at_its_line(ask: Ask, example: Path, words: list[str]) -> None:
    found = list(sources_in(ask(*words)))
    assert found
    for source in found:
        lines = (example / source["path"]).read_text(encoding="utf-8-sig").split("\n")
        assert source["text"] in lines[source["line"] - 1], source
        assert source["text"]


def test_private_contacts_are_marked_everywhere(
    make_vault: Callable[[dict[str, str | bytes]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(
        {
            "People/Ada.md": "---\nprivate: true\ncadence: 30\nlast_contact: 2026-01-01\nbirthday: 11-24\n---\n"
            "- [ ] call (2026-11-24)\n",
            "People/Bo.md": "---\ncadence: 30\n---\n- [ ] write (2026-11-24)\n- [ ] tell [[Ada]] (2026-11-25)\n",
        }
    )

    def ask(*words: str) -> Any:
        assert program.run(["--vault", str(root), "--today", DAY, *words, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    today = ask("today")
    assert [(row["name"], row["private"]) for row in today["reconnect"]] == [("Ada", True)]
    assert [(row["name"], row["private"]) for row in today["dates"]] == [("Ada", True)]
    told = [("call", True), ("write", False), ("tell [[Ada]]", True)]
    assert [(row["text"], row["private"]) for row in today["follow_ups"]] == told
    assert [(row["text"], row["private"]) for row in ask("follow-ups")["follow_ups"]] == told
    assert [row["private"] for row in ask("show", "Ada")["follow_ups"]] == [True, True]


def test_stale_is_ranked_and_holds_private_contacts_too(
    make_vault: Callable[[dict[str, str | bytes]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(
        {
            "People/Ada.md": "---\nprivate: true\ncadence: 30\nlast_contact: 2026-01-01\n---\n",
            "People/Bo.md": "---\ncadence: 30\nlast_contact: 2026-11-20\n---\n",
            "People/Never.md": "---\ncadence: never\n---\n",
        }
    )
    assert program.run(["--vault", str(root), "--today", DAY, "stale", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    rows = document["contacts"]
    assert [(row["name"], row["private"], row["label"]) for row in rows] == [
        ("Ada", True, "dormant"),
        ("Bo", False, "in rhythm"),
    ]
    assert document["total"] == 2
    ada = rows[0]
    assert (ada["last_contact"], ada["due"], ada["gap_days"], ada["rule"]) == (
        "2026-01-01",
        "2026-01-31",
        30,
        "contact",
    )
    assert ada["proof"] == {"path": "People/Ada.md", "line": 4, "text": "last_contact: 2026-01-01"}
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_as_many_acquainted_as_asked_for(ask: Ask) -> None:
    many = ask("acquainted", "--limit", "500")
    assert len(many["pairs"]) == many["total"] > 20
    assert ask("acquainted", "--limit", "2")["pairs"] == many["pairs"][:2]


def test_as_many_introductions_as_asked_for(ask: Ask) -> None:
    many = ask("introductions", "--limit", "500")["pairs"]
    assert len(ask("introductions", "--limit", "2")["pairs"]) == 2
    assert ask("introductions", "--limit", "2")["pairs"] == many[:2]
    assert len(many) > 12


def test_half_of_a_surrogate_pair_is_printed_as_an_escape(capsys: pytest.CaptureFixture[str]) -> None:
    print_document("log", date(2026, 11, 23), {"text": "caf\udce9 \u202e \x7f"})
    text = capsys.readouterr().out
    assert text.isascii()
    assert json.loads(text)["text"] == "caf\udce9 \u202e \x7f"


def test_json_carries_no_control_and_no_direction_mark(
    make_vault: Callable[[dict[str, str | bytes]], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Eve\u202e\u009b2J"
    root = make_vault({f"People/{name}.md": "---\ncadence: 30\nlast_contact: 2026-01-01\n---\n"})
    assert program.run(["--vault", str(root), "--today", DAY, "stale", "--json"]) == 0
    text = capsys.readouterr().out
    assert "\u202e" not in text
    assert "\u009b" not in text
    assert json.loads(text)["contacts"][0]["path"] == f"People/{name}.md"
    assert program.run(["--vault", str(root), "--today", DAY, "stale"]) == 0
    assert "Eve\\u202e\\u009b2J" in capsys.readouterr().out
