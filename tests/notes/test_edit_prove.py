"""The proof sees every difference that was not meant; and the patterns of the editor are linear."""

import pkgutil
import re
from datetime import date
from time import process_time

import pytest

import pnm_vault.notes.edit
from pnm_vault.notes.edit import EDIT_CODES, LinksRenamed, LogLines, PropertyChange, TaskMark, TaskRepeated, prove
from tests.parts import patterns_in
from tests.vaults import REPOSITORY

PATH = "People/Ann Lee.md"
NOTE = (
    "---\nname: Ann\ntags: [a, b]\ncity: Graz\n---\n"
    "# Ann\n\n## Log\n- 2026-01-02: call\n\n## Next\n- [ ] write [[Bob]]\n"
)
DAY = date(2026, 11, 23)


def _refused(after: str, intended: "PropertyChange | LogLines | TaskMark | LinksRenamed") -> bool:
    problem = prove(PATH, NOTE, after, intended)
    assert problem is None or problem.code == "edit-unproved"
    return problem is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Ann\n", ""),
        ("city: Graz", "city: Wien"),
        ("city: Graz", 'city: "Linz" x'),
        ("# Ann\n", "# Anna\n"),
        ("call\n", "call"),
        ("tags: [a, b]", "tags: [a, b]\ncity: Linz"),
        ("name: Ann", 'name: "Ann"'),
        ("name: Ann\ntags: [a, b]\n", "tags: [a, b]\nname: Ann\n"),
        ("---\nname", "\ufeff---\nname"),
        ("city: Graz", "city: [Linz]"),
        ("city: Graz", "City: Linz"),
        ("tags: [a, b]", "tags: [a,  b]"),
        ("\n---\n#", "\nmore\n---\n#"),
    ],
)
def test_a_property_and_nothing_else(old: str, new: str) -> None:
    meant = PropertyChange("city", "Linz")
    good = NOTE.replace("city: Graz", "city: Linz")
    assert not _refused(good, meant)
    changed = NOTE.replace(old, new) if "city" in old else good.replace(old, new)
    assert changed not in (NOTE, good)
    assert _refused(changed, meant)


@pytest.mark.parametrize("source", ["no", "10:30", "2026-03-05", "1_000", "0o17", "1e3", "~"])
def test_text_that_some_reader_takes_for_something_else_is_no_proof(source: str) -> None:
    assert _refused(NOTE.replace("city: Graz", f"city: {source}"), PropertyChange("city", source))
    assert not _refused(NOTE.replace("city: Graz", f'city: "{source}"'), PropertyChange("city", source))
    assert not _refused(NOTE.replace("city: Graz", f"city: {source}"), PropertyChange("city", source, as_text=False))
    assert _refused(NOTE.replace("[a, b]", f"[a, b, {source}]"), PropertyChange("tags", ("a", "b", source)))


