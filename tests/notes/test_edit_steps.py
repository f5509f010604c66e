"""A step added to the note of an introduction: where it goes, in which form, and that nothing else changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.introduction import Act
from pnm_vault.model.settings import Settings
from pnm_vault.notes.edit.steps import append_step
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules

RULES = build_rules(Settings())
PATH = "Introductions/Two.md"
HEAD = 'type: introduction\nbetween: ["[[Ann Lee]]", "[[Bo Chen]]"]\n'
DAY = date(2026, 11, 23)


def add(text: str, act: Act = Act.MADE, sides: tuple[int, ...] = (), words: str = "made", day: date = DAY) -> str:
    edited = append_step(PATH, text, day, act, sides, words, RULES)
    assert edited.text is not None, edited.problem
    return edited.text


def note(body: str, status: str = "") -> str:
    said = f"status: {status}\n" if status else ""
    return f"---\n{HEAD}{said}---\n{body}"


STEPS = "# Two\n\n## Steps\n\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (STEPS, f"{STEPS}- 2026-11-23: made\n"),
        ("# Two\n\n## Steps\n## More\n", "# Two\n\n## Steps\n- 2026-11-23: made\n\n## More\n"),
        (f"{STEPS}## More\n", f"{STEPS}- 2026-11-23: made\n\n## More\n"),
        ("# Two\n", f"{STEPS}- 2026-11-23: made\n"),
        (
            f"{STEPS}* 2026-11-02: idea\n    * of Cy's\n\nwords\n",
            f"{STEPS}* 2026-11-02: idea\n    * of Cy's\n* 2026-11-23: made\n\nwords\n",
        ),
        (
            f"{STEPS}- 2026-11-12: Ann said yes\n- 2026-11-02: asked Ann\n",
            f"{STEPS}- 2026-11-23: made\n- 2026-11-12: Ann said yes\n- 2026-11-02: asked Ann\n",
        ),
        (
            f"{STEPS}- 2026-11-02: asked both\n- 2026-12-01: met\n",
            f"{STEPS}- 2026-11-02: asked both\n- 2026-11-23: made\n- 2026-12-01: met\n",
        ),
        (f"{STEPS}- 2026-12-01: met\n", f"{STEPS}- 2026-11-23: made\n- 2026-12-01: met\n"),
    ],
)
def test_where_a_step_goes(before: str, after: str) -> None:
    text = add(note(before))
    assert text.partition("---\n# ")[2] == after.removeprefix("# ")


def test_the_status_follows_under_its_own_key() -> None:
    text = note(STEPS, "idea").replace("status", "Stage")
    assert "\nStage: made\n" in add(text)
    assert add(note(STEPS)).startswith(f"---\n{HEAD}status: made\n---\n")
    assert "\nstatus: asked # so far\n" in add(note(STEPS, "idea # so far"), Act.ASKED, (1,), "asked [[Bo Chen]]")


def test_what_is_there_is_not_written_again() -> None:
    once = add(note(STEPS, "idea"))
    assert add(once) == once
    by_hand = note(f"{STEPS}- 2026-11-23: asked Ann, at the lake\n", "idea")
    assert add(by_hand, Act.ASKED, (0,), "asked [[Ann Lee]]") == by_hand


def test_line_ends_stay() -> None:
    text = note(f"{STEPS}- 2026-11-02: idea\n", "idea").replace("\n", "\r\n")
    assert add(text) == add(note(f"{STEPS}- 2026-11-02: idea\n", "idea")).replace("\n", "\r\n")
    assert add(note(f"{STEPS}- 2026-11-02: idea", "idea")).endswith("- 2026-11-02: idea\n- 2026-11-23: made")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (note("<<<<<<< HEAD\n# Two\n"), "made"),
        ("# Two\n", "made"),
        ("---\ntype: introduction\nbetween: Ann\n---\n", "made"),
        (note(STEPS), "made a list"),  # would not be read as the step
        (note(STEPS), ""),
        (note("```\n"), "made"),  # the heading would stand in code
    ],
)
def test_refused_where_it_would_not_be_read(text: str, words: str) -> None:
    edited = append_step(PATH, text, DAY, Act.MADE, (), words, RULES)
    assert edited.text is None
    assert edited.problem is not None


LINES = st.sampled_from(
    (
        *("- 2026-11-02: asked Ann", "* 2026-11-05: Bo said no", "- 2026-12-24: met", "## Steps", "## Log", "", "%%"),
        *("- 2026-11-20: coffee with [[Ann Lee]]", "- [ ] ring [[Bo Chen]]", "> - 2026-11-01: made", "    - below"),
    )
)


@given(st.lists(LINES, max_size=12), st.sampled_from(["\n", "\r\n"]), st.integers(-60, 60))
def test_every_other_line_stays(lines: list[str], end: str, days: int) -> None:
    text = end.join(["---", *HEAD.splitlines(), "status: idea", "---", *lines])
    day = DAY + timedelta(days)
    edited = append_step(PATH, text, day, Act.YES, (1,), "[[Bo Chen]] said yes", RULES)
    if edited.text is None:
        return
    before = [line for line in text.split(end) if not line.startswith("status:")]
    after = [line for line in edited.text.split(end) if not line.startswith("status:")]
    left = iter(after)
    assert all(line in left for line in before)
    assert {line for line in after if after.count(line) > before.count(line)} <= {
        "", "## Steps", f"- {day}: [[Bo Chen]] said yes", f"* {day}: [[Bo Chen]] said yes",
    }  # fmt: skip
    again = append_step(PATH, edited.text, day, Act.YES, (1,), "[[Bo Chen]] said yes", RULES)
    assert again.text == edited.text
    was, now = (parse_note(PATH, one.replace("\r\n", "\n"), RULES) for one in (text, edited.text))
    assert was.introduction is not None
    assert now.introduction is not None
    assert len(now.introduction.steps) == len(was.introduction.steps) + 1
