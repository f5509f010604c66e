"""Properties that stand in the text of a note: `Birthday:: 05-12`, `**Email:** a@b.org`, tables of key and value.

Source: Dataview, Adding Metadata (inline fields); obsidian-contacts for the table between `/---contact---/` lines.
"""

from collections.abc import Mapping

from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.text.headings import DETAILS
from pnm_vault.notes.text.lines import MAX_TEXT, Scan, is_item, without_marker
from pnm_vault.notes.text.log import leading_day
from pnm_vault.notes.text.tables import cells_of
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field
from pnm_vault.notes.values.fields import BodyField
from pnm_vault.patterns import pattern_of

MAX_FIELDS = 200

_KEY = r"[^\W\d_][\w /-]{0,39}"
_DATAVIEW_LINE = pattern_of(rf"\A[*_]{{0,2}}({_KEY})[*_]{{0,2}}::[*_]{{0,2}}(?=\s|\Z)[ \t]*+([^\n]*+)")
_DATAVIEW_INLINE = pattern_of(rf"(?:(?<!\[)\[(?!\[)|\()({_KEY})::[ \t]*+((?:\[\[[^\[\]]*+\]\]|[^\[\]()])*)[\])]")
_BOLD = pattern_of(rf"(?:\*\*|__)({_KEY})(?:\s?:(?:\*\*|__)|(?:\*\*|__)\s?:)[ \t]*+([^\n]*+)")
_PLAIN = pattern_of(rf"\A({_KEY})\s?:(?=\s)[ \t]*+([^\n]*+)")

# What a bold `**Key:** value` may not say of the contact, as it mostly means something else in running text.
_NOT_IN_TEXT_WORDS = (
    "name first_name last_name tags categories archived deceased private suggest interactions job_title follow_up"
)
_NOT_IN_TEXT = frozenset(_NOT_IN_TEXT_WORDS.split())
# What a bare `- Key: value` says where no heading announces details.
_PLAIN_WORDS = "email phone birthday anniversary last_contact next_contact met_on how_met where_met introduced_by"
_PLAIN_ENOUGH = frozenset(_PLAIN_WORDS.split())
_Found = tuple[str, str]


def read_inline_fields(scan: Scan, spellings: Mapping[str, str], body: str) -> list[BodyField]:
    """Find the properties in the text of a contact's note, in order. Keys that are none of ours are left out."""
    dataview = "::" in body
    bold = ":**" in body or "**:" in body or "__:" in body or ":__" in body
    table = "|" in body
    found: list[BodyField] = []
    for section in scan.sections:
        role = section.role
        details = role == DETAILS
        loose = details or (role is None and section.level < 2)
        if not (dataview or bold or table or loose):
            continue
        dated = bool(section.level) and section.title[:1].isdigit() and leading_day(section.title) is not None
        for number, text, _ in section.lines:
            if len(found) >= MAX_FIELDS or ("|" not in text and ":" not in text):
                continue
            pairs: list[_Found] = []
            if dataview and "::" in text:
                pairs = _dataview(text)
            elif text[0] == "|":
                pairs = _row(text)
            elif bold and not dated and (role is None or details):
                pairs = _bold(text)
            if not pairs and loose and not dated and (details or is_item(text)):
                pairs = _plain(text, details)
            for key, value in pairs:
                name = canonical_field(key, spellings)
                if value and name is not None and _may_say(name, text, role, details):
                    found.append(BodyField(key, Node(value, number), scan.line(number)[:MAX_TEXT].rstrip()))
    return found


def _may_say(name: str, text: str, role: str | None, details: bool) -> bool:
    if text[0] == "|" and not details:
        return name in _PLAIN_ENOUGH or (role is None and name not in _NOT_IN_TEXT)
    if "::" in text:
        return True
    return name not in _NOT_IN_TEXT


def _dataview(text: str) -> list[_Found]:
    line = _DATAVIEW_LINE.match(without_marker(text))
    if line is not None:
        return [(line[1], _value(line[2]))]
    return [(match[1], _value(match[2])) for match in _DATAVIEW_INLINE.finditer(text)]


def _bold(text: str) -> list[_Found]:
    match = _BOLD.match(without_marker(text))
    return [(match[1], _value(match[2]))] if match else []


def _plain(text: str, details: bool) -> list[_Found]:
    match = _PLAIN.match(without_marker(text))
    if match is None or not (details or canonical_field(match[1], SPELLINGS) in _PLAIN_ENOUGH):
        return []
    return [(match[1], _value(match[2]))]


def _row(text: str) -> list[_Found]:
    """Read a row of two cells; the key may be bold."""
    cells = cells_of(text)
    if len(cells) != 2:
        return []
    key = cells[0].strip("*_: ")
    return [(key, _value(cells[1]))] if key else []


def _value(text: str) -> str:
    """Return the value without the bold marks around the whole of it."""
    value = text.strip()
    for mark in ("**", "__"):
        if value.startswith(mark) and value.endswith(mark) and len(value) > 2 * len(mark):
            value = value[len(mark) : -len(mark)].strip()
    return value
