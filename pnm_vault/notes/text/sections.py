"""List-like facts from the body of a contact's note (and of Me.md): what stands below headings that announce them."""

import re
from collections.abc import Sequence
from datetime import date

from pnm_vault.model.contact import Link, Statement
from pnm_vault.model.favour import Favour
from pnm_vault.model.note import Entry, Origin
from pnm_vault.notes.text.favours import HELPED_ME, I_HELPED, SIGNS, told_favours
from pnm_vault.notes.text.headings import FAVOURS, LOG
from pnm_vault.notes.text.lines import Scan, Section, is_item, without_marker
from pnm_vault.notes.text.links import is_day_name, is_struck, link_spans, split_link_values
from pnm_vault.notes.text.log import leading_day
from pnm_vault.notes.text.togetherness import first_chain
from pnm_vault.notes.text.told_deeds import kind_of
from pnm_vault.notes.text.told_help import read_told_help
from pnm_vault.notes.values.dates import is_blank, is_template_text, parse_day
from pnm_vault.patterns import holds_any, pattern_of

MAX_STATEMENT = 300
MAX_ITEMS = 200

_LIST_ROLES = frozenset(["asks", "goals", "offers", "interests", "they_know", "learning", "gift_ideas", "circle_order"])
_ROLES = _LIST_ROLES | {"knows", "introduced_by", "how_met", "where_met", FAVOURS, "favours_given", "favours_received"}
_AFTER_DAY = " \t:—–=-|*_,"
_BLOCK_ID = pattern_of(r"\s\^[A-Za-z0-9-]+\Z")
_LABEL = pattern_of(r"\A[*_]{0,2}([A-Za-z][A-Za-z ]{0,30}[A-Za-z]?)[*_]{0,2}\s?:[*_]{0,2}\s*+")
_WHEN = frozenset(["date", "when", "day", "since", "first met", "met on", "date met"])
_HOW = frozenset(["context", "how", "story", "how we met", "occasion", "details", "notes"])
_WHERE = frozenset(["where", "place", "location", "at", "event", "venue", "met at", "where we met"])
_THROUGH = frozenset(["introduced by", "through", "via", "by", "intro by", "introduced through", "referred by", "who"])

_INTRODUCED = pattern_of(
    r"\b(introduced (?:me|us) to|(?:i|I) (?:have )?introduced [\w ]{0,40}?\bto|introduced (?:them|her|him) to|"
    r"(?:introduced|intro) (?:by|through|via))\b[\s:*_]*+\Z",
    re.IGNORECASE,
)
_INTRODUCED_US = pattern_of(r"[\s*_]{0,9}introduced (?:us\b(?! to)|me to (?:her|him|them)\b)", re.IGNORECASE)
_GIVEN = pattern_of(
    r"(?:[*_]{0,2}(?:given|gave|i helped|i gave|for them|from me)\b[*_]{0,2}|→|->)[\s:—–-]*+[*_]{0,2}\s*+",
    re.IGNORECASE,
)
_RECEIVED = pattern_of(
    r"(?:[*_]{0,2}(?:received|got|they helped(?: me)?|helped me|for me|from them)\b[*_]{0,2}|←|<-)"
    r"[\s:—–-]*+[*_]{0,2}\s*+",
    re.IGNORECASE,
)


class Facts:
    """What the sections of a note say, in the order of the note. Every statement's text is found in its line."""

    __slots__ = (
        "asks", "circle_order", "entries", "favours", "gift_ideas", "goals", "how_met", "interests", "introduced_by",
        "knows", "learning", "met_on", "offers", "they_know", "where_met",
    )  # fmt: skip

    def __init__(self) -> None:
        self.asks: list[Statement] = []
        self.goals: list[Statement] = []
        self.offers: list[Statement] = []
        self.interests: list[Statement] = []
        self.they_know: list[Statement] = []
        self.learning: list[Statement] = []
        self.gift_ideas: list[Statement] = []
        self.circle_order: list[Statement] = []
        self.how_met: Statement | None = None
        self.where_met: Statement | None = None
        self.met_on: date | None = None
        self.knows: list[Link] = []
        self.introduced_by: list[Link] = []
        self.favours: list[Favour] = []
        self.entries: list[Entry] = []

    def meet(self, scan: Scan, number: int, day: date) -> None:
        """Take the day when they first met, which is contact too; the first one that is found counts."""
        if self.met_on is None:
            self.met_on = day
            self.entries.append(Entry(day, number, scan.proof(number), Origin.FIELD, own=True))

    def list_of(self, role: str) -> list[Statement]:
        """Return the list that the items below a heading of this role go to."""
        # Roles of lists are the names of the lists, so that a new one is a new attribute and nothing else.
        found: list[Statement] = getattr(self, role)
        return found


