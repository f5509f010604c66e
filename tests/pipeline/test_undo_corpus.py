"""Notes as people have them, made contacts: whatever pnm writes into them, `pnm undo` gives back the very bytes."""

import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.writing.carry_out import Written
from pnm_vault.pipeline.writing.field_setting import How, set_field
from pnm_vault.pipeline.writing.log_capture import log_captures
from pnm_vault.pipeline.writing.task_done import tick_follow_up
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import user_file
from tests.vaults import EXAMPLE_DAY, FIGURE, REPOSITORY, write

TORTURE = os.environ.get("PNM_TORTURE") == "1"
PLACES = [folder / "shared" / "vaults" for folder in list(REPOSITORY.parents)[:2]]
VAULTS = next((place for place in PLACES if place.is_dir()), PLACES[0])
SETTINGS = "[review]\nlines = 200\nitems = 100\n"
LONG_AGO = 1_700_000_000
BATCH = 100
GENERATED = 2300 if TORTURE else 60
STRIDE = 1 if TORTURE else 6

PROPERTIES = (
    "phone: '+1 555'", "tags: [a, b] # kinds", "tags:\n  - a\n  - b # second", "aliases:\n- Annie\n- 'A. Lee'",
    "company:", "cadence: 30 # days", "cadence:   monthly", "last_contact: 2026-01-02", "birthday: --05-12",
    "# a comment", "", "city: Graz\t", "bio: |\n  one\n\n  two", "long: >-\n  folded\n  text", 'quote: "it\'s"',
    "odd key (x): 1", '"quoted key": 2', "x: {a: 1}", "list:\n    - '[[Bob Ray]]'\n    # between\n    - plain",
    "interests: [bees,\n  \"salt, stone\"]", "note: ", "when: 10:30",
)  # fmt: skip
LINES = (
    "# Somebody", "## Log", "- 2026-02-14: coffee", "- 2026-01-02: call with [[Bob Ray]]", "  more of it", "", "text",
    "\ttabbed", "- [ ] write to them 📅 2026-12-01", "- [ ] plain  ", "\t- [ ] below, with a tab", "> - [ ] quoted",
    "%%\nhidden\n%%", "```\ncode\n- [ ] x\n```", "* [[2026-02-02]] — dinner",
    "| Date | What |\n|---|---|\n| 2026-02-01 | Call |", "### 2026-02-01 — Lunch", "1. 2025-01-01 one", "trailing   ",
    "<!-- hidden -->", "- [ ] every month 🔁 every month 📅 2026-12-01", "## Interactions", "- **2026-02-02** dinner",
    "Übung, naïve, 日本, 😀", "$$x$$", "---",
)  # fmt: skip


def generated(chance: random.Random) -> bytes:
    """Make a note up: a mark in front or not, any line ends, odd properties, tabs, perhaps no end of the last line."""
    chosen = {text.partition(":")[0]: text for text in chance.sample(PROPERTIES, chance.randrange(5))}
    lines = ["---", *chosen.values(), "---"] if chance.random() < 0.8 else []
    text = "\n".join([*lines, *chance.choices(LINES, k=chance.randrange(12))])
    text = text.rstrip("\n") if chance.random() < 0.4 else f"{text}\n"
    text = re.sub("\n", chance.choice(["\n", "\n", "\r\n"]), text)
    if chance.random() < 0.1:
        text = "".join(
            [line.replace("\r\n", "\n") if chance.random() < 0.5 else line for line in text.splitlines(True)]
        )
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + text.encode()


def as_contact(content: bytes) -> bytes:
    """Merge what makes a note that of a contact into its front matter, as plainly as a person would by hand.

    What a template leaves open is filled in.
    """
    content = re.sub(rb"\{\{[^}\n]*\}\}|<%[^\n]*?%>", b"2026-01-01", content)
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    text = content.removeprefix(mark)
    end = b"\r\n" if text.partition(b"\n")[0].endswith(b"\r") else b"\n"
    if not re.match(rb"---[ \t]*\r?\n", text) or not re.search(rb"\n---[ \t]*(?:\r?\n|\Z)", text):
        return mark + b"---" + end + b"type: person" + end + b"---" + end + text
    first, _, rest = text.partition(b"\n")
    head, closing, body = rest.partition(b"\n---")
    head = re.sub(
        rb"^(?:type|categories|category|cadence):[^\n]*\n(?:[ \t]+[^\n]*\n|-[ \t][^\n]*\n)*",
        b"",
        head + b"\n",
        flags=re.M,
    )
    return mark + first + b"\n" + b"type: person" + end + head.removesuffix(b"\n") + closing + body


def corpus() -> dict[str, list[bytes]]:
    chance = random.Random(7)
    found = {
        "example": [path.read_bytes() for path in sorted((REPOSITORY / "example_vault").rglob("*.md"))],
        "made up": [generated(chance) for _ in range(GENERATED)],
    }
    for vault in sorted(VAULTS.iterdir()) if VAULTS.is_dir() else ():
        if vault.is_dir():
            found[vault.name] = [path.read_bytes() for path in sorted(vault.rglob("*.md"))]
    return found


