"""Which contact of the vault each entry of a file is about, before anything is proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from pnm_vault.exchange.outgoing.exported import uid_of
from pnm_vault.model.contact import Contact
from pnm_vault.model.incoming import IncomingContact
from pnm_vault.model.record import Record
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.importing.items import Alike, Seen
from pnm_vault.pipeline.importing.ledger import Ledger

_ACTING = pattern_of(r"\[\[|\]\]|<%|%>|\{\{|\}\}|%%")

Near = Callable[[IncomingContact], Sequence[Seen]]
Groups = Callable[[Sequence[IncomingContact]], Alike]

SOMEBODY_ELSE = ""
"""As a decision: none of those whom an entry may be."""


class Resolved(Record, frozen=True):
    """One entry of a file (`source` is its key) and what is known of it: `path` or `seen`, if anything.

    `path` is the note of the contact that it is about, `seen` who it may be. `gone`: it was imported once, and its note
    is not there any more. `decided`: its owner said that it is none of those whom it may be.
    """

    source: str
    entry: IncomingContact
    path: str = ""
    seen: tuple[Seen, ...] = ()
    gone: bool = False
    decided: bool = False


def source_key(one: IncomingContact) -> str:
    """Give what an entry is known by in later exports: the source's own key, else its name with a first address."""
    if one.key:
        return f"{one.format}:{one.key}"
    sign = next((text for field in ("email", "phone", "url") for text in one.texts(field)), "")
    return f"{one.format}:{one.name.casefold()}|{sign.casefold()}"


def harmless(one: IncomingContact) -> IncomingContact:
    """Give an entry whose values cannot act in a property: no links, and nothing that a template plugin would run."""
    texts = (one.name, *[stated.text for stated in one.stated])
    if not any(_ACTING.search(text) for text in texts):
        return one
    stated = tuple([replace(each, text=_without_signs(each.text)) for each in one.stated])
    return replace(one, name=_without_signs(one.name), stated=stated)


def _without_signs(text: str) -> str:
    while _ACTING.search(text):
        text = _ACTING.sub(lambda sign: "" if sign[0] in ("[[", "]]") else sign[0][0], text)
    return text.strip()


class Resolver:
    """Says whom entries are about, by what was decided or found out before, by identifiers, and by likeness."""

    def __init__(
        self, contacts: Mapping[str, Contact], ledger: Ledger, near: Near, decided: Mapping[str, str] | None = None
    ) -> None:
        self.contacts = contacts
        self.ledger = ledger
        self.near = near
        self.decided = decided or {}
        self._names: dict[str, str] = {}
        # What an address book knows a contact by: the note's own `uid`, or what an export made of its path.
        self.uids = {uid_of("contact", path): path for path in contacts}
        self.uids |= {contact.uid: path for path, contact in contacts.items() if contact.uid}

    def resolve_all(self, entries: Sequence[IncomingContact], groups: Groups) -> list[Resolved]:
        """Say whom entries of files are about, each by itself and then by its company.

        An entry that is surely the same contact as another one is about the contact whom that one is about, or may be
        whoever that one may be. Else it would be so only when a note has what the other one brings, and a second import
        would change what the first did not.
        """
        found = [self.resolve(one) for one in entries]
        if all(one.path for one in found) or not any(one.path or one.seen for one in found):
            return found
        for group in groups([one.entry for one in found]).groups:
            company = [found[number] for number in group]
            for number, one in zip(group, company, strict=True):
                known = self.ledger.get(one.source)
                if not (one.path or one.gone or one.decided or (known is not None and known.open)):
                    found[number] = self._with_company(one, company)
        return found

    def _with_company(self, one: Resolved, company: Sequence[Resolved]) -> Resolved:
        known = self.ledger.get(one.source)
        others = frozenset(known.other) if known is not None else frozenset[str]()
        paths = sorted({each.path for each in company} - {"", *others})
        if len(paths) == 1:
            return replace(one, path=paths[0])
        seen = {each.path: each for other in company for each in other.seen if each.path not in others}
        told = {each.path: each.entry.name for each in company if each.path in paths}
        seen |= {path: Seen(path, True, (f"the same as {name}, as the file tells",), ()) for path, name in told.items()}
        return replace(one, seen=tuple([seen[path] for path in sorted(seen)]))

    def resolve(self, one: IncomingContact) -> Resolved:
        """Say whom one entry is about."""
        one = self._told_apart(one)
        source = source_key(one)
        known = self.ledger.get(source)
        decided = self.decided.get(source)
        if decided:
            return Resolved(source, one, decided)
        if known is not None and known.path in self.contacts:
            return Resolved(source, one, known.path)
        if (path := self._by_uid(one)) and decided is None:
            return Resolved(source, one, path)
        gone = known is not None and bool(known.path)
        if decided == SOMEBODY_ELSE:
            return Resolved(source, one, decided=True)
        others = set(known.other) if known is not None else set()
        seen = [found for found in self.near(one) if found.path not in others]
        sure = [found for found in seen if found.sure]
        if len(sure) == 1 and not (known is not None and known.open):
            return Resolved(source, one, sure[0].path)
        return Resolved(source, one, seen=tuple(seen), gone=gone)

    def _told_apart(self, one: IncomingContact) -> IncomingContact:
        """Give an entry with a key of its own, where a file knows several contacts by one key."""
        name = " ".join(one.name.casefold().split())
        shared = one.key and self._names.setdefault(source_key(one), name) != name
        return replace(one, key=f"{one.key}#{name}") if shared else one

    def _by_uid(self, one: IncomingContact) -> str:
        for uid in filter(None, (one.key, *one.texts("uid"))):
            for spelled in (uid, f"urn:uuid:{uid}", uid.removeprefix("urn:uuid:")):
                if spelled in self.uids:
                    return self.uids[spelled]
        return ""
