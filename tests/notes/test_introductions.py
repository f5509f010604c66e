"""Notes of introductions: how they are known, their steps, where these lead, and what of them is contact."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.introduction import Act, Introduction, Progress, Stand
from pnm_vault.model.note import NoteKind, ParsedNote
from pnm_vault.model.settings import Settings
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules

RULES = build_rules(Settings())
HEAD = 'type: introduction\nbetween: ["[[Ann Lee]]", "[[People/Bo Chen|Bo]]"]\n'


def parsed(body: str = "", head: str = HEAD, path: str = "Notes/Two.md") -> ParsedNote:
    return parse_note(path, f"---\n{head}---\n{body}", RULES)


def read(body: str = "", head: str = HEAD) -> Introduction:
    found = parsed(body, head).introduction
    assert found is not None
    return found


def steps(*lines: str) -> str:
    return "# Two\n\n## Steps\n\n" + "".join(f"- {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("path", "head", "kind"),
    [
        ("Notes/Two.md", HEAD, NoteKind.INTRODUCTION),
        ("Introductions/Two.md", 'between: "[[Ann]] and [[Bo]]"\n', NoteKind.INTRODUCTION),
        ("Intros/Two.md", "Between: [Ann, Bo]\n", NoteKind.INTRODUCTION),
        ("Introductions/@Ann and @Bo.md", "between: Ann, Bo\n", NoteKind.INTRODUCTION),
        ("Introductions/Overview.md", "status: idea\n", NoteKind.OTHER),
        ("Notes/Two.md", 'between: "[[Ann]], [[Bo]]"\n', NoteKind.OTHER),
        ("Notes/Graphs.md", "type: introduction\n", NoteKind.OTHER),
        ("People/Ann.md", "type: introduction\n", NoteKind.CONTACT),
    ],
)
def test_kind(path: str, head: str, kind: NoteKind) -> None:
    assert parsed(head=head, path=path).kind is kind


@pytest.mark.parametrize(
    ("line", "act", "sides"),
    [
        ("idea", Act.IDEA, ()),
        ("idea: they both bind books", Act.IDEA, ()),
        ("asked Ann Lee", Act.ASKED, (0,)),
        ("asked [[Ann Lee]]", Act.ASKED, (0,)),
        ("asked [[People/Bo Chen|Bo]], by mail", Act.ASKED, (1,)),
        ("I asked bo about [[Ann Lee]]", Act.ASKED, (1,)),
        ("asked Lee whether Bo may write", Act.ASKED, (0,)),
        ("asked both", Act.ASKED, (0, 1)),
        ("asked Ann and Bo", Act.ASKED, (0, 1)),
        ("Ann Lee said yes", Act.YES, (0,)),
        ("[[Bo Chen]] said yes, gladly", Act.YES, (1,)),
        ("Ann agreed", Act.YES, (0,)),
        ("both said yes", Act.YES, (0, 1)),
        ("Bo said no", Act.NO, (1,)),
        ("Bo declined: too much to do", Act.NO, (1,)),
        ("made", Act.MADE, ()),
        ("introduced them by mail", Act.MADE, ()),
        ("they met for lunch", Act.MET, ()),
        ("met", Act.MET, ()),
        ("thanked both", Act.THANKED, ()),
        ("lapsed", Act.LAPSED, ()),
        ("let it rest, she moves house", Act.LAPSED, ()),
        ("declined", Act.DECLINED, ()),
    ],
)
def test_steps(line: str, act: Act, sides: tuple[int, ...]) -> None:
    note = parsed(steps(f"2026-11-02: {line}"))
    assert note.introduction is not None
    [step] = note.introduction.steps
    assert (step.act, step.sides, step.day, step.line) == (act, sides, date(2026, 11, 2), 9)
    assert step.text == f"2026-11-02: {line}"
    assert note.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "call with Ann, she thinks about it",
        "met Ann for coffee",
        "made a list of what to say",
        "Ann told me that her sister, who lives in Graz, said yes",
        "ideas for the mail",
        "asking around",
    ],
)
def test_what_is_no_step(line: str) -> None:
    note = parsed(steps(f"2026-11-02: {line}"))
    assert note.introduction is not None
    assert note.introduction.steps == ()
    assert note.problems == ()


def test_lines_elsewhere_are_no_steps() -> None:
    assert read("# Two\n\n- 2026-11-02: made\n\n## Notes\n\n- 2026-11-03: met\n").stand.progress is Progress.MADE
    assert read("> - 2026-11-02: made\n\n```\n- 2026-11-02: made\n```\n").steps == ()


A, B = (0,), (1,)


@pytest.mark.parametrize(
    ("lines", "stand"),
    [
        ((), Stand()),
        (("2026-11-02: asked Ann",), Stand(Progress.ASKED, A)),
        (("2026-11-02: asked Ann", "2026-11-04: Ann said yes"), Stand(Progress.ASKED, A, A)),
        (("2026-11-04: Ann said yes", "2026-11-02: asked Ann"), Stand(Progress.ASKED, A, A)),
        (("2026-11-02: Ann said yes", "2026-11-03: asked Bo"), Stand(Progress.ASKED, (0, 1), A)),
        (("2026-11-02: both said yes",), Stand(Progress.AGREED, (0, 1), (0, 1))),
        (("2026-11-02: asked both", "2026-11-03: Bo said no"), Stand(Progress.DECLINED, (0, 1), (), B)),
        (("2026-11-02: Bo said no", "2026-12-03: asked Bo"), Stand(Progress.ASKED, B)),
        (("2026-11-02: asked both", "2026-11-03: lapsed", "2027-03-01: idea"), Stand()),
        (("2026-11-02: both said yes", "2026-11-03: made"), Stand(Progress.MADE, (0, 1), (0, 1))),
    ],
)
def test_the_newest_step_says_where_it_stands(lines: tuple[str, ...], stand: Stand) -> None:
    assert read(steps(*lines)).stand == stand


@pytest.mark.parametrize(
    ("status", "lines", "progress", "codes"),
    [
        ("idea", (), Progress.IDEA, []),
        ("made", (), Progress.MADE, []),
        ("Asked Bo Chen", (), Progress.ASKED, []),
        ("made", ("2026-11-02: asked Ann",), Progress.MADE, ["introduction-status"]),
        ("idea", ("2026-11-02: asked Ann",), Progress.ASKED, ["introduction-status"]),
        ("asked Ann", ("2026-11-02: asked Ann",), Progress.ASKED, []),
        ("met, in May", ("2026-05-02: met",), Progress.MET, []),
        ("great", (), Progress.IDEA, ["introduction-status"]),
    ],
)
def test_a_status_counts_where_it_is_further_on(
    status: str, lines: tuple[str, ...], progress: Progress, codes: list[str]
) -> None:
    note = parsed(steps(*lines), f"{HEAD}status: {status}\n")
    assert note.introduction is not None
    assert note.introduction.stand.progress is progress
    assert [problem.code for problem in note.problems] == codes
    assert [problem.line for problem in note.problems] == [4] * len(codes)


@pytest.mark.parametrize("between", ["", "[[Ann]]", "[[Ann]], [[Ann]]", "[[Ann]], [[Bo]], [[Cy]]"])
def test_an_introduction_is_between_two(between: str) -> None:
    note = parsed(steps("2026-11-02: made"), f'type: introduction\nbetween: "{between}"\n')
    assert [problem.code for problem in note.problems] == ["introduction-between"]
    assert note.introduction is not None
    assert note.introduction.between == ()


@pytest.mark.parametrize("line", ["2026-11-02: asked her", "2026-11-02: asked [[Cy]]", "2026-11-31: made"])
def test_a_step_that_says_too_little_is_a_problem(line: str) -> None:
    note = parsed(steps(line))
    assert [(problem.code, problem.line) for problem in note.problems] == [("introduction-step", 9)]
    assert note.introduction is not None
    assert note.introduction.steps == ()


def test_of_two_with_one_first_name_the_whole_name_counts() -> None:
    head = "type: introduction\nbetween: [Marco Furlan, Marco Rossi]\n"
    assert read(steps("2026-11-02: asked Marco Furlan"), head).stand.asked == (0,)
    assert parsed(steps("2026-11-02: asked Marco"), head).problems[0].code == "introduction-step"


def test_asking_and_answers_are_contact_with_that_one_alone() -> None:
    body = steps(
        "2026-10-30: idea for [[Ann Lee]] and [[Bo Chen]]",
        "2026-11-02: asked Ann, about an introduction to [[Bo Chen]]",
        "2026-11-04: [[Ann Lee]] said yes",
        "2026-11-06: call with [[Bo Chen]], he thinks about it",
        "2026-11-08: both said yes",
        "2026-11-09: made: [[Ann Lee]] and [[Bo Chen]], by mail",
        "2026-11-20: met, says [[Ann Lee]]",
    )
    drafts = "\n## To Ann Lee\n\n> - 2026-11-02: may I introduce [[Bo Chen]]?\n"
    found = [(entry.day.day, entry.targets) for entry in parsed(body + drafts).entries]
    assert sorted(found) == [
        (2, ("Ann Lee",)),
        (4, ("Ann Lee",)),
        (6, ("Bo Chen",)),
        (8, ("Ann Lee", "People/Bo Chen")),
    ]


def test_fields() -> None:
    found = read(head=f"{HEAD}why: a press for her poems\noutcome: good, they print\nnot_before: 2026-12-01\n")
    assert (found.why, found.outcome, found.not_before) == (
        "a press for her poems",
        "good, they print",
        date(2026, 12, 1),
    )
    assert found.between == ("Ann Lee", "People/Bo Chen")


PIECES = st.sampled_from(
    (
        *("- ", "2026-11-02", ": ", "asked ", "Ann", "[[Ann Lee]]", "[[People/Bo Chen|Bo]]", " said yes", " said no"),
        *("\n", " and ", "made", "met", "both ", "## Steps\n", "> ", "%%", "```\n", "[[", "]]", "(", ", "),
        *("2026-02-30", "idea", "\t", "é"),
    )
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([HEAD, f"{HEAD}status: asked both\n"]))
def test_any_text_is_read_and_every_step_stands_in_its_line(body: str, head: str) -> None:
    note = parsed(body, head)
    assert note.introduction is not None
    lines = f"---\n{head}---\n{body}".split("\n")
    for step in note.introduction.steps:
        assert step.text in lines[step.line - 1]
        assert all(side in (0, 1) for side in step.sides)
    for entry in note.entries:
        assert entry.text in lines[entry.line - 1]
        assert not entry.own
    assert sorted(note.introduction.steps, key=lambda step: step.day) == list(note.introduction.steps)