def test_a_property_that_is_gone() -> None:
    assert not _refused(NOTE.replace("city: Graz\n", ""), PropertyChange("city", None))
    assert _refused(NOTE.replace("city: Graz\n", "").replace("[a, b]", "[a]"), PropertyChange("city", None))
    assert _refused(NOTE, PropertyChange("city", None))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- 2026-11-23: tea\n", "- 2026-11-22: tea\n"),
        ("- 2026-11-23: tea\n", "- 2026-11-23: coffee\n"),
        ("- 2026-11-23: tea\n", "tea\n"),
        ("call\n", "call \n"),
        ("name: Ann", "name: Anna"),
        ("- [ ] write", "- [x] write"),
        ("tea\n", "tea\n- 2026-11-23: tea\n"),
        ("# Ann\n", "# Ann\r\n"),
        ("- 2026-11-23: tea\n", "- [ ] 2026-11-23 tea\n"),
        ("- 2026-11-23: tea\n", "%% 2026-11-23: tea\n"),
    ],
)
def test_a_log_line_and_nothing_else(old: str, new: str) -> None:
    good = NOTE.replace("## Log\n", "## Log\n- 2026-11-23: tea\n")
    meant = LogLines(9, 1, ((DAY, "tea"),))
    assert not _refused(good, meant)
    assert _refused(good.replace(old, new), meant)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [x]", "- [-]"),
        ("write", "wrote"),
        ("call", "called"),
        ("[[Bob]]", "Bob"),
        ("- [x]", "- [x"),
        ("- [x] w", "- [x]\nw"),
    ],
)
def test_a_tick_and_nothing_else(old: str, new: str) -> None:
    good = NOTE.replace("- [ ] write [[Bob]]", "- [x] write [[Bob]] ✅ 2026-11-23")
    meant = TaskMark(12, "x")
    assert not _refused(good, meant)
    assert _refused(good.replace(old, new), meant)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [ ] ring 🔁 every week 📅 2026-11-27\n", ""),
        ("📅 2026-11-27", "📅 2026-11-28"),
        ("ring 🔁 every week 📅 2026-11-27", "rang 🔁 every week 📅 2026-11-27"),
        ("every week 📅 2026-11-27", "every month 📅 2026-11-27"),
        ("- [ ] ring", "- [x] ring"),
        ("- [ ] ring", "- ring"),
        ("- [ ] write", "- [x] write"),
        ("call", "called"),
        ("- [ ] ring 🔁 every week 📅 2026-11-27\n", "- [ ] ring 🔁 every week 📅 2026-11-27\n" * 2),
    ],
)
def test_a_task_once_more_and_nothing_else(old: str, new: str) -> None:
    before = NOTE + "- [ ] ring 🔁 every week 📅 2026-11-20\n"
    ticked = before.replace("- [ ] ring", "- [x] ring")
    good = NOTE + "- [ ] ring 🔁 every week 📅 2026-11-27\n" + ticked[len(NOTE) :]
    meant = TaskRepeated(13, ticked, "every week", date(2026, 11, 27), None)
    assert prove(PATH, before, good, meant) is None
    assert good.replace(old, new) != good
    assert prove(PATH, before, good.replace(old, new), meant) is not None


def test_links_and_nothing_else() -> None:
    meant = LinksRenamed(((12, "[[Bob]]", "[[Cy]]"),))
    good = NOTE.replace("[[Bob]]", "[[Cy]]")
    assert not _refused(good, meant)
    for wrong in (
        NOTE,
        good.replace("call", "[[Cy]]"),
        good + "\n",
        good.replace("Graz", "Linz"),
        good.replace("write", "w"),
    ):
        assert _refused(wrong, meant)


# Looked for anywhere in a text; the others only where something begins.
_SEARCHED_NAMES = (
    "_OPENS _IN_FLOW _UNPRINTABLE _BREAKS _PLAIN_END _PAIRS _BAR _NOT_SHOWN _BLOCK_ID _EMOJI _FIELD _RECURRING "
    "_DONE_MARK _RESERVED _COPY_NAME _WIKI _MARKDOWN _TO_ENCODE"
)
_SEARCHED = frozenset(_SEARCHED_NAMES.split())


def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    found: list[tuple[str, re.Pattern[str]]] = []
    for module in pkgutil.iter_modules(pnm_vault.notes.edit.__path__):
        held = patterns_in(f"pnm_vault.notes.edit.{module.name}")
        found += [(f"{module.name}.{key}", value) for key, value in held.items()]
    return found


@pytest.mark.parametrize(("name", "pattern"), _patterns())
def test_patterns_take_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    key = name.partition(".")[2]
    runs = (
        *" \t.:-_#'\"*>%$\\<([]{|,0aé\u2028",
        "[[",
        "a, ",
        "''",
        '\\"',
        "](",
        "[a](",
        "(a",
        "[[a]] ",
        "- ",
        "%2",
        "**",
        ": ",
        "::a",
        "#a ",
    )
    for run in runs:
        for start in ("", "- ", "k: ", '"', "'", "[", "[[", "[a](", "- [ ] ", "key"):
            text = start + run * (20_000 // len(run)) + "\x01"
            began = process_time()
            if key in _SEARCHED:
                pattern.search(text)
            pattern.match(text)
            took = process_time() - began
            assert took < 0.05, f"{name} took {took:.3f} s on {text[:20]!r}"


def test_every_refusal_is_on_the_page_about_editing() -> None:
    page = (REPOSITORY / "docs" / "editing.md").read_text(encoding="utf-8")
    for code, meaning in EDIT_CODES.items():
        assert f"| `{code}` | {meaning} |" in page
