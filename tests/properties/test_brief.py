"""Whatever a note holds, a brief quotes it verbatim, and its Markdown says nothing to whoever reads notes."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.insights.briefing.brief import Brief, Common, Question
from pnm_vault.insights.briefing.telling import Line, Telling
from pnm_vault.model.contact import Statement
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.note import Channel
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import build_rules
from pnm_vault.notes.text.passage import Passages
from pnm_vault.review.briefing import brief_markdown, brief_sections

TODAY = date(2026, 11, 23)
RULES = build_rules(Settings())
PIECES = st.sampled_from(
    [
        "- ",
        "  ",
        "\t",
        "# ",
        "## ",
        "> ",
        "\n",
        "\n\n",
        "---\n",
        "```\n",
        "%%",
        "<!--",
        "-->",
        "[[Ann]]",
        "[ ] ",
        "|",
        "`",
        "2026-11-02: ",
        "a",
        "word ",
        "\r\n",
        "$$",
        "\u202e",
        "\u2028",
        "]]",
        "gave: x",
        "asks: x\n",
        "~~",
        "\x0b",
        "::",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=30).map("".join)
ONE_LINE = TEXTS.map(lambda text: " ".join(text.split("\n")))


@given(TEXTS)
def test_every_passage_is_quoted_verbatim(text: str) -> None:
    passages = Passages("People/Ann.md", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [*passages.whole(), *passages.plain_lines()]
    for number in range(len(lines) + 2):
        around = passages.around(number)
        assert [one.line for one in around] == sorted({one.line for one in around})
        found += around
    for said in found:
        assert said.text
        assert said.text in lines[said.line - 1]


@given(ONE_LINE, ONE_LINE, ONE_LINE)
def test_a_pasted_brief_is_neither_contact_nor_task_nor_fact(name: str, text: str, path: str) -> None:
    said = Line(TODAY, f"{path}.md", 3, text)
    proof = Source(f"{path}.md", 3, text)
    brief = Brief(
        f"People/{path}.md",
        name,
        TODAY,
        proof,
        conversations=(Telling(TODAY, Channel.NOTE, (said, said), cut=True),),
        follow_ups=(FollowUp(proof, text, None, None, "", ("Ann.md",)),),
        asks=(Statement(text, 3),),
        aged=(said,),
        common=(Common(f"{path}.md", name, None, proof),),
        unanswered=tuple(Question),
    )
    markdown = brief_markdown(brief, TODAY)
    assert all(line[:1] == ">" for line in markdown.split("\n")[:-1])
    assert markdown.count("\n") == markdown.replace("\r", "\n").count("\n")
    for where in ("Daily/2026-11-20.md", "Meetings/2026-11-20 Tea.md", "People/Bob.md"):
        note, before = parse_note(where, f"Before\n\n{markdown}", RULES), parse_note(where, "Before\n", RULES)
        assert (note.entries, note.tasks, note.attendees) == (before.entries, (), before.attendees)
        assert note.contact == before.contact
    assert next(section.title for section in brief_sections(brief, TODAY)) == "When you last spoke"
