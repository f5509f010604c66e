"""A brief from the notes themselves: every line proved, nothing of other people's, nothing taken for contact."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pnm_vault.cli import main as program
from pnm_vault.insights.briefing.brief import Brief, without_names
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.questions.briefing import private_names
from pnm_vault.review.briefing import ago, brief_markdown, brief_sections
from tests.vaults import EXAMPLE_DAY, write

MakeVault = Callable[[dict[str, str | bytes]], Path]

ANN = """---
type: person
aliases: [Annie]
birthday: 1988-12-05
interests: [moth trapping]
asks: [a flat in Porto]
knows: ["[[Bob]]"]
---
## Log
- 2026-11-02: coffee by the river
  - she will introduce me to her sister
  - new job in January
- 2026-10-01: got: a lift home
- 2025-06-02: she is looking for a flat in Porto
"""
VAULT: dict[str, str | bytes] = {
    "People/Ann Lee.md": ANN,
    "People/Bob.md": "---\ntype: person\n---\n",
    "People/Cy Moss.md": "---\ntype: person\nprivate: true\naliases: [Mossy]\n---\n",
    "Daily/2026-11-01.md": "- moths in the trap, too early\n",
    "Daily/2026-11-05.md": "# Thursday\n- [ ] trapping moths\n- fourteen moths, with a trap of my own\n",
    "Daily/2026-11-24.md": "- moth trapping, tomorrow\n",
    "Meetings/2026-10-20 Plans.md": """---
