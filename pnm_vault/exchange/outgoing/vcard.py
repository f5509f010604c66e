"""One contact as a vCard, 3.0 or 4.0.

Source: RFC 2426, RFC 6350; Apple's own properties as its address book writes them.
"""

from collections.abc import Iterable, Iterator

from pnm_vault.exchange.category_words import CATEGORY_OF, NO_CATEGORY, OWN_CATEGORY
from pnm_vault.exchange.family_name import ending_of
from pnm_vault.exchange.outgoing.content_line import content_line, escape
from pnm_vault.exchange.outgoing.exported import PRODUCT, Exported, one_line, without_controls
from pnm_vault.model.contact import Contact, ImportantDate
from pnm_vault.patterns import pattern_of

VERSIONS = ("3.0", "4.0")

_NO_YEAR = 1604  # a leap year, by which Apple and many servers mean "no year"
_APPLE_LABELS = {"anniversary": "_$!<Anniversary>!$_"}

# A line that came in: its group, and its name, which must be none of those that stand once in every card.
_KEPT_NAME = pattern_of(r"(?:[A-Za-z0-9-]++\.)?([A-Za-z0-9/-]++)[;:]")
_OWN_NAMES = frozenset(["BEGIN", "END", "VERSION", "PRODID", "UID", "KIND", "FN", "N"])

Property = tuple[str, str]


def card_of(exported: Exported, version: str) -> bytes:
    """Give the vCard of a contact. The same contact gives the same bytes: there is no time stamp in it.

    Raises:
        ValueError: it has no name that could be written.
    """
    name = one_line(exported.contact.name)
    if not name:
        raise ValueError("it has no name that could be written")
    old = version == "3.0"
    properties: list[Property] = [("VERSION", version), ("PRODID", PRODUCT), ("UID", escape(exported.uid))]
    properties += [] if old else [("KIND", "individual")]
    properties += [("FN", escape(name)), ("N", _structured(name, exported.contact.last_name))]
    properties += _facts(exported.contact, old)
    properties += _dates(exported.contact.dates, old)
    properties += _related(exported, old)
    lines = [content_line(*one) for one in (*_grouped(properties), *_kept(exported.kept))]
    return b"".join([b"BEGIN:VCARD\r\n", *lines, b"END:VCARD\r\n"])


def _structured(name: str, last_name: str | None) -> str:
    """Give a name in the parts of N: the family name is what the note says it is, first or last, else the last word.

    Small words before the last word (`van der`, `de`) go with it. A single word is a given name.
    """
    family = one_line(last_name or "")
    if family and name.startswith(f"{family} ") and not name.endswith(f" {family}"):
        return f"{escape(family)};{escape(name.removeprefix(family).strip())};;;"
    if not family or not name.endswith(f" {family}"):
        family = ending_of(name) if " " in name else ""
    given = name.removesuffix(family).strip()
    return f"{escape(family)};{escape(given)};;;"


def _facts(contact: Contact, old: bool) -> Iterator[Property]:
    yield from _each("NICKNAME", contact.aliases)
    yield from _each("ORG", contact.organisations)
    yield from _each("TITLE", (contact.role or "",))
    yield from _each("EMAIL", contact.emails)
    yield from _each("TEL", contact.phones)
    yield from _each("URL", contact.urls)
    if place := one_line(contact.place or ""):
        yield "ADR", f";;;{escape(place)};;;"
    yield from _each("TZ;VALUE=text" if old else "TZ", (contact.time_zone or "",))
    words = (contact.category or "", *contact.circles, *contact.tags)
    if groups := dict.fromkeys(filter(None, map(one_line, words))):
        yield "CATEGORIES", ",".join(map(escape, groups))
    if not contact.category and any(word.casefold() in CATEGORY_OF for word in groups):
        # A circle that is called `friends` is to come back as that. Behind a category it does anyway.
        yield OWN_CATEGORY, NO_CATEGORY


def _each(name: str, values: Iterable[str]) -> Iterator[Property]:
    for value in values:
        if text := without_controls(value).strip():
            yield name, escape(text)


def _dates(dates: tuple[ImportantDate, ...], old: bool) -> Iterator[Property]:
    """Give birthday and anniversary by the properties that are there once each, all others by Apple's.

    Version 3.0 has no anniversary: it is written twice, as most programs read it and as Apple does.
    """
    taken = set()
    for day in dates:
        label = one_line(day.label)
        kind = label.casefold()
        first = kind not in taken
        taken.add(kind)
        if kind == "birthday" and first:
            yield _day("BDAY", day, old)
            continue
        if kind == "anniversary" and first:
            yield _day("X-ANNIVERSARY" if old else "ANNIVERSARY", day, old)
            if not old:
                continue
        yield _day("item.X-ABDATE", day, old)
        yield "item.X-ABLabel", escape(_APPLE_LABELS.get(kind, label))


def _day(name: str, day: ImportantDate, old: bool) -> Property:
    if old:
        mark = f";X-APPLE-OMIT-YEAR={_NO_YEAR}" if day.year is None else ""
        return name + mark, f"{day.year or _NO_YEAR:04d}-{day.month:02d}-{day.day:02d}"
    year = "--" if day.year is None else f"{day.year:04d}"
    return name, f"{year}{day.month:02d}{day.day:02d}"


def _related(exported: Exported, old: bool) -> Iterator[Property]:
    for one in exported.knows:
        name = one_line(one.name)
        if old and name:
            yield "item.X-ABRELATEDNAMES", escape(name)
            yield "item.X-ABLabel", "knows"
        elif one.uid.startswith("urn:uuid:"):
            yield "RELATED;TYPE=acquaintance", one.uid
        elif name:
            yield "RELATED;TYPE=acquaintance;VALUE=text", escape(name)


def _grouped(properties: Iterable[Property]) -> Iterator[Property]:
    """Give each value that has a label a group with it, by number."""
    number = 0
    for name, value in properties:
        if name.startswith("item."):
            number += not name.endswith("X-ABLabel")
        yield name.replace("item.", f"item{number}.", 1), value


def _kept(lines: tuple[str, ...]) -> Iterator[Property]:
    """Give the lines that came in and are handed back, but for those that could not stand in a card of ours."""
    for line in lines:
        match = _KEPT_NAME.match(line)
        if match is None or match[1].upper() in _OWN_NAMES or without_controls(line) != line or "\n" in line:
            continue
        head, colon, value = line.partition(":")
        if colon:
            yield head, value