def read_sections(scan: Scan, body: str) -> Facts:
    """Read what headings announce, and, in any line, who introduced whom, who helped whom and who could."""
    facts = Facts()
    for section in scan.sections:
        role = section.role
        if role not in _ROLES:
            continue
        if role in _LIST_ROLES:
            _read_items(scan, section, facts.list_of(role))
            if role == "goals":
                _read_items(scan, section, facts.asks)
        elif role == "knows":
            facts.knows += _linked(scan, section)
        elif role == "introduced_by":
            facts.introduced_by += _linked(scan, section)
        elif role == "how_met":
            _read_how_met(scan, section, facts)
        elif role == "where_met":
            facts.where_met = facts.where_met or _first_statement(scan, section)
        else:
            _read_favours(scan, section, role, facts)
    if scan.links and "ntroduced" in body:
        _read_introductions(scan, facts)
    signs = [sign for sign in SIGNS if sign in body]
    if signs:
        # Where something was blanked, what a line holds need not stand in the body in the same way.
        _read_told_favours(scan, facts, signs if scan.as_written else SIGNS)
    read_told_help(scan, body, facts.asks, facts.offers)
    return facts


def statement_text(scan: Scan, number: int, text: str) -> str:
    """Return the words of an item as the user wrote them, a verbatim part of the line; `""` when it says nothing."""
    bare = without_marker(scan.words(number, text))
    if " ^" in bare:
        bare = _BLOCK_ID.sub("", bare)
    bare = bare[:MAX_STATEMENT].strip()
    core = bare.strip("*_.…()[] ")
    if not core or is_blank(core) or core.lower() in ("none yet", "nothing yet", "not yet"):
        return ""
    if bare in text or bare in scan.line(number):
        return bare
    # A comment in the middle of the line: what stands before it is still the user's own words.
    before = without_marker(scan.line(number)).partition("%%")[0].partition("<!--")[0]
    return before[:MAX_STATEMENT].strip()


def _read_items(scan: Scan, section: Section, into: list[Statement]) -> None:
    for number, text, _ in section.lines:
        if is_item(text) and len(into) < MAX_ITEMS:
            words = statement_text(scan, number, text)
            one = _dated(words, number) if words and section.role in ("asks", "offers") else Statement(words, number)
            if words and not is_struck(one.text):
                into.append(one)


def _dated(words: str, number: int) -> Statement:
    """Make a statement of an item; a date that it begins with is the day on which it was said."""
    found = leading_day(words) if words[0].isdigit() or words[0] in "[(*" else None
    rest = words[found[1] :].lstrip(_AFTER_DAY) if found is not None and found[0] is not None else ""
    return Statement(rest, number, found[0]) if found is not None and rest else Statement(words, number)


def _first_statement(scan: Scan, section: Section) -> Statement | None:
    for number, text, _ in section.lines:
        if text[0] not in "|!":
            words = statement_text(scan, number, text)
            if words:
                return Statement(words, number)
    return None


def _linked(scan: Scan, section: Section) -> list[Link]:
    """Return the first link of every line with those that are joined to it (`[[Ann]] and [[Bob]] - cousins`)."""
    found: list[Link] = []
    for number, text, _ in section.lines:
        if number in scan.links:
            found += [Link(target, number) for target in first_chain(text, link_spans(text)) if not is_day_name(target)]
    return found[:MAX_ITEMS]


