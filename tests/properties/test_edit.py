"""The laws of editing: an edit and its inverse give the same bytes, and nothing but the lines meant ever changes."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.edit import (
    Edited,
    LineForm,
    LogStyle,
    add_to_property,
    append_log_line,
    append_log_lines,
    remove_from_property,
    remove_property,
    renamed_target,
    rewrite_links,
    set_property,
    tick_task,
    untick_task,
)
from pnm_vault.notes.edit.text_lines import normal, split_lines
from pnm_vault.notes.properties.frontmatter import read_frontmatter
from tests.examples import examples
from tests.vaults import REPOSITORY

DAY = date(2026, 11, 23)
PATH = "People/Ann Lee.md"
VAULTS = REPOSITORY.parent / "shared" / "vaults"

_PROPERTIES = (
    "name: Ann Lee", "type: person # kind", "tags: [a, b]", "tags:\n  - a\n  - b # second",
    "aliases:\n- Annie\n- 'A. Lee'", "phone: '+1 555'", "email:   ann@example.org", "last_contact: 2026-01-02",
    "birthday: --05-12", "company:", "note: ", "# a comment", "  # an indented comment", "", 'friend: "[[Bob Ray]]"',
    "spouse: [[Cy Dee]]", "role: CEO: Acme", "title: {{title}}", "city: Graz\t", "x:\ty",
    "address:\n  street: Elm 1\n  city: Graz", "bio: |\n  one\n  two", "empty: []", "nested: [[a], b]",
    "long: >-\n  folded\n  text", 'quote: "it\'s"', "when: 10:30", "odd key (x): 1", '"quoted key": 2',
    'flow: [a,  \'b, c\' , "d"] # c', "tags: #friend", "list:\n    - '[[Bob Ray]]'\n    # between\n    - plain",
)  # fmt: skip
_BODY = (
    "# Ann Lee", "## Log", "- 2026-08-14: coffee", "- 2026-01-02: call with [[Bob Ray]]", "  more of it", "", "text",
    "\ttabbed", "    indented", "- [ ] write to [[Bob Ray]] 📅 2026-12-01", "- [ ] plain  ", "> - [ ] quoted", "```",
    "%%", "`code [[Bob Ray]]`", "## Next steps", "### 2026-05-01 — Lunch", "| Date | Type | Notes |", "|---|---|---|",
    "| 2026-03-01 | Call | x |", "* [[2026-02-02]] — dinner", "- **2026-02-02** dinner",
    "![[Bob Ray#x|y]] and [b](../Friends/Bob%20Ray.md)", "1. 2025-01-01 one", "<!-- hidden", "-->",
    "[[Bob Ray\\|b]] | c", "100%% sure", "## Interactions", "trailing   ", "$$", "- ",
    "- Fri 2026-02-06: tea", "- (2026-02-05) tea", "- 20260204 tea", "~~struck [[Bob Ray]]~~", "\nLog\n---", "\n---",
    "Friday, 2026-02-06 tea", "\nGift ideas\n==========", "- 2026-03-03: ~~tea with [[Bob Ray]]~~", "text\n---",
)  # fmt: skip


@st.composite
def _notes(draw: st.DrawFn, key: str = "") -> str:
    """Draw a note as people have them: a mark in front, mixed line ends, odd properties (`key` among them), any end."""
    chosen = draw(st.lists(st.sampled_from(_PROPERTIES), max_size=6, unique_by=lambda text: text.partition(":")[0]))
    if key:
        chosen = [text for text in chosen if text.partition(":")[0] != key]
        forms = [text for text in _PROPERTIES if text.partition(":")[0] == key]
        chosen.insert(draw(st.integers(0, len(chosen))), draw(st.sampled_from(forms)))
    body = draw(st.lists(st.sampled_from(_BODY), max_size=12))
    lines = [line for text in chosen for line in text.split("\n")]
    lines = [*(["---", *lines, "---"] if key or (chosen and draw(st.booleans())) else []), *body]
    ends = draw(st.sampled_from([("\n",), ("\r\n",), ("\r",), ("\n", "\r\n"), ("\n", "\r\n", "\r")]))
    text = "".join([line + ends[at % len(ends)] for at, line in enumerate(lines)])
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    return ("\ufeff" if draw(st.booleans()) else "") + text


_TEXT_PIECES = (
    "Ann;Lee; ;:;: ; #;#;';\";\\;[;];[[Bob]];{;},;-;- ;?;&;*;!;|;>;%;@;`;~;null;no;Yes;10:30;0123;+1555;2026-03-05;=;"
    "1e3;0o17;1_000;é;😀;\t;\u00a0;{{x}};3;--;...;<<;true;.5;0x1f;y"
)
_TEXTS = st.lists(st.sampled_from(_TEXT_PIECES.split(";")), max_size=4).map("".join)
_KEYS = st.sampled_from(["last_contact", "Last Contact", "yes", "2024", "a.b", "TEL[CELL]", "é", "with: colon", "next"])


def _notes_with(keys: str) -> st.SearchStrategy[tuple[str, str]]:
    """Draw a key and a note that has it."""
    return st.sampled_from(keys.split()).flatmap(lambda key: st.tuples(st.just(key), _notes(key)))


def _text(edited: Edited) -> str:
    """Return the new text; a refused edit is of no use to a law."""
    assert (edited.text is None) != (edited.problem is None)
    if edited.problem is not None:
        assert edited.problem.message.strip()
        assert edited.problem.code.startswith("edit-")
    assume(edited.text is not None)
    assert edited.text is not None
    return edited.text


@settings(deadline=None, max_examples=examples(400))
@given(_notes(), _KEYS, st.one_of(_TEXTS, st.lists(_TEXTS, max_size=3), st.booleans(), st.dates(), st.integers()))
def test_a_new_property_and_its_removal_leave_no_trace(note: str, key: str, value: object) -> None:
    assume(key not in read_frontmatter(PATH, normal(note)).values)
    after = _text(set_property(PATH, note, key, value))  # type: ignore[arg-type]
    assert remove_property(PATH, after, key) == Edited(note)
    # What was there is there still, in order.
    old, new = split_lines(note.removeprefix("\ufeff")), split_lines(after.removeprefix("\ufeff"))
    added = len(new) - len(old)
    assert added > 0
    assert any(new[:at] + new[at + added :] == old for at in range(len(old) + 1))


@settings(deadline=None, max_examples=examples(400))
@given(_notes(), _TEXTS)
def test_what_is_set_is_what_every_reader_reads(note: str, value: str) -> None:
    after = _text(set_property(PATH, note, "fresh", value))
    read = read_frontmatter(PATH, normal(after))
    assert read.values["fresh"].value == value
    try:
        loaded = yaml.safe_load(read.raw)
    except (yaml.YAMLError, ValueError):
        return  # another line of the block is no YAML
    assert loaded["fresh"] == value
    assert isinstance(loaded["fresh"], str)


@settings(deadline=None, max_examples=examples(400))
@given(_notes_with("name tags phone company flow aliases empty quote"), _TEXTS)
def test_a_value_set_changes_no_other_line(keyed: tuple[str, str], value: str) -> None:
    key, note = keyed
    before = read_frontmatter(PATH, normal(note)).values
    after = _text(set_property(PATH, note, key, value))
    values = read_frontmatter(PATH, normal(after)).values
    assert values[key].value == value
    assert list(values) == list(before)
    old, new = split_lines(note), split_lines(after)
    first = before[key].line - 1
    assert new[:first] == old[:first]
    # Behind the line of the key only the items of its list may be gone.
    rest = new[first + 1 :]
    assert old[len(old) - len(rest) :] == rest
    assert all(line.lstrip().startswith("-") for line in old[first + 1 : len(old) - len(rest)])
    # A comment stays, and so does the line end.
    assert new[first].endswith(old[first][len(old[first].rstrip("\r\n")) :])
    if "# c" in old[first]:
        assert "# c" in new[first]


@settings(deadline=None, max_examples=examples(200))
@given(_notes(), _TEXTS, _TEXTS)
def test_setting_back_gives_the_same_bytes(note: str, one: str, two: str) -> None:
    first = _text(set_property(PATH, note, "fresh", one))
    second = _text(set_property(PATH, first, "fresh", two))
    assert set_property(PATH, second, "fresh", one) == Edited(first)


@settings(deadline=None, max_examples=examples(400))
@given(_notes_with("tags aliases list flow company empty"), st.lists(_TEXTS, min_size=1, max_size=3))
@example(("a", "---\na: [x, ]\n---\n"), ["y"])
@example(("a", "---\na: [ ]\n---\n"), ["y"])
@example(("a", "---\na: [x ,y]  # c\n---"), ["z"])
def test_adding_to_a_list_and_taking_away_gives_the_same_bytes(keyed: tuple[str, str], texts: list[str]) -> None:
    key, note = keyed
    node = read_frontmatter(PATH, normal(note)).values[key]
    assume(isinstance(node.value, tuple) or node.value == "")
    had = {item.value for item in node.value} if isinstance(node.value, tuple) else set()
    assume(not had.intersection(texts))
    after = _text(add_to_property(PATH, note, key, texts))
    assert remove_from_property(PATH, after, key, texts) == Edited(note)
    assert add_to_property(PATH, after, key, texts) == Edited(after)


@settings(deadline=None, max_examples=examples(400))
@given(_notes(), _TEXTS, st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.booleans())
@example("## Log\n", "%%", DAY, True)
@example("## Log\n\n| Date | Type | Notes |\n|---|---|---|", "a|b\\|c\\\\|", DAY, True)
def test_a_log_line_is_inserted_and_nothing_else(note: str, words: str, day: date, newest_first: bool) -> None:
    style = LogStyle(newest_first=newest_first, form=LineForm("- **", "** "))
    after = _text(append_log_line(PATH, note, day, words, style))
    # One stretch more, and the rest as it was.
    added = len(after) - len(note)
    assert any(after[:at] + after[at + added :] == note for at in range(len(note) + 1))
    assert read_frontmatter(PATH, normal(after)).values == read_frontmatter(PATH, normal(note)).values
    assert len(split_lines(after)) > len(split_lines(note))
    # The same once more comes beside it.
    again = append_log_line(PATH, after, day, words, style)
    assert again.problem is not None or again.text is not None


@settings(deadline=None, max_examples=examples(150))
@given(
    _notes(),
    st.lists(
        st.tuples(st.dates(date(2025, 12, 1), date(2026, 4, 1)), st.sampled_from(["tea", "call | rope", "email"]))
    ),
    st.booleans(),
)
@example("", [(date(2026, 1, day), f"tea {day}") for day in (3, 1, 2, 2)], True)
@example("", [(date(2026, 1, day), f"tea {day}") for day in (3, 1, 2, 2)], False)
@example("## Log\n- 2026-01-02: tea\n\n- 2026-01-01: tea\n", [(date(2026, 1, day), "so") for day in (1, 2, 3)], False)
@example("## Log\n### 2026-01-02\ntea\n\n### 2026-01-04\n", [(date(2026, 1, day), "so") for day in (1, 3, 3, 5)], True)
def test_many_log_lines_are_as_one_after_the_other(note: str, said: list[tuple[date, str]], newest_first: bool) -> None:
    style = LogStyle(newest_first=newest_first)
    wanted = note
    for day, words in sorted(said, key=lambda one: one[0]):
        wanted = _text(append_log_line(PATH, wanted, day, words, style))
    assert append_log_lines(PATH, note, said, style) == Edited(wanted)


@settings(deadline=None, max_examples=examples(300))
@given(_notes(), st.sampled_from([" 📅 2026-01-01", " [due:: 2026-01-01]", "", " ^id-1", "  "]))
def test_a_tick_taken_back_gives_the_same_bytes(note: str, tail: str) -> None:
    note = (note + "\n" if note and note[-1] not in "\r\n" else note) + "- [ ] call [[Bob Ray]]" + tail
    line = len(split_lines(note))
    after = _text(tick_task(PATH, note, line, "- [ ] call [[Bob Ray]]" + tail, DAY))
    assert split_lines(after)[:-1] == split_lines(note)[:-1]
    assert "2026-11-23" in split_lines(after)[-1]
    assert untick_task(PATH, after, line, split_lines(after)[-1]) == Edited(note)
    assert tick_task(PATH, after, line, "- [ ] call [[Bob Ray]]" + tail, DAY) == Edited(after)


@settings(deadline=None, max_examples=examples(400))
@given(_notes(), st.sampled_from(["Bob Marsh", "Bób", "O'Ray", "Bob (work)", "Bob, Ray", "50% Bob"]))
def test_renaming_there_and_back_gives_the_same_bytes(note: str, name: str) -> None:
    after = _text(rewrite_links(PATH, note, _renaming("Bob Ray", name)))
    assert len(split_lines(after)) == len(split_lines(note))
    back = rewrite_links(PATH, after, _renaming(name, "Bob Ray"))
    assert back == Edited(note)


def _renaming(old: str, new: str) -> Callable[[str], str]:
    def rewrite(target: str) -> str:
        leads = target.rpartition("/")[2].removesuffix(".md") == old
        return renamed_target(PATH, target, f"Friends/{old}.md", f"Friends/{new}.md") if leads else target

    return rewrite


@settings(deadline=None, max_examples=examples(200))
@given(_notes(), st.sampled_from([" 📅 2026-01-31", " [due:: 2026-01-31]", " ⏳ 2026-01-31 ^id-1"]))
def test_a_task_that_comes_back_adds_one_line_above_the_tick(note: str, tail: str) -> None:
    note = (note + "\n" if note and note[-1] not in "\r\n" else note) + "- [ ] call [[Bob Ray]] 🔁 every month" + tail
    lines = split_lines(note)
    after = split_lines(_text(tick_task(PATH, note, len(lines), lines[-1], DAY)))
    plain = note.replace("🔁", "")
    ticked = split_lines(_text(tick_task(PATH, plain, len(lines), split_lines(plain)[-1], DAY)))
    assert [*after[:-2], after[-1].replace("🔁", "")] == ticked
    assert after[-2].rstrip("\r\n") == lines[-1].replace("01-31", "02-28").removesuffix(" ^id-1")


@settings(deadline=None, max_examples=examples(300))
@given(st.one_of(st.text(max_size=60), _notes()), st.text(max_size=10), st.text(max_size=20))
@example("---\n[\n---\n", "a", "b")
@example("---\r---\r", "a", "b")
@example("\ufeff", "a", "")
def test_no_text_makes_an_edit_fail(note: str, key: str, value: str) -> None:
    edits = [
        set_property(PATH, note, key, value),
        add_to_property(PATH, note, key, [value, "b"]),
        remove_from_property(PATH, note, key, [value]),
        remove_property(PATH, note, key),
        append_log_line(PATH, note, DAY, value, LogStyle()),
        tick_task(PATH, note, 1, value, DAY),
        untick_task(PATH, note, 1, value),
        rewrite_links(PATH, note, lambda target: value or "b"),
    ]
    for edit in edits:
        assert (edit.text is None) != (edit.problem is None)


def _published() -> list[Path]:
    roots = [root for root in (VAULTS, REPOSITORY / "example_vault") if root.is_dir()]
    return sorted(
        [
            Path(folder) / name
            for root in roots
            for folder, _, names in os.walk(root)
            for name in names
            if name.endswith(".md")
        ]
    )


@pytest.mark.skipif(not VAULTS.is_dir(), reason="the published vaults are not part of this repository")
def test_the_published_vaults_are_there() -> None:
    assert len([path for path in _published() if path.is_relative_to(VAULTS)]) > 50


def test_last_contact_set_and_removed_leaves_every_real_note_as_it_was() -> None:
    refused: list[str] = []
    notes = _published()
    for path in notes:
        note = path.read_bytes().decode("utf-8")
        key = "last_contact" if "last_contact" not in read_frontmatter(str(path), normal(note)).values else "pnm_last"
        edited = set_property(str(path), note, key, DAY)
        if edited.problem is not None:
            refused.append(f"{path}: {edited.problem.message}")
            continue
        assert edited.text is not None
        assert read_frontmatter(str(path), normal(edited.text)).values[key].value == "2026-11-23"
        back = remove_property(str(path), edited.text, key)
        assert back == Edited(note), path
    assert len(refused) * 100 <= len(notes), refused


def test_a_log_line_in_every_real_note_is_one_stretch_more() -> None:
    refused: list[str] = []
    notes = _published()
    for path in notes:
        note = path.read_bytes().decode("utf-8")
        edited = append_log_line(str(path), note, DAY, "called about the boat | 100% fine", LogStyle())
        if edited.problem is not None:
            refused.append(f"{path}: {edited.problem.message}")
            continue
        assert edited.text is not None
        added = len(edited.text) - len(note)
        assert any(edited.text[:at] + edited.text[at + added :] == note for at in range(len(note) + 1))
    assert len(refused) * 50 <= len(notes), refused
