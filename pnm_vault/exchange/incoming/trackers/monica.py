"""The export of a Monica account as JSON. Monica's vCards are read as any others.

Source: the export of Monica 4 (format `1.0-preview.1`): an account with lists of things, each `{count, type, values}`,
and each thing with `uuid`, `properties` and lists of its own.
"""

import json
from datetime import date

from pnm_vault.exchange.incoming.cards.lines import Property
from pnm_vault.exchange.incoming.cards.values import photo_of
from pnm_vault.exchange.incoming.encodings import HEAD, MAX_BYTES, decode
from pnm_vault.exchange.incoming.names import joined_name
from pnm_vault.exchange.incoming.reading import MAX_SUBJECT, Draft, Reading
from pnm_vault.exchange.incoming.trackers.monica_things import (
    Thing,
    day_of,
    direction_of,
    property_of,
    read_properties,
    read_things,
    text_of,
    things,
    told,
    uuids,
)
from pnm_vault.model.incoming import Incoming, Owner, Participant, Photo
from pnm_vault.model.note import Channel, Direction

NAME = "monica"

_SQL = ("dump of data", "# Export date:", "SET FOREIGN_KEY_CHECKS=0")
_KEYS = ('"account"', '"export_date"', '"exported_by"')


def recognises(name: str, head: bytes) -> bool:
    """Tell whether this is an account's export, as JSON or (to say what to do instead) as SQL."""
    text = decode(head[:HEAD], cut=True) or ""
    if text.lstrip().startswith("{"):
        return all(key in text for key in _KEYS)
    return text.lstrip().startswith("# ****") and all(part in text[:2_000] for part in _SQL)


def read(content: bytes, file: str, owner: Owner) -> Incoming:
    """Read all contacts with what was noted of them, and calls, conversations and activities as occasions."""
    reading = Reading(NAME, file, owner)
    text = decode(content) if len(content) <= MAX_BYTES else None
    if text is None:
        return reading.fail("This is no text of a size that can be read.")
    if not text.lstrip().startswith("{"):
        return reading.fail(
            "This is a dump of Monica's database, which only Monica can read: export the account as JSON, or its "
            "contacts as vCards."
        )
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return reading.fail("The file ends too early or is damaged: export the account once more.")
    account = found.get("account") if isinstance(found, dict) else None
    if not isinstance(account, dict):
        return reading.fail("There is no account in this file.")
    _Account(account, reading).read()
    return reading.incoming()


