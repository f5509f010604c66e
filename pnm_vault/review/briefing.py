"""A brief in words: its sections and rows, for the terminal; and as Markdown that can be pasted into any note."""

from datetime import date

from pnm_vault.insights.briefing.brief import Brief, Question
from pnm_vault.insights.briefing.telling import Line, undated
from pnm_vault.model.favour import Favour, FavourKind
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source
from pnm_vault.review.escape import md, wikilink
from pnm_vault.review.wording import milestone, plain, stem

# With a note that says next to nothing, five questions at once would be an interview.
MOST_QUESTIONS = 2
# What was said is shown in full; more than this is no line of a log.
LINE_LIMIT = 1000

TOO_LITTLE = "Too little yet to have in mind. A line in the log after each talk is all it takes."

QUESTIONS = {
    Question.WHO_THEY_KNOW: "Who do they know that knows you?",
    Question.WHAT_I_KNOW: "What do they care about just now?",
    Question.WHAT_THEY_KNOW: "What would you like them to know of you?",
    Question.LEARNING: "What could you learn together?",
    Question.BENEFIT: "What could each of you do for the other?",
}


class BriefRow(Row, frozen=True):
    """One row: `lead` (a day or a word or two), the text as it stands in the note, and its proof."""

    lead: str
    text: str
    proof: Source | None = None


class BriefSection(Row, frozen=True):
    """A heading with its rows, one at least."""

    title: str
    rows: tuple[BriefRow, ...]


def ago(day: date, today: date) -> str:
    """Return how long ago a day was, as precisely as people say it: `3 days ago`, `14 months ago`."""
    days = (today - day).days
    if days <= 1:
        return "yesterday" if days == 1 else "today"
    for limit, size, unit in ((14, 1.0, "day"), (61, 7.0, "week"), (730, 30.44, "month")):
        if days < limit:
            return f"{round(days / size)} {unit}s ago"
    return f"{round(days / 365.25)} years ago"


def last_words(brief: Brief, today: date) -> str:
    """Return when the two were last in touch."""
    if brief.last is None:
        return "No contact is recorded yet."
    return f"Last in touch {brief.last}, {ago(brief.last, today)}."


def brief_sections(brief: Brief, today: date) -> tuple[BriefSection, ...]:
    """Return what there is to have in mind, in the order in which one would want it; empty sections are left out."""
    found = (
        ("When you last spoke", _conversations(brief)),
        (
            "Promised, and still open as far as your notes say",
            [
                BriefRow(f"{'you' if one.mine else 'they'}, {one.said.day}", one.said.text, _proof(one.said))
                for one in brief.promises
            ],
        ),
        (
            "What you meant to do",
            [BriefRow(f"by {one.due}" if one.due else "any time", one.text, one.source) for one in brief.follow_ups],
        ),
        ("What they look for", [BriefRow("", ask.text, Source(brief.path, ask.line)) for ask in brief.asks]),
        (
            "Worth asking after",
            [BriefRow(f"noted {ago(line.day, today)}", undated(line), _proof(line)) for line in brief.aged],
        ),
        (
            "What you could tell them",
            [
                BriefRow(f"{', '.join(one.terms)}, {one.said.day}", one.said.text, _proof(one.said))
                for one in brief.news
            ],
        ),
        (
            "Whom you both know",
            [
                BriefRow(one.name, f"together on {one.together}" if one.together else "as noted", one.proof)
                for one in brief.common
            ],
        ),
        (
            "Days to remember",
            [BriefRow(str(one.day), milestone(one.label, one.turns), one.source) for one in brief.dates],
        ),
        ("What you did for each other", _favours(brief)),
        ("Next to find out", [BriefRow("", QUESTIONS[one]) for one in brief.unanswered[:MOST_QUESTIONS]]),
    )
    return tuple([BriefSection(title, tuple(rows)) for title, rows in found if rows])


def brief_markdown(brief: Brief, today: date) -> str:
    """Return the brief as a quote that can be pasted into any note, LF line ends.

    In a quote no link is contact and no line a fact, so that the brief is never taken for what the owner wrote.
    """
    last = md(last_words(brief, today))
    if brief.proof is not None:
        last += f" ({_link(brief.proof)})"
    lines = [f"[!note] Before you talk to {wikilink(brief.path, brief.name)}", last]
    if brief.says_little and brief.unanswered:
        lines += ["", md(TOO_LITTLE)]
    for section in brief_sections(brief, today):
        lines += ["", f"**{section.title}**", "", *[f"- {_item(row)}" for row in section.rows]]
    return "\n".join([f"> {line}".rstrip() for line in lines]) + "\n"


def _conversations(brief: Brief) -> list[BriefRow]:
    rows: list[BriefRow] = []
    for telling in brief.conversations:
        for place, line in enumerate(telling.lines):
            rows.append(BriefRow("" if place else str(telling.day), undated(line), _proof(line)))
        if telling.cut:
            rows.append(BriefRow("", "… and more in this note.", Source(telling.lines[-1].path)))
    return rows


def _favours(brief: Brief) -> list[BriefRow]:
    rows = [BriefRow(_who_and_when(favour), favour.text, proof) for favour, proof in brief.favours]
    return [*rows, BriefRow("", "What could you do for them next?")] if rows and brief.give_next else rows


def _who_and_when(favour: Favour) -> str:
    """Say who did it, what sort of help it was where it was no plain favour, and when."""
    who = ("they asked" if favour.given else "you asked") if favour.asked else "you" if favour.given else "they"
    kind = "" if favour.kind is FavourKind.FAVOUR else favour.kind.value
    return ", ".join(filter(None, (who, kind, str(favour.day or ""))))


def _proof(line: Line) -> Source:
    return Source(line.path, line.line)


def _item(row: BriefRow) -> str:
    said = [md(part, LINE_LIMIT) for part in (plain(row.lead), plain(row.text)) if part]
    proof = f" ({_link(row.proof)})" if row.proof is not None else ""
    return " · ".join(said) + proof


def _link(proof: Source) -> str:
    name = stem(proof.path)
    return wikilink(proof.path, f"{name}, line {proof.line}" if proof.line else name)
