"""The laws of merging: nothing that either side wrote is lost, whichever side is ours, and no text makes it fail."""

import random
import re
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.properties.frontmatter import read_frontmatter
from pnm_vault.notes.text.lines import scan
from pnm_vault.notes.text.merge_marks import END, FIRST, SECOND
from pnm_vault.review.region import begin_line, end_line, is_ours
from pnm_vault.sync.merge import Merged, merge_note
from pnm_vault.sync.merge.text import normal
from tests.examples import examples

_PROPERTIES = (
    "name: Ann Lee", "type: person # kind", "tags: [a, b]", "tags:\n  - a\n  - b # second", "role: nurse",
    "role: midwife", "aliases:\n- Annie\n- 'A. Lee'", "last_contact: 2026-01-02", "last_contact: 2026-02-01 # tea",
    "company:", "# a comment", "  # an indented comment", "", 'friend: "[[Bob Ray]]"', "spouse: [[Cy Dee]]",
    "role: CEO: Acme", "title: {{title}}", "x:\ty", "address:\n  street: Elm 1\n  city: Graz", "bio: |\n  one\n  two",
    "bio: |\n  one\n\n  # three", "nested: [[a], b]", 'quote: "it\'s"', '"quoted key": 2', "'q''k': 1", "- a", "{a: 1}",
    "tags: #friend", "list:\n    - '[[Bob Ray]]'\n    # between\n    - plain", "a: &x 1", "<<<<<<< HEAD", "=======",
    "role_conflict: sister", "list:\n  - a: 1\n    b: 2\n  - a: 2", "tags: a b", "tags:",
)  # fmt: skip
_BODY = (
    "# Ann Lee", "## Log", "- 2026-08-14: coffee", "- 2026-08-14: coffee and cake", "- 2026-01-02: call", "  more", "",
    "text", "other text", "\ttabbed", "- [ ] write to [[Bob Ray]] 📅 2026-12-01", "- [ ] plain",
    "- [x] plain ✅ 2026-01-02",
    "- [-] plain ❌ 2026-01-02", "- [ ] ring 🔁 every week 📅 2026-01-02", "- [ ] ring 🔁 every week 📅 2026-01-09",
    "- [x] ring 🔁 every week 📅 2026-01-02 ✅ 2026-01-03", "> - [ ] quoted", "```", "%%", "<!--", "-->", "$$", "---",
    "### 2026-05-01 — Lunch", "### 2026", "| Date | Notes |", "|---|---|", "| 2026-03-01 | x |", "| 2026-03-01 | y |",
    "1. 2025-01-01 one", "a\n===", FIRST, SECOND, END, "<<<<<<< ours", "=======", ">>>>>>> theirs",
    "<!-- pnm:begin agenda format=1 · made -->", "<!-- pnm:end agenda -->", "<!-- pnm:end agenda 12345 -->",
    "- [x] Ann <!-- pnm:contact 7v7fmk9z 2026-11-12 -->", "- [ ] Ann <!-- pnm:contact 7v7fmk9z 2026-11-12 -->",
    "- a", "- a\n  - b\n\n    c", "- ", "trailing   ", " ", "- [ ]", "* * *", "{{TODO}} x", "\u2028", "\x0b",
)  # fmt: skip


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Draw a text as people have them, and as nobody should have them."""
    lines = draw(st.lists(st.sampled_from(_BODY), max_size=9))
    chosen = draw(st.lists(st.sampled_from(_PROPERTIES), max_size=5))
    if not draw(st.integers(0, 4)):
        lines = [*lines[:2], begin_line("agenda"), "", *lines[2:], end_line("agenda"), *lines[:1]]
    elif draw(st.integers(0, 3)):
        lines = ["---", *chosen, *(["---"] if draw(st.integers(0, 9)) else []), *lines]
    end = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))
    return draw(st.sampled_from(["", "", "", "\ufeff"])) + text.replace("\n", end)


@st.composite
def _versions(draw: st.DrawFn) -> tuple[str | None, str, str]:
    """Draw a base and two versions of it, each made by taking lines out, putting some in and moving some."""
    base = draw(_texts())
    return draw(st.sampled_from([base, base, base, None])), _edited(draw, base), _edited(draw, base)


def _edited(draw: st.DrawFn, base: str) -> str:
    lines = re.split(r"(?<=\n)", base)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines)))
        kind = draw(st.integers(0, 2))
        if kind == 0:
            lines.insert(at, draw(st.sampled_from(_BODY + _PROPERTIES)) + "\n")
        elif kind == 1:
            del lines[at : at + 1]
        else:
            lines[at : at + 1] = [line.replace("[ ]", "[x]").replace("a", "aa") for line in lines[at : at + 1]]
    return "".join(lines)


@settings(max_examples=examples(300), deadline=None)
@given(_versions())
@example(("", "---\na: 1\n", "---\nb: 2\n---\n"))
@example((None, "---\n---", "\ufeff"))
@example(("- a\r", "- b\r", "- c\n"))
def test_nothing_is_lost_whatever_the_texts(versions: tuple[str | None, str, str]) -> None:
    base, ours, theirs = versions
    merged = merge_note(base, ours, theirs)
    for mine, other in (
        ((ours, theirs), (theirs, ours)) if not (is_ours(normal(ours)) or is_ours(normal(theirs))) else ()
    ):
        for line in _lines(mine) - (_lines(base) - _lines(other) if base is not None else set()):
            assert _is_told(line, merged.text, _lines(mine) | _lines(other)), line
    again = merge_note(base, theirs, ours)
    assert normal(again.text) == normal(merged.text)
    assert [one.message for one in again.conflicts] == [one.message for one in merged.conflicts]
    for one in merged.conflicts:
        assert 0 < one.line <= normal(merged.text).count("\n") + 1


@settings(max_examples=examples(200), deadline=None)
@given(_texts(), _texts())
def test_one_side_alone_is_taken_to_the_byte(base: str, text: str) -> None:
    assert merge_note(base, text, text).text == text
    assert merge_note(None, text, text).text == text
    assert merge_note(base, base, text).text == text
    assert merge_note(base, text, base).text == text


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_it_fail(base: str, ours: str, theirs: str) -> None:
    for had in (base, None):
        merge_note(had, ours, theirs)


def _lines(text: str) -> set[str]:
    return {line.strip() for line in normal(text).split("\n") if line.strip()}


def _is_told(line: str, merged: str, versions: set[str]) -> bool:
    """Tell whether a line is there, or, of a property or a task, what it says.

    Of two open tasks that come back the one that both sides wrote when they ticked it stands there once.
    """
    if line in _lines(merged):
        return True
    if line.startswith("- [") or "🔁" in line:
        return any(_words(line) == _words(one) for one in _lines(merged))
    if line.startswith("---"):
        return any(one.startswith("---") for one in _lines(merged))
    told = normal(merged)
    if line.startswith("last_contact: "):
        newer = [one for one in versions if one.startswith("last_contact: ") and one > line]
        return bool(newer) or line.partition(": ")[2] in told
    pieces = re.findall(r"[^\s,\[\]'\":]+", line.removeprefix("- "))
    return all(piece in told for piece in pieces)


def _words(line: str) -> str:
    return re.sub(r"- \[.\]|[✅❌📅] \d{4}-\d\d-\d\d", "", line).strip()


def _first_word(task: str) -> str:
    return task.partition("] ")[2].split()[0]


class _Story:
    """A note and what somebody does to it, each thing under a word that occurs nowhere else."""

    def __init__(self, choose: random.Random, name: str) -> None:
        self.choose = choose
        self.name = name
        self.words: list[str] = []
        self.ticked: list[str] = []

    def word(self) -> str:
        self.words.append(f"{self.name}{self.choose.randrange(10**9)}x")
        return self.words[-1]

    def edit(self, note: dict[str, Any]) -> dict[str, Any]:
        note = {key: list(value) if isinstance(value, list) else value for key, value in note.items()}
        for _ in range(self.choose.randrange(1, 5)):
            getattr(
                self, self.choose.choice(["_log", "_tag", "_tick", "_reword", "_ask", "_tell", "_know", "_extend"])
            )(note)
        # What was written over again is not to be there.
        self.words = [word for word in self.words if word in _write(note)]
        return note

    def _log(self, note: dict[str, Any]) -> None:
        note["log"].append(f"- 2026-11-{self.choose.randrange(10, 28)}: {self.word()} tea")
        note["log"].sort(key=lambda line: line[:12], reverse=True)

    def _extend(self, note: dict[str, Any]) -> None:
        at = self.choose.randrange(len(note["log"]))
        note["log"][at] += f" {self.word()}"

    def _tag(self, note: dict[str, Any]) -> None:
        note["tags"].insert(self.choose.randrange(len(note["tags"]) + 1), self.word())

    def _know(self, note: dict[str, Any]) -> None:
        note[self.choose.choice(["role", "place", f"key_{self.word()}"])] = self.word()

    def _tick(self, note: dict[str, Any]) -> None:
        at = self.choose.randrange(len(note["tasks"]))
        line = note["tasks"][at]
        if line.startswith("- [ ]"):
            note["tasks"][at] = line.replace("[ ]", "[x]") + f" ✅ 2026-11-{self.choose.randrange(10, 28)}"
            self.ticked.append(_first_word(line))

    def _reword(self, note: dict[str, Any]) -> None:
        at = self.choose.randrange(len(note["tasks"]))
        head, mark, day = note["tasks"][at].partition(" ✅")
        note["tasks"][at] = f"{head} {self.word()}{mark}{day}"

    def _ask(self, note: dict[str, Any]) -> None:
        note["tasks"].insert(self.choose.randrange(len(note["tasks"]) + 1), f"- [ ] {self.word()} this")

    def _tell(self, note: dict[str, Any]) -> None:
        at = self.choose.randrange(len(note["text"]) + 1)
        if at < len(note["text"]) and self.choose.randrange(2):
            note["text"][at] += f" {self.word()}"
        else:
            note["text"].insert(at, f"{self.word()} is new.")


_BASE = {
    "tags": ["friend", "choir"],
    "role": "nurse",
    "place": "Graz",
    "text": ["We met at school.", "She sings alto.", "Her brother is in Linz."],
    "tasks": ["- [ ] ring1 her", "- [ ] write2 her", "- [ ] ask3 her"],
    "log": ["- 2026-11-09: walk along the river", "- 2026-10-03: call about the flat", "- 2026-09-01: met again"],
}


def _write(note: dict[str, Any]) -> str:
    keys = [f"{key}: {value}" for key, value in note.items() if isinstance(value, str)]
    tags = ["tags:", *[f"  - {tag}" for tag in note["tags"]]]
    text = [line for one in note["text"] for line in (one, "")]
    return "\n".join(
        [
            "---",
            *tags,
            *keys,
            "---",
            "# Ann Lee",
            "",
            *text,
            "## Next",
            "",
            *note["tasks"],
            "",
            "## Log",
            "",
            *note["log"],
            "",
        ]
    )


def _check(merged: Merged, *stories: _Story) -> None:
    text = merged.text
    for story in stories:
        for word in story.words:
            assert word in text, word
        for task in story.ticked:
            lines = [line for line in text.split("\n") if line.startswith("- [") and _first_word(line) == task]
            assert any(line.startswith("- [x]") for line in lines), task
    block = read_frontmatter("", text)
    assert not block.problems
    assert set(yaml.load(block.raw, yaml.BaseLoader)) == set(block.values)
    seen = scan(text[block.body_offset :], block.body_line)
    assert sum(1 for line in text.split("\n") if line.startswith("- [")) == len(seen.tasks)


@settings(max_examples=examples(300), deadline=None)
@given(st.integers(0, 10**9))
def test_what_two_or_three_machines_wrote_is_all_there(seed: int) -> None:
    choose = random.Random(seed)
    stories = [_Story(choose, name) for name in "pqr"]
    base, first, second, third = _write(_BASE), *(_write(story.edit(_BASE)) for story in stories)
    merged = merge_note(base, first, second)
    assert merge_note(base, second, first) == merged
    _check(merged, *stories[:2])
    _check(merge_note(None, first, second), *stories[:2])
    one, other = merge_note(base, merged.text, third), merge_note(base, first, merge_note(base, second, third).text)
    _check(one, *stories)
    _check(other, *stories)


@settings(max_examples=examples(100), deadline=None)
@given(st.integers(0, 10**9))
def test_machines_that_merge_each_other_come_to_the_same(seed: int) -> None:
    """Each machine merges the other's work at the same time; whichever is pulled then, nothing changes any more."""
    choose = random.Random(seed)
    base, first, second = _write(_BASE), *(_write(_Story(choose, name).edit(_BASE)) for name in "pq")
    here, there = merge_note(base, first, second).text, merge_note(base, second, first).text
    assert here == there
    assert merge_note(first, here, there).text == merge_note(second, there, here).text == here