class _Account:
    """An account on its way to contacts: what refers to other things of it waits until all names are known."""

    def __init__(self, account: Thing, reading: Reading) -> None:
        self.account = account
        self.reading = reading
        instance = account.get("instance")
        kinds = instance.get("contact_field_types") if isinstance(instance, dict) else None
        self.kinds = {text_of(kind, "uuid"): kind for kind in kinds or () if isinstance(kind, dict)}
        self.contacts = tuple(things(account, "contact"))
        self.names: dict[str, str] = {}
        self.drafts: dict[str, Draft] = {}
        self.emails: dict[str, str] = {}
        self.taking_part: dict[str, list[str]] = {}
        self.pictures = {text_of(one, "uuid"): one for one in things(account, "photo")}
        self.own = {told(user, "me_contact") for user in things(account, "user")} - {""}

    def read(self) -> None:
        for contact in self.contacts:
            self._name(contact)
        for contact in self.contacts:
            self._read_contact(contact)
        for activity in things(self.account, "activity"):
            self._read_activity(activity)
        self._relate()
        for uuid, draft in self.drafts.items():
            self.reading.take(draft, self.names[uuid])
        journal = property_of(self.account, "journal_entries")
        if isinstance(journal, list) and journal:
            self.reading.skip("entries of the journal", len(journal))
        for _ in things(self.account, "document"):
            self.reading.skip("documents")

    def _name(self, contact: Thing) -> None:
        uuid = text_of(contact, "uuid")
        draft = Draft(0)
        draft.key = uuid
        parts = [told(contact, one) for one in ("first_name", "middle_name", "last_name")]
        name = joined_name(draft, *parts) or told(contact, "nickname")
        if not uuid or not name:
            self.reading.warn(0, f"A contact without {'a name' if uuid else 'an identifier'} was left out.")
            return
        self.names[uuid] = name
        if property_of(contact, "is_partial") is True:
            self.reading.skip("only named as somebody's relation")
        elif uuid in self.own:
            self.reading.skip("your own card")
        else:
            self.drafts[uuid] = draft

    def _read_contact(self, contact: Thing) -> None:
        uuid = text_of(contact, "uuid")
        draft = self.drafts.get(uuid)
        if draft is None:
            return
        read_properties(draft, contact)
        self._read_ways(draft, contact)
        through = told(contact, "first_met_through")
        draft.state("introduced_by", self.names.get(through, ""))
        draft.photo = self._picture(contact)
        read_things(draft, contact)
        self.emails[uuid] = next(iter(draft.texts("email")), "").casefold()
        for key in uuids(contact, "activity"):
            self.taking_part.setdefault(key, []).append(uuid)
        self._read_calls(contact, uuid)

    def _read_ways(self, draft: Draft, contact: Thing) -> None:
        """Read addresses of every kind, which the account names itself: `Email`, `Phone`, `Twitter`, `LinkedIn`."""
        for one in things(contact, "contact_field"):
            kind = self.kinds.get(told(one, "type"), {})
            name, protocol, text = told(kind, "name"), told(kind, "protocol"), told(one, "data")
            if told(kind, "type") == "email" or protocol == "mailto:" or ("@" in text and "email" in name.lower()):
                draft.state("email", text)
            elif told(kind, "type") == "phone" or protocol == "tel:":
                draft.state("phone", text)
            elif text.lower().startswith(("http://", "https://")):
                draft.state("url", text, name.lower())
            else:
                draft.tell(name or "Reached by", text)

    def _picture(self, contact: Thing) -> Photo | None:
        avatar = property_of(contact, "avatar")
        uuid = avatar.get("avatar_photo") if isinstance(avatar, dict) else None
        photo = self.pictures.get(uuid) if isinstance(uuid, str) else None
        return photo_of(Property("PHOTO", "", (), told(photo, "dataUrl"), 0, False)) if photo is not None else None

    def _read_calls(self, contact: Thing, uuid: str) -> None:
        who = (Participant(self.names[uuid], self.emails[uuid]),)
        for call in things(contact, "call"):
            day = day_of(told(call, "called_at"))
            if day is None:
                self.reading.warn(0, f"A call of {self.names[uuid]} has no day: it was left out.")
                continue
            direction = Direction.FROM_THEM if property_of(call, "contact_called") is True else Direction.FROM_ME
            key, content = text_of(call, "uuid") or f"call {uuid} {day}", told(call, "content")
            self._tell_whole(self.drafts[uuid], "Call", day, content)
            self.reading.meet(0, day, Channel.CALL, who, direction, content, key)
        for one in things(contact, "conversation"):
            day = day_of(told(one, "happened_at"))
            if day is None:
                self.reading.warn(0, f"A conversation with {self.names[uuid]} has no day: it was left out.")
                continue
            key = text_of(one, "uuid") or f"conversation {uuid} {day}"
            self.reading.meet(0, day, Channel.MESSAGE, who, direction_of(one), "", key)

    def _read_activity(self, activity: Thing) -> None:
        those = dict.fromkeys(self.taking_part.get(text_of(activity, "uuid"), ()))
        day = day_of(told(activity, "happened_at"))
        if day is None or not those:
            self.reading.skip("activities without a day or without contacts")
            return
        subject = ": ".join(part for part in (told(activity, "summary"), told(activity, "description")) if part)
        who = tuple([Participant(self.names[one], self.emails[one]) for one in those])
        for one in those:
            self._tell_whole(self.drafts[one], "Activity", day, subject)
        self.reading.meet(0, day, Channel.MEETING, who, subject=subject, key=text_of(activity, "uuid"))

    def _tell_whole(self, draft: Draft, kind: str, day: date, text: str) -> None:
        """Tell in words what is too long for the one line of an occasion."""
        if len(text) > MAX_SUBJECT:
            draft.tell(f"{kind} of {day.isoformat()}", text)

    def _relate(self) -> None:
        """Say who somebody is to whom: `contact_is` is that of `of_contact`."""
        for one in things(self.account, "relationship"):
            draft = self.drafts.get(told(one, "of_contact"))
            other = self.names.get(told(one, "contact_is"), "")
            if draft is not None:
                draft.state("knows", other, told(one, "type"))