type: meeting
date: 2026-10-20
people: ["[[Ann Lee]]", "[[Cy Moss]]"]
---
# Plans
- the terrace first
- Mossy wants a pond
- [ ] ask [[Ann Lee]] for the plan
""",
    "Events/2026-09-01 Fair.md": "---\ntype: event\ndate: 2026-09-01\npeople: ['[[Ann Lee]]']\n---\n- crowded\n"
    "- [[Annie]] sold a lamp\n  - for nine euros\n",
}


def brief_of(root: Path, path: str, day: date = EXAMPLE_DAY) -> Brief:
    with open_session(str(root), day) as session:
        return session.brief(path)


def places(brief: Brief) -> Iterator[tuple[str, int, str]]:
    """Give every line that a brief rests on: path, line, text."""
    if brief.proof is not None:
        yield brief.proof.path, brief.proof.line, brief.proof.text
    said = [
        *[line for telling in brief.conversations for line in telling.lines],
        *[one.said for one in brief.promises],
        *brief.aged,
        *[one.said for one in brief.news],
    ]
    yield from ((line.path, line.line, line.text) for line in said)
    yield from ((brief.path, one.line, one.text) for one in (*brief.asks, *[news.about for news in brief.news]))
    sources = [
        *[one.source for one in brief.follow_ups],
        *[one.source for one in brief.dates],
        *[one.proof for one in brief.common],
        *[proof for _, proof in brief.favours],
    ]
    yield from ((one.path, one.line, one.text) for one in sources)


def prove(root: Path, brief: Brief) -> int:
    count = 0
    for path, number, text in places(brief):
        lines = (root / path).read_text(encoding="utf-8-sig").split("\n")
        if number:
            assert text, (path, number)
            assert text in lines[number - 1], (path, number, text)
        count += 1
    return count


def test_every_proof_of_the_example_stands_verbatim_at_its_line(example: Path) -> None:
    with open_session(str(example), EXAMPLE_DAY) as session:
        found = [session.brief(path) for path in sorted(session.index().contacts)]
    assert sum(prove(example, brief) for brief in found) > 300
    assert any(brief.says_little for brief in found)


def test_what_the_notes_tell(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    brief = brief_of(root, "People/Ann Lee.md")
    assert prove(root, brief) > 15
    assert brief.last == date(2026, 11, 2)
    assert [[line.text for line in telling.lines] for telling in brief.conversations] == [
        ["2026-11-02: coffee by the river", "she will introduce me to her sister", "new job in January"],
        ["the terrace first", "Mossy wants a pond", "[ ] ask [[Ann Lee]] for the plan"],
        ["2026-10-01: got: a lift home"],
    ]
    assert [(one.mine, one.said.line) for one in brief.promises] == [(False, 11)]
    assert [one.text for one in brief.follow_ups] == ["ask [[Ann Lee]] for the plan"]
    assert [one.line for one in brief.aged] == [6]
    assert [(one.said.path, one.said.line) for one in brief.news] == [("Daily/2026-11-05.md", 3)]
    assert [(one.name, one.together, one.proof.path) for one in brief.common] == [
        ("Cy Moss", date(2026, 10, 20), "Meetings/2026-10-20 Plans.md"),
        ("Bob", None, "People/Ann Lee.md"),
    ]
    assert [one.day for one in brief.dates] == [date(2026, 12, 5)]
    assert [favour.text for favour, _ in brief.favours] == ["a lift home"]
    assert brief.give_next


def common_of(root: Path) -> list[tuple[str, date | None, str, int]]:
    return [(one.name, one.together, one.proof.path, one.proof.line) for one in brief_of(root, "People/Ann.md").common]


def test_each_who_both_know_has_a_line_that_says_so(make_vault: MakeVault) -> None:
    people = {f"People/{name}.md": "---\ntype: person\n---\n" for name in ("Ann", "Di", "Ed", "Flo", "Gus")}
    root = make_vault(
        {
            **people,
            "People/Di.md": "---\ntype: person\nknows:\n  - '[[Ann]]'\n---\n",
            "Meetings/2026-10-20 Walk.md": "---\ntype: meeting\npeople:\n  - '[[Ann]]'\n  - '[[Ed]]'\n---\n",
            "Meetings/2026-12-20 Walk.md": "---\ntype: meeting\npeople:\n  - '[[Ann]]'\n  - '[[Ed]]'\n---\n",
            "Daily/2026-10-02.md": "rain\n\n- introduced [[Ann]] to [[Flo]]\n- tea with [[Ann]] and [[Gus]]\n",
        }
    )
    assert common_of(root) == [
        ("Ed", date(2026, 10, 20), "Meetings/2026-10-20 Walk.md", 4),
        ("Di", None, "People/Di.md", 4),
        ("Flo", None, "Daily/2026-10-02.md", 3),
    ]


def test_those_at_a_large_meeting_need_not_know_each_other(make_vault: MakeVault) -> None:
    people = [f"P{number}" for number in range(8)]
    files: dict[str, str | bytes] = {f"People/{name}.md": "---\ntype: person\n---\n" for name in ("Ann", *people)}
    links = ", ".join(f"'[[{name}]]'" for name in ("Ann", *people))
    root = make_vault({**files, "Meetings/2026-10-20 All.md": f"---\ntype: meeting\npeople: [{links}]\n---\nmuch\n"})
    assert common_of(root) == []
    assert brief_of(root, "People/Ann.md").conversations == ()


def test_of_an_event_only_the_lines_about_the_contact_count(make_vault: MakeVault) -> None:
    root = make_vault({path: text for path, text in VAULT.items() if path.startswith(("Events", "People"))})
    told = brief_of(root, "People/Ann Lee.md", date(2026, 9, 2)).conversations
    assert [line.text for line in told[0].lines] == ["[[Annie]] sold a lamp", "for nine euros"]


def test_long_minutes_are_cut_and_say_so(make_vault: MakeVault) -> None:
    head = "---\ntype: meeting\ndate: 2026-10-20\npeople: ['[[Ann Lee]]']\n---\n"
    for number, cut in ((40, False), (41, True)):
        minutes = head + "".join(f"- point {place}\n" for place in range(number))
        root = make_vault({"People/Ann Lee.md": "---\ntype: person\n---\n", "Meetings/2026-10-20 Plans.md": minutes})
        brief = brief_of(root, "People/Ann Lee.md")
        [telling] = brief.conversations
        assert (len(telling.lines), telling.cut) == (40, cut)
        assert ("more in this note. ([[Meetings/2026-10-20 Plans" in brief_markdown(brief, EXAMPLE_DAY)) is cut


def test_a_note_that_is_gone_meanwhile_is_told_from_what_was_kept(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        (root / "People/Ann Lee.md").unlink()
        write(root, {"Meetings/2026-10-20 Plans.md": "short\n"})
        brief = session.brief("People/Ann Lee.md")
    assert brief.conversations[0].lines[0].text == "2026-11-02: coffee by the river"


def test_pasted_into_a_note_it_says_nothing_to_pnm(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    before = brief_of(root, "People/Ann Lee.md")
    pasted = "Before lunch\n\n" + brief_markdown(before, EXAMPLE_DAY)
    for path in ("Daily/2026-11-20.md", "Meetings/2026-11-21 Other.md"):
        write(root, {path: pasted})
        assert brief_of(root, "People/Ann Lee.md") == before
    write(root, {"People/Ann Lee.md": ANN + "\n" + pasted})
    assert brief_of(root, "People/Ann Lee.md") == before


def test_the_markdown_names_no_other_private_contact(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)

    def run(*words: str) -> str:
        assert program.run(["--vault", str(root), "--today", "2026-11-23", "brief", *words]) == 0
        return capsys.readouterr().out

    assert "Mossy" in run("Ann")
    assert "Cy Moss" in run("Ann", "--json")
    markdown = run("Ann", "--markdown")
    assert "Moss" not in markdown
    assert "the terrace first" in markdown
    assert run("Cy", "Moss", "--markdown").startswith("> [!note] Before you talk to [[People/Cy Moss|Cy Moss]]\n")


def test_markdown_and_json_exclude_each_other(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(VAULT)
    assert program.run(["--vault", str(root), "brief", "Ann", "--markdown", "--json"]) == 2
    assert "cannot be used together" in capsys.readouterr().err


HOSTILE = "<% tp.x() %> `= this` [[Zed]] ![[Zed]] <script>x</script> %%c%% a:: b \u202e\x1b[31m #tag $x$"


def test_hostile_names_and_texts_stay_text(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    head = f'---\ntype: person\nname: "x]] <b>[[Zed|"\nasks: ["{HOSTILE[:30]}"]\n---\n## Log\n'
    root = make_vault(
        {
            "People/Eve.md": head
            + f"- 2026-11-02: {HOSTILE}\n  - I will send {HOSTILE}\n  > - [ ] no task\n- 2026-11-01: "
            + "I will " * 900
            + "\n"
        }
    )
    brief = brief_of(root, "People/Eve.md")
    prove(root, brief)
    text = re.sub(r"\\.", "", brief_markdown(brief, EXAMPLE_DAY))
    assert all(line.startswith(">") for line in text.splitlines())
    for sign in ("<%", "[[Zed", "<script", "%%", ":: ", "\u202e", "\x1b", "<b>", "`=", " #tag", "- [ ]"):
        assert sign not in text, sign
    assert program.run(["--vault", str(root), "brief", "People/Eve.md"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_the_same_vault_gives_the_same_brief_whatever_the_order(make_vault: MakeVault) -> None:
    root = make_vault(dict(reversed(VAULT.items())))
    first = brief_of(root, "People/Ann Lee.md")
    write(root, {"Daily/2026-11-03.md": "rain\n"})
    again = brief_of(root, "People/Ann Lee.md")
    assert msgspec.json.encode(first) == msgspec.json.encode(again)


def test_at_most_two_questions_are_put_at_once(make_vault: MakeVault) -> None:
    brief = brief_of(make_vault(VAULT), "People/Bob.md")
    assert len(brief.unanswered) == 4
    assert [len(one.rows) for one in brief_sections(brief, EXAMPLE_DAY) if one.title == "Next to find out"] == [2]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (60, "9 weeks ago"),
        (61, "2 months ago"),
        (426, "14 months ago"),
        (729, "24 months ago"),
        (730, "2 years ago"),
    ],
)
def test_how_long_ago(days: int, words: str) -> None:
    assert ago(date.fromordinal(EXAMPLE_DAY.toordinal() - days), EXAMPLE_DAY) == words


def test_private_names_are_those_of_all_others(make_vault: MakeVault) -> None:
    root = make_vault(VAULT)
    with open_session(str(root), EXAMPLE_DAY) as session:
        names, paths = private_names(session, "People/Ann Lee.md")
        assert {"Cy Moss"} < {name.title() for name in names}
        assert any(name.casefold() == "mossy" for name in names)
        assert paths == {"People/Cy Moss.md"}
        assert private_names(session, "People/Cy Moss.md") == ((), frozenset())
        brief = session.brief("People/Ann Lee.md")
        assert without_names(brief, *private_names(session, "People/Cy Moss.md")) == brief