def _read_how_met(scan: Scan, section: Section, facts: Facts) -> None:
    """Read prose, or lines with a label: `Date:`, `Context:`, `Where:`, `Introduced by:`."""
    spare: Statement | None = None
    for number, text, _ in section.lines:
        words = statement_text(scan, number, text) if text[0] not in "|!" else ""
        if not words:
            continue
        label = _LABEL.match(words)
        name = label[1].strip().lower() if label else ""
        value = words[label.end() :].strip() if label else words
        if label and not value:
            continue
        if is_template_text(value) or is_blank(value):
            continue
        if name in _WHEN:
            day = parse_day(value)
            if day is not None:
                facts.meet(scan, number, day)
            elif spare is None:
                spare = Statement(value, number)
        elif name in _WHERE:
            facts.where_met = facts.where_met or Statement(value, number)
        elif name in _THROUGH:
            facts.introduced_by += [
                Link(target, number, target not in scan.links.get(number, ())) for target in split_link_values(value)
            ]
        elif facts.how_met is None:
            facts.how_met = Statement(value if name in _HOW else words, number)
            found = leading_day(words)
            if found is not None and found[0] is not None:
                facts.meet(scan, number, found[0])
    if facts.how_met is None:
        facts.how_met = spare


def _read_favours(scan: Scan, section: Section, role: str, facts: Facts) -> None:
    for number, text, _ in section.lines:
        if not is_item(text) or len(facts.favours) >= MAX_ITEMS:
            continue
        words = statement_text(scan, number, text)
        if not words:
            continue
        found = leading_day(words)
        day, rest = (found[0], words[found[1] :].lstrip(" \t:—–=|*_,")) if found else (None, words)
        given: bool | None = True if role == "favours_given" else False if role == "favours_received" else None
        if given is None:
            label = _GIVEN.match(rest)
            given = True if label else None
            if label is None and (label := _RECEIVED.match(rest)):
                given = False
            if label is not None and rest[label.end() :]:
                rest = rest[label.end() :]
            elif given is None:
                given = True if I_HELPED.search(rest) else False if HELPED_ME.search(rest) else None
        if given is not None and rest:
            facts.favours.append(Favour(rest, given, day, number, kind=kind_of(rest)))


def _read_told_favours(scan: Scan, facts: Facts, signs: Sequence[str]) -> None:
    """Read dated lines of a log that tell of favours (`gave: a lift`), unless a list of favours has them already.

    Lines without any of the `signs` tell of none.
    """
    listed = {(favour.day, favour.way) for favour in facts.favours}
    for section in scan.sections:
        role = section.role
        if role is not None and role != LOG:
            continue
        for number, text, _ in section.lines:
            if not holds_any(text, signs):
                continue
            found = leading_day(text)
            if found is None or found[0] is None:
                continue
            for told in told_favours(text[found[1] :].lstrip(" \t:—–=-|*_,")):
                words = told.text[:MAX_STATEMENT].rstrip()
                favour = Favour(words, told.given, found[0], number, "", told.kind, told.asked, told.name)
                known = (found[0], favour.way) in listed or len(facts.favours) >= MAX_ITEMS
                if not known and words in scan.line(number):
                    facts.favours.append(favour)


def _read_introductions(scan: Scan, facts: Facts) -> None:
    """Read `Introduced me to [[Ann]]`, `I introduced them to [[Bob]]`, `introduced by [[Eve]]` and the like."""
    told = {(link.target, link.line) for link in (*facts.knows, *facts.introduced_by)}
    for number in scan.links:
        text = scan.seen(number)
        if "ntroduced" not in text:
            continue
        spans = link_spans(text)
        end = 0
        for at, (target, start, stop) in enumerate(spans):
            before = text[max(end, start - 80) : start]
            end = stop
            said = _INTRODUCED.search(before) if "ntro" in before else None
            if said is not None:
                names = first_chain(text, spans[at:])
                links = [Link(name, number) for name in names if (name, number) not in told]
                by = said[1].lower().endswith(("by", "through", "via"))
                (facts.introduced_by if by else facts.knows).extend(links)
            elif _INTRODUCED_US.match(text, stop, stop + 60):
                facts.introduced_by.append(Link(target, number))
