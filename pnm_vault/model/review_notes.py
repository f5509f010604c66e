"""Which review notes there are, what they are called, and what `review.notes` says of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

PAGES: Mapping[str, str] = MappingProxyType(
    {
        "agenda": "Agenda",
        "reconnect": "Reconnect",
        "mentoring": "Mentoring",
        "introductions": "Introductions",
        "acquainted": "Probably acquainted",
        "help": "Help for what I need",
        "needs": "What I can do for whom",
        "reciprocity": "Giving and receiving",
        "network": "Network",
        "capital": "Social capital",
        "questions": "Five questions",
        "plan": "Plan for the quarter",
        "follow-ups": "Follow-ups",
        "dates": "Dates ahead",
        "facts": "Facts to check",
        "events": "Events and communities",
        "pictures": "Pictures",
        "duplicates": "Duplicates",
        "problems": "Vault problems",
        "month": "Months",
        "quarter": "Quarters",
        "year": "Years",
        "circle": "Circles",
    }
)
"""Template name to title, which is the file's name; the order in which the notes are written and listed.

Of the last four it is the folder: the note about a period or a circle is called after it. That about a period stays
when the next one ends. Those about a circle, the pictures and duplicates are there where their owner asked for them.
"""

NOT_CHOSEN: Mapping[str, str] = MappingProxyType(
    {
        "pictures": "it is made by `pnm map`",
        "duplicates": "it is made by `pnm duplicates --review`",
        "month": "it is made as review.periods says",
        "quarter": "it is made as review.periods says",
        "year": "it is made as review.periods says",
        "circle": "it is made by `pnm circle NAME --write`",
    }
)
"""The notes in which `review.notes` has no say, and what has."""

CHOSEN = tuple([name for name in PAGES if name not in NOT_CHOSEN])
ALL = "all"
FEW = "few"
FEW_NOTES = ("agenda", "reconnect", "introductions", "follow-ups", "dates", "problems")
"""What a new vault begins with: what is to be done, by when, and what could not be read."""

LEFT_OUT = "-"


def wanted_notes(words: Iterable[str]) -> frozenset[str]:
    """Give the names of those `CHOSEN` that `review.notes` asks for.

    A word is `all`, `few`, or a name; with `-` before it that note is left out, whatever else is said. Where every word
    leaves out, it is out of all.
    """
    said = tuple(words)
    out = frozenset([word.removeprefix(LEFT_OUT) for word in said if word.startswith(LEFT_OUT)])
    asked = [word for word in said if not word.startswith(LEFT_OUT)]
    if ALL in asked or (out and not asked):
        asked += CHOSEN
    if FEW in asked:
        asked += FEW_NOTES
    return frozenset(asked).intersection(CHOSEN) - out
