"""The export of a Monica account as JSON. Monica's vCards are read as any others.

Source: the export of Monica 4 (format `1.0-preview.1`): an account with lists of things, each `{count, type, values}`,
and each thing with `uuid`, `properties` and lists of its own.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from pnm_vault.exchange.incoming.card_lines import Property
from pnm_vault.exchange.incoming.card_values import photo_of
from pnm_vault.exchange.incoming.day_cells import written
from pnm_vault.exchange.incoming.encodings import HEAD, MAX_BYTES, decode
from pnm_vault.exchange.incoming.names import joined_name, place_of, tell_address
from pnm_vault.exchange.incoming.reading import Draft, Reading
from pnm_vault.model.incoming import Incoming, Owner, Participant, Photo
from pnm_vault.model.note import Channel, Direction
from pnm_vault.notes.values.dates import parse_day

NAME = "monica"

_SQL = ("dump of data", "# Export date:", "SET FOREIGN_KEY_CHECKS=0")
_KEYS = ('"account"', '"export_date"', '"exported_by"')
_MANY = 1_000_000  # things of one kind; more is no account of one person

Thing = dict[str, Any]


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


def _things(parent: object, kind: str) -> Iterator[Thing]:
    """Give the things of a kind that another one holds."""
    return (value for value in _values(parent, kind) if isinstance(value, dict))


def _uuids(parent: object, kind: str) -> Iterator[str]:
    """Give the identifiers of things of a kind that stand elsewhere."""
    for value in _values(parent, kind):
        yield value if isinstance(value, str) else _text(value, "uuid")


def _values(parent: object, kind: str) -> Iterator[object]:
    """Give what another thing holds of a kind in its `data`: a list, or an object with numbers for names."""
    data = parent.get("data") if isinstance(parent, dict) else None
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(one, dict) and one.get("type") == kind and isinstance(one.get("values"), list):
            yield from one["values"][:_MANY]


def _told(thing: object, name: str) -> str:
    """Give a property as text; empty for none, and for what is neither text nor number."""
    value = _property(thing, name)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _property(thing: object, name: str) -> object:
    properties = thing.get("properties") if isinstance(thing, dict) else None
    return properties.get(name) if isinstance(properties, dict) else None


def _text(thing: object, name: str) -> str:
    value = thing.get(name) if isinstance(thing, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _day(text: str) -> date | None:
    return parse_day(text[:10])


class _Account:
    """An account on its way to contacts: what refers to other things of it waits until all names are known."""

    def __init__(self, account: Thing, reading: Reading) -> None:
        self.account = account
        self.reading = reading
        instance = account.get("instance")
        kinds = instance.get("contact_field_types") if isinstance(instance, dict) else None
        self.kinds = {_text(kind, "uuid"): kind for kind in kinds or () if isinstance(kind, dict)}
        self.contacts = tuple(_things(account, "contact"))
        self.names: dict[str, str] = {}
        self.drafts: dict[str, Draft] = {}
        self.emails: dict[str, str] = {}
        self.taking_part: dict[str, list[str]] = {}
        self.pictures = {_text(one, "uuid"): one for one in _things(account, "photo")}
        self.own = {_told(user, "me_contact") for user in _things(account, "user")} - {""}

    def read(self) -> None:
        for contact in self.contacts:
            self._name(contact)
        for contact in self.contacts:
            self._read_contact(contact)
        self._relate()
        for uuid, draft in self.drafts.items():
            self.reading.take(draft, self.names[uuid])
        for activity in _things(self.account, "activity"):
            self._read_activity(activity)
        for _ in _things(self.account, "document"):
            self.reading.skip("documents")

    def _name(self, contact: Thing) -> None:
        uuid = _text(contact, "uuid")
        draft = Draft(0)
        draft.key = uuid
        parts = [_told(contact, one) for one in ("first_name", "middle_name", "last_name")]
        name = joined_name(draft, *parts) or _told(contact, "nickname")
        if not uuid or not name:
            self.reading.warn(0, f"A contact without {'a name' if uuid else 'an identifier'} was left out.")
            return
        self.names[uuid] = name
        if _property(contact, "is_partial") is True:
            self.reading.skip("only named as somebody's relation")
        elif uuid in self.own:
            self.reading.skip("your own card")
        else:
            self.drafts[uuid] = draft

    def _read_contact(self, contact: Thing) -> None:
        uuid = _text(contact, "uuid")
        draft = self.drafts.get(uuid)
        if draft is None:
            return
        _read_properties(draft, contact)
        self._read_ways(draft, contact)
        through = _told(contact, "first_met_through")
        draft.state("introduced_by", self.names.get(through, ""))
        draft.photo = self._picture(contact)
        _read_things(draft, contact)
        self.emails[uuid] = next(iter(draft.texts("email")), "").casefold()
        for key in _uuids(contact, "activity"):
            self.taking_part.setdefault(key, []).append(uuid)
        self._read_calls(contact, uuid)

    def _read_ways(self, draft: Draft, contact: Thing) -> None:
        """Read addresses of every kind, which the account names itself: `Email`, `Phone`, `Twitter`, `LinkedIn`."""
        for one in _things(contact, "contact_field"):
            kind = self.kinds.get(_told(one, "type"), {})
            name, protocol, text = _told(kind, "name"), _told(kind, "protocol"), _told(one, "data")
            if _told(kind, "type") == "email" or protocol == "mailto:" or ("@" in text and "email" in name.lower()):
                draft.state("email", text)
            elif _told(kind, "type") == "phone" or protocol == "tel:":
                draft.state("phone", text)
            elif text.lower().startswith(("http://", "https://")):
                draft.state("url", text, name.lower())
            else:
                draft.tell(name or "Reached by", text)

    def _picture(self, contact: Thing) -> Photo | None:
        avatar = _property(contact, "avatar")
        uuid = avatar.get("avatar_photo") if isinstance(avatar, dict) else None
        photo = self.pictures.get(uuid) if isinstance(uuid, str) else None
        return photo_of(Property("PHOTO", "", (), _told(photo, "dataUrl"), 0, False)) if photo is not None else None

    def _read_calls(self, contact: Thing, uuid: str) -> None:
        who = (Participant(self.names[uuid], self.emails[uuid]),)
        for call in _things(contact, "call"):
            day = _day(_told(call, "called_at"))
            if day is None:
                self.reading.warn(0, f"A call of {self.names[uuid]} has no day: it was left out.")
                continue
            direction = Direction.FROM_THEM if _property(call, "contact_called") is True else Direction.FROM_ME
            key = _text(call, "uuid") or f"call {uuid} {day}"
            self.reading.meet(0, day, Channel.CALL, who, direction, _told(call, "content"), key)
        for one in _things(contact, "conversation"):
            day = _day(_told(one, "happened_at"))
            if day is None:
                self.reading.warn(0, f"A conversation with {self.names[uuid]} has no day: it was left out.")
                continue
            key = _text(one, "uuid") or f"conversation {uuid} {day}"
            self.reading.meet(0, day, Channel.MESSAGE, who, _direction(_property(one, "messages")), "", key)

    def _read_activity(self, activity: Thing) -> None:
        uuids = [one for one in dict.fromkeys(self.taking_part.get(_text(activity, "uuid"), ())) if one in self.drafts]
        day = _day(_told(activity, "happened_at"))
        if day is None or not uuids:
            self.reading.skip("activities without a day or without contacts")
            return
        told = [_told(activity, "summary"), _told(activity, "description")]
        subject = ": ".join(part for part in told if part)
        who = tuple([Participant(self.names[one], self.emails[one]) for one in uuids])
        self.reading.meet(0, day, Channel.MEETING, who, subject=subject, key=_text(activity, "uuid"))

    def _relate(self) -> None:
        """Say who somebody is to whom: `contact_is` is that of `of_contact`."""
        for one in _things(self.account, "relationship"):
            draft = self.drafts.get(_told(one, "of_contact"))
            other = self.names.get(_told(one, "contact_is"), "")
            if draft is not None:
                draft.state("knows", other, _told(one, "type"))


def _read_properties(draft: Draft, contact: Thing) -> None:
    draft.state("aliases", _told(contact, "nickname"))
    draft.state("organisation", _told(contact, "company"))
    draft.state("role", _told(contact, "job"))
    if _property(contact, "is_starred") is True:
        draft.state("priority", "1")
    if _property(contact, "is_active") is False:
        draft.state("status", "archived")
    frequency = _told(contact, "stay_in_touch_frequency")
    draft.state("cadence", frequency if frequency.isdigit() and int(frequency) else "")
    tags = _property(contact, "tags")
    for tag in tags if isinstance(tags, list) else ():
        draft.state("circles", str(tag))
    _read_dates(draft, contact)
    for name, label in (("first_met_where", "where_met"), ("first_met_additional_info", "how_met")):
        draft.state(label, _told(contact, name))
    draft.tell("Food", _told(contact, "food_preferences"))
    draft.tell("", _told(contact, "description"))


def _read_dates(draft: Draft, contact: Thing) -> None:
    """Read the dates that Monica calls special: of a person whose age was guessed only the year means anything."""
    for name, field in (("birthdate", "birthday"), ("first_met_date", "met_on"), ("deceased_date", "deceased")):
        special = _property(contact, name)
        day = _day(_text(special, "date"))
        if day is None or not isinstance(special, dict):
            continue
        no_year = special.get("is_year_unknown") is True
        if special.get("is_age_based") is True:
            draft.tell(f"{field.replace('_', ' ').capitalize()}, about", str(day.year))
        elif field == "birthday":
            draft.state(field, written(day.month, day.day, None if no_year else day.year))
        elif no_year:
            draft.tell(field.replace("_", " ").capitalize(), written(day.month, day.day, None))
        else:
            draft.state(field, day.isoformat())
    if _property(contact, "is_dead") is True and not draft.texts("deceased"):
        draft.state("deceased", "true")


def _read_things(draft: Draft, contact: Thing) -> None:
    """Read what was noted of a contact: what a note has a field for, and all else in words."""
    for address in _things(contact, "address"):
        street, city, province, code, country = [
            _told(address, one) for one in ("street", "city", "province", "postal_code", "country")
        ]
        tell_address(draft, _told(address, "name").lower(), (street, f"{code} {city}", province, country))
        if not draft.texts("place"):
            draft.state("place", place_of(city, province, country))
    for gift in _things(contact, "gift"):
        _read_gift(draft, gift)
    for reminder in _things(contact, "reminder"):
        _read_reminder(draft, reminder)
    for task in _things(contact, "task"):
        title = ": ".join(part for part in (_told(task, "title"), _told(task, "description")) if part)
        if _property(task, "completed") in (True, 1):
            draft.tell("Done", title)
        else:
            draft.state("follow_up", title)
    for pet in _things(contact, "pet"):
        draft.tell("Pet", " ".join(part for part in (_told(pet, "name"), _told(pet, "category").lower()) if part))
    for debt in _things(contact, "debt"):
        mine = _property(debt, "in_debt") is True
        sum_ = " ".join(part for part in (_told(debt, "amount"), _told(debt, "currency")) if part)
        draft.tell("Borrowed from them" if mine else "Lent to them", f"{sum_} {_told(debt, 'status')}".strip())
    for event in _things(contact, "life_event"):
        told = ": ".join(part for part in (_told(event, "name"), _told(event, "note")) if part)
        draft.tell(f"In their life, {_told(event, 'happened_at')[:10]}", told)
    for note in _things(contact, "note"):
        draft.tell("", _told(note, "body"))


def _read_gift(draft: Draft, gift: Thing) -> None:
    told = [_told(gift, one) for one in ("name", "comment", "url")]
    text = ", ".join(part for part in told if part)
    status = _told(gift, "status")
    if status in ("", "idea"):
        draft.state("gift_ideas", text)
    else:
        day = _told(gift, "date")[:10]
        draft.tell("Gift received" if status == "received" else "Gift given", f"{day} {text}".strip())


def _read_reminder(draft: Draft, reminder: Thing) -> None:
    """Read a reminder: of one that comes back every year the day is a date of theirs.

    Those that Monica makes by itself, which cannot be deleted, are of dates that stand elsewhere.
    """
    if _property(reminder, "delible") is False:
        return
    day = _day(_told(reminder, "initial_date"))
    title = _told(reminder, "title")
    yearly = _told(reminder, "frequency_type") == "year" and _told(reminder, "frequency_number") in ("", "1")
    if day is not None and yearly and title:
        draft.state("important_dates", written(day.month, day.day, day.year), title)
    else:
        draft.tell("Reminder", " ".join(part for part in (str(day or ""), title) if part))


def _direction(messages: object) -> Direction:
    """Tell who wrote, where only one of the two did."""
    those = messages if isinstance(messages, list) else []
    mine = {_property(one, "written_by_me") in (True, 1) for one in those}
    if len(mine) != 1:
        return Direction.UNKNOWN
    return Direction.FROM_ME if True in mine else Direction.FROM_THEM