CORPUS = corpus()
NAMES = [*CORPUS]
if not VAULTS.is_dir():
    skip = pytest.mark.skip(reason="the published vaults are not part of this repository")
    NAMES.append(pytest.param("published", marks=skip))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_file, "_SOON_SECONDS", 0.0)
    monkeypatch.setattr(user_file, "_KEEP_SECONDS", 0.0)
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def vaults(tmp_path: Path, contents: list[bytes]) -> Iterator[tuple[Path, list[str]]]:
    """Put notes into vaults of a hundred; gives each with the paths of its notes."""
    for start in range(0, len(contents), BATCH):
        root = tmp_path / str(start)
        (root / ".obsidian").mkdir(parents=True)
        paths = [f"People/Some Body {number}.md" for number in range(start, min(start + BATCH, len(contents)))]
        notes = [as_contact(content) for content in contents[start : start + BATCH]]
        write(root, {"pnm.toml": SETTINGS, **dict(zip(paths, notes, strict=True))})
        for path in paths:
            os.utime(root / path, (LONG_AGO, LONG_AGO))
        yield Path(os.path.realpath(root)), paths


def there_and_back(root: Path, path: str, act: Callable[[], Written]) -> str:
    """Do something and take it back; gives why it was refused, else nothing."""
    before = (root / path).read_bytes()
    try:
        written = act()
    except PnmError as refusal:
        assert (root / path).read_bytes() == before
        return re.sub(r"People/Some Body [0-9]+\.md(?::[0-9]+)?", "…", refusal.message.splitlines()[0])
    if not written.operation:
        assert (root / path).read_bytes() == before
        return "nothing to do"
    assert (root / path).read_bytes() != before
    undone = undo(str(root))
    assert (undone.refused, undone.report.skipped) == ((), ())
    assert (root / path).read_bytes() == before, path
    return ""


def tell(what: str, tried: int, refused: Counter[str]) -> None:
    done = tried - refused.total()
    print(f"{FIGURE}{what}: {tried} tried, {done} written and taken back to the byte, {refused.total()} refused")
    for why, count in refused.most_common():
        print(f"{FIGURE}{what}: {count} x {why}")


def log(session: Session, path: str) -> Written:
    return log_captures(session, ["a long walk"], ("log",), given=[path]).written


def set_(session: Session, path: str) -> Written:
    return set_field(session, path, "priority", "3", ("set",), how=How.SET).written


def add(session: Session, path: str) -> Written:
    return set_field(session, path, "interests", "bees", ("set",), how=How.ADD).written


def tick(session: Session, place: str) -> Written:
    return tick_follow_up(session, place, ("done",)).written


@pytest.mark.parametrize("name", NAMES)
def test_log_and_undo_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    refused: Counter[str] = Counter()
    tried = 0
    for root, paths in vaults(tmp_path, CORPUS[name]):
        with open_session(str(root), EXAMPLE_DAY) as session:
            for path in paths:
                tried += 1
                if path not in session.index().contacts:
                    refused["it is no contact"] += 1
                    continue
                why = there_and_back(root, path, partial(log, session, path))
                refused.update([why] if why else [])
    tell(f"log + undo, {name}", tried, refused)
    assert tried
    assert refused.total() <= tried / 100


@pytest.mark.parametrize("name", NAMES)
def test_every_other_edit_and_undo_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    refused: Counter[str] = Counter()
    tried = 0
    for root, paths in vaults(tmp_path, CORPUS[name][::STRIDE]):
        with open_session(str(root), EXAMPLE_DAY) as session:
            acts: list[tuple[str, Callable[[], Written]]] = []
            for path in paths:
                acts += [(path, partial(act, session, path)) for act in (set_, add)]
            for place in [one.source for one in session.picture().follow_ups]:
                acts.append((place.path, partial(tick, session, f"{place.path}:{place.line}")))
            for path, act in acts:
                tried += 1
                why = there_and_back(root, path, act) if path in session.index().contacts else "it is no contact"
                refused.update([why] if why else [])
    tell(f"set, add, tick + undo, {name}", tried, refused)
    assert tried


@pytest.mark.parametrize("name", NAMES)
def test_marks_on_review_notes_and_undo_give_the_same_bytes(tmp_path: Path, name: str) -> None:
    """Every line of every review note is marked, all are carried out at once, and all are taken back at once."""
    marked = carried = changed = 0
    refused: Counter[str] = Counter()
    for root, paths in vaults(tmp_path, CORPUS[name][::STRIDE]):
        before = {path: (root / path).read_bytes() for path in paths}
        with open_session(str(root), EXAMPLE_DAY) as session:
            session.regenerate()
        signs = "xx>-"
        for page in sorted((root / "Reviews").glob("*.md")):
            lines = page.read_bytes().decode().split("\n")
            for at, line in enumerate(lines):
                if line.startswith("- [ ] ") and "<!-- pnm:" in line:
                    words = " a long walk" if signs[marked % 4] == "x" else ""
                    lines[at] = line.replace("[ ]", f"[{signs[marked % 4]}]", 1) + words
                    marked += 1
            page.write_bytes("\n".join(lines).encode())
        with open_session(str(root), EXAMPLE_DAY) as session:
            done = session.regenerate()
        for outcome in done.outcomes:
            carried += not outcome.reason
            if outcome.reason:
                refused[re.sub(r"^.*?\.md(?::[0-9]+)?|“.*?”", "", outcome.reason)] += 1
        changed += sum((root / path).read_bytes() != content for path, content in before.items())
        if done.answered is not None and done.answered.written.operation:
            undone = undo(str(root))
            assert (undone.refused, undone.report.skipped) == ((), ())
        assert {path: (root / path).read_bytes() for path in paths} == before
    tell(f"marks + undo, {name} ({changed} notes changed)", marked, refused)
    assert carried == marked - refused.total()
    assert carried > 0
