"""vCards 2.1, 3.0 and 4.0 as address books and phones write them.

Source: RFC 6350 (4.0), RFC 2426 (3.0), the vCard specification of 1996 (2.1).
"""

import re
from collections.abc import Iterable, Iterator

from pnm_vault.exchange.family_name import ending_of
from pnm_vault.exchange.incoming.cards.cutting import (
    MAX_PROBLEMS,
    MORE_PROBLEMS,
    RawCard,
    cut_cards,
    entry_problem,
    narrowed,
)
from pnm_vault.exchange.incoming.cards.draft import CardDraft, kept_lines, kind_of_other
from pnm_vault.exchange.incoming.cards.lines import MAX_PROPERTIES, MAX_TEXT, lines_of
from pnm_vault.exchange.incoming.cards.meaning import read_properties
from pnm_vault.model.incoming import Incoming, IncomingContact, Owner, Stated
from pnm_vault.model.problem import Problem

FORMAT = "vcard"

_BEGIN = re.compile(rb"^BEGIN[ \t]*:[ \t]*VCARD[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_OTHER = re.compile(rb"\s*BEGIN[ \t]*:[ \t]*VCALENDAR", re.IGNORECASE)


def recognises(name: str, head: bytes) -> bool:
    """Tell whether a file is one of vCards: its first line begins one, or its name says so and no calendar begins."""
    text = narrowed(head)
    first = _BEGIN.search(text.replace(b"\r", b"\n"))
    if first is not None and not text[: first.start()].strip():
        return True
    return name.lower().endswith((".vcf", ".vcard")) and _OTHER.match(text) is None


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read one file of vCards."""
    return read_cards([(file, content)], owner)


def read_cards(files: Iterable[tuple[str, bytes]], owner: Owner) -> Incoming:
    """Read several files of vCards as one address book, each a name and its content.

    Cards name each other by UID (groups their members, contacts whom they are related to), and a folder has each of
    them in a file of its own.
    """
    return _Reading(owner).read(files)


class _Reading:
    """Cards on their way to contacts: what refers to other cards waits until all are there."""

    def __init__(self, owner: Owner) -> None:
        self._owner_names = frozenset([name.casefold() for name in owner.names])
        self._owner_emails = frozenset(owner.emails)
        self._found: list[tuple[str, str, CardDraft]] = []  # file, name
        self._groups: list[CardDraft] = []
        self._problems: list[Problem] = []
        self._skipped: dict[str, int] = {}

    def read(self, files: Iterable[tuple[str, bytes]]) -> Incoming:
        for file, content in files:
            cut = cut_cards(content, file)
            self._problems += cut.problems
            foreign = 0
            for card in cut.cards:
                foreign = self._read_card(card, file, foreign)
        self._relate()
        circles = self._circles()
        contacts = [self._contact(*found, circles.get(at, ())) for at, found in enumerate(self._found)]
        return Incoming(tuple(contacts), (), tuple(self._problems), tuple(sorted(self._skipped.items())))

    def _read_card(self, card: RawCard, file: str, foreign: int) -> int:
        lines = lines_of(card)
        if lines.too_many:
            self._complain(file, card.line, f"This card has more than {MAX_PROPERTIES} lines: it is left out.")
            return foreign
        for line, message in lines.unread:
            self._complain(file, line, message)
        if lines.foreign and not foreign:
            self._complain(file, lines.foreign, "This is not UTF-8: it was read as Windows-1252. Look at its accents.")
        draft = CardDraft(card.line)
        read_properties(draft, lines.properties)
        self._file_away(draft, file)
        return foreign or lines.foreign

    def _file_away(self, draft: CardDraft, file: str) -> None:
        """Put a card where it belongs: contacts, groups, or what is left out."""
        if draft.kind == "group":
            self._groups.append(draft)
            return
        other = kind_of_other(draft)
        name = _name_of(draft)
        if other:
            self._skip(other)
        elif not name:
            self._complain(file, draft.line, "This card has neither a name nor an e-mail address: it is left out.")
        elif self._is_owner(draft, name):
            self._skip("your own card")
        else:
            for line, message in draft.faults:
                self._complain(file, line, f"{name[:80]}: {message}")
            self._found.append((file, name, draft))

    def _is_owner(self, draft: CardDraft, name: str) -> bool:
        emails = {text.lower() for text in draft.texts("email")}
        if emails & self._owner_emails:
            return True
        namesake = bool(emails and self._owner_emails)
        return name.casefold() in self._owner_names and not namesake

    def _relate(self) -> None:
        """Say of relations that name a card who is meant; those that lead nowhere are kept as they are."""
        names = {known: name for _, name, draft in self._found for known in _known_by(draft)}
        for _, _, draft in self._found:
            for uid, label, one in draft.related:
                if (name := names.get(_bare_uid(uid))) is not None:
                    draft.state("knows", name, one, label)
                else:
                    draft.unknown.append(one)

    def _circles(self) -> dict[int, tuple[str, ...]]:
        """Give the names of the groups that each contact is in, by its place."""
        places: dict[str, int] = {}
        for at, (_, _, draft) in enumerate(self._found):
            for known in _known_by(draft):
                places.setdefault(known, at)
        circles: dict[int, dict[str, None]] = {}
        for group in self._groups:
            name = _name_of(group)
            for member in dict.fromkeys(map(_bare_uid, group.members)):
                at = places.get(member, -1)
                if at < 0:
                    self._skip("members of groups who are in none of the cards")
                elif name:
                    circles.setdefault(at, {})[name] = None
        return {at: tuple(names) for at, names in circles.items()}

    def _contact(self, file: str, name: str, draft: CardDraft, circles: tuple[str, ...]) -> IncomingContact:
        kept, dropped = kept_lines(draft)
        if dropped:
            self._skip("lines too long to be kept (keys, sounds, logos)", dropped)
        stated = [*_of_name(draft, name), *_in_order(draft)]
        known = {one.text for one in stated if one.field == "circles"}
        stated += [Stated("circles", circle) for circle in circles if circle not in known]
        words = "\n".join([*draft.notes, *draft.words])
        if len(words) > MAX_TEXT:
            self._complain(file, draft.line, f"Of the words of this card only {MAX_TEXT} characters are taken.")
        return IncomingContact(
            format=FORMAT,
            file=file,
            line=draft.line,
            name=name,
            key=draft.key,
            stated=tuple(stated),
            words=words[:MAX_TEXT],
            revised=draft.revised,
            private=draft.private,
            photo=draft.photo,
            kept=kept,
        )

    def _skip(self, reason: str, count: int = 1) -> None:
        self._skipped[reason] = self._skipped.get(reason, 0) + count

    def _complain(self, file: str, line: int, message: str) -> None:
        if len(self._problems) <= MAX_PROBLEMS:
            told = message if len(self._problems) < MAX_PROBLEMS else MORE_PROBLEMS
            self._problems.append(entry_problem(file, line, told))


def _bare_uid(uid: str) -> str:
    return uid.strip().lower().removeprefix("urn:uuid:")


def _known_by(draft: CardDraft) -> Iterator[str]:
    """Give by what other cards may name this one: its UID and its e-mail addresses."""
    if draft.key:
        yield _bare_uid(draft.key)
    for text in draft.texts("email"):
        yield f"mailto:{text.lower()}"


def _in_order(draft: CardDraft) -> Iterator[Stated]:
    """Give what is stated in its order, but the preferred ones of each field first."""
    found = sorted(draft.stated.values(), key=lambda pair: pair[1].line)
    if any(preference != 100 for preference, _ in found):
        first: dict[str, int] = {}
        for at, (_, one) in enumerate(found):
            first.setdefault(one.field, at)
        found.sort(key=lambda pair: (first[pair[1].field], pair[0]))
    return iter([one for _, one in found])


def _name_of(draft: CardDraft) -> str:
    """Give the name: FN, unless it is N turned round (`Lee, Ann`); else N, a nickname, an e-mail address."""
    composed = _composed(draft)
    if draft.names:
        family, given = draft.parts[:2]
        turned = f"{family}, {given}".casefold() if family and given else ""
        name = draft.names[0]
        return composed if turned and name.casefold() in (turned, f"{turned} {draft.parts[2]}".casefold()) else name
    if composed:
        return composed
    for wanted in ("aliases", "email"):
        if found := draft.texts(wanted):
            return found[0]
    return ""


def _composed(draft: CardDraft) -> str:
    family, given, additional = draft.parts[:3]
    return " ".join(filter(None, (given, additional, family)))


def _of_name(draft: CardDraft, name: str) -> Iterator[Stated]:
    """Give what the parts of a name say beyond it: the family name where it is not the last word, and other names.

    Small words before the last word (`van der`, `de`) go with it, as they do when a contact is exported.
    """
    family = draft.parts[0]
    whole = " ".join(name.replace(",", " ").split())
    if family and " " in whole and " ".join(family.split()) != ending_of(whole) and f" {family} " in f" {whole} ":
        yield Stated("last_name", family)
    composed = _composed(draft) if family and draft.parts[1] else ""
    for other in dict.fromkeys([composed, *draft.names[1:]]):
        if other and _words_of(other) != _words_of(name):
            yield Stated("aliases", other)


def _words_of(name: str) -> list[str]:
    """Give the words of a name in no order: `Lee, Ann` is no other name than `Ann Lee`."""
    return sorted(name.casefold().replace(",", " ").split())
