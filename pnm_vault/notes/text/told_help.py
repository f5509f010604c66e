"""What a contact looks for or can help with, as a log line tells it: `she is looking for a React developer`.

A line of a log is mostly about something else, so the words must begin a clause that is about the contact: not `I am
looking for`, not `her brother needs`, not `no longer looking for`. An offer to the owner is a favour
(`notes.text.favours`), no offer.
"""

import re

from pnm_vault.model.contact import Statement
from pnm_vault.notes.text.headings import LOG
from pnm_vault.notes.text.lines import Scan
from pnm_vault.notes.text.log import leading_day
from pnm_vault.patterns import pattern_of

MAX_STATEMENT = 300
MOST = 200

# What may stand in a text that tells of an ask or an offer; to look for these is quicker than to try the patterns. The
# few hints are for a whole text, the signs for a line.
HINTS = ("ing for ", "eeking ", "eed", "sked ", "elp with", "ffer")
SIGNS = (
    "ooking for", "earching for", "eeking ", "in need of", "eeds ", "sked if ", "sked whether ", "elp with",
    "ffered to ", "ffers to ", "ffered help",
)  # fmt: skip

_START = r"(?:\A|[,;.:!?]\s|[—–-]\s|\b(?:and|but|who)\s)(?:and |but |now |still )?"
_SUBJECT = r"(?:(?:she|he|they)(?:['’](?:s|re))?\s)?(?:(?:is|are)\s)?(?:(?:now|still|currently|also|urgently)\s)?"
_NOT_MINE = r"(?!(?:me|my|mine|us|our|it|him|her|them|no|to|nothing|that|this|you|your)\b)"
_ASK = pattern_of(
    rf"{_START}{_SUBJECT}(?:looking for|searching for|seeking|in need of|needs)\s{_NOT_MINE}(?=\w)", re.IGNORECASE
)
_ASK_FOR = pattern_of(
    rf"{_START}(?:(?:she|he|they)\s)?asked (?:me )?(?:if|whether) (?:i|we|any(?:body|one)|some(?:body|one)) "
    rf"kn(?:ow|ows|ew)\s(?:of\s)?{_NOT_MINE}(?=\w)",
    re.IGNORECASE,
)
_OFFER = pattern_of(
    rf"{_START}{_SUBJECT}(?:(?:can|could) (?:also )?help with|happy to help with|offered help with|offer(?:s|ed) to)\s"
    rf"{_NOT_MINE}(?=\w)",
    re.IGNORECASE,
)
_TO_OWNER = pattern_of(r"\b(?:me|my|us|our)\b", re.IGNORECASE)
_END = pattern_of(r"[;!?]|[.](?=\s|\Z)|,? (?:but|and (?:I|we|she|he|they))\b|,? (?:I|we) (?=said|told|will|know|may)")


def read_told_help(scan: Scan, body: str, asks: list[Statement], offers: list[Statement]) -> None:
    """Add what dated lines tell to what is listed, with their day: the newest of equals, none that is listed."""
    if not any(hint in body for hint in HINTS):
        return
    for section in scan.sections:
        if section.role is not None and section.role != LOG:
            continue
        for number, text, _ in section.lines:
            if "~~" in text or not any(sign in text for sign in SIGNS):
                continue
            found = leading_day(text)
            if found is None or found[0] is None:
                continue
            words = text[found[1] :].lstrip(" \t:—–=-|*_,")
            for said, into in ((told_asks(words), asks), (told_offers(words), offers)):
                for one in said:
                    if one in scan.line(number):
                        _add(Statement(one, number, found[0]), into)


def _add(told: Statement, into: list[Statement]) -> None:
    for place, had in enumerate(into):
        if had.text.casefold() == told.text.casefold():
            if had.day is not None and told.day is not None and had.day < told.day:
                into[place] = told
            return
    if len(into) < MOST:
        into.append(told)


def told_asks(words: str) -> tuple[str, ...]:
    """Give what the words of a log line (the date left out) say that a contact looks for; each is a part of them."""
    return tuple([said for pattern in (_ASK, _ASK_FOR) for said in _objects(pattern, words)])


def told_offers(words: str) -> tuple[str, ...]:
    """Give what the words of a log line say that a contact can help others with."""
    return tuple([said for said in _objects(_OFFER, words) if not _TO_OWNER.search(said)])


def _objects(pattern: re.Pattern[str], words: str) -> list[str]:
    found: list[str] = []
    for match in pattern.finditer(words):
        rest = words[match.end() :]
        end = _END.search(rest)
        said = rest[: end.start() if end else len(rest)][:MAX_STATEMENT].strip(' \t,—–-*_"“”')
        if len(said) > 2:
            found.append(said)
    return found
