"""What a Monica account holds: things with properties and lists of their own, and what those of a contact mean."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from pnm_vault.exchange.incoming.names import place_of, tell_address
from pnm_vault.exchange.incoming.reading import Draft
from pnm_vault.exchange.incoming.tables.day_cells import written
from pnm_vault.model.note import Direction
from pnm_vault.notes.values.dates import parse_day

_MANY = 1_000_000  # things of one kind; more is no account of one person

Thing = dict[str, Any]


def things(parent: object, kind: str) -> Iterator[Thing]:
    """Give the things of a kind that another one holds."""
    return (value for value in _values(parent, kind) if isinstance(value, dict))


def uuids(parent: object, kind: str) -> Iterator[str]:
    """Give the identifiers of things of a kind that stand elsewhere."""
    for value in _values(parent, kind):
        yield value if isinstance(value, str) else text_of(value, "uuid")


def _values(parent: object, kind: str) -> Iterator[object]:
    """Give what another thing holds of a kind in its `data`: a list, or an object with numbers for names."""
    data = parent.get("data") if isinstance(parent, dict) else None
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(one, dict) and one.get("type") == kind and isinstance(one.get("values"), list):
            yield from one["values"][:_MANY]


def told(thing: object, name: str) -> str:
    """Give a property as text; empty for none, and for what is neither text nor number."""
    value = property_of(thing, name)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def property_of(thing: object, name: str) -> object:
    """Give a property as it is; None for none."""
    properties = thing.get("properties") if isinstance(thing, dict) else None
    return properties.get(name) if isinstance(properties, dict) else None


def text_of(thing: object, name: str) -> str:
    """Give a text that stands beside the properties; empty for none."""
    value = thing.get(name) if isinstance(thing, dict) else None
    return value.strip() if isinstance(value, str) else ""


def day_of(text: str) -> date | None:
    """Give the day of a time as Monica writes it, None for none."""
    return parse_day(text[:10])


def read_properties(draft: Draft, contact: Thing) -> None:
    """Read what stands in a contact's own properties."""
    draft.state("aliases", told(contact, "nickname"))
    draft.state("organisation", told(contact, "company"))
    draft.state("role", told(contact, "job"))
    if property_of(contact, "is_starred") is True:
        draft.state("priority", "1")
    if property_of(contact, "is_dead") is True:
        draft.state("status", "deceased")
    elif property_of(contact, "is_active") is False:
        draft.state("status", "archived")
    frequency = told(contact, "stay_in_touch_frequency")
    draft.state("cadence", frequency if frequency.isdigit() and int(frequency) else "")
    tags = property_of(contact, "tags")
    for tag in tags if isinstance(tags, list) else ():
        draft.state("circles", str(tag))
    _read_dates(draft, contact)
    for name, label in (("first_met_where", "where_met"), ("first_met_additional_info", "how_met")):
        draft.state(label, told(contact, name))
    draft.tell("Food", told(contact, "food_preferences"))
    draft.tell("", told(contact, "description"))


def _read_dates(draft: Draft, contact: Thing) -> None:
    """Read the dates that Monica calls special: of one guessed by an age only the year means anything."""
    for name, label in (("birthdate", "Birthday"), ("first_met_date", "Met on"), ("deceased_date", "Died")):
        special = property_of(contact, name)
        day = day_of(text_of(special, "date"))
        if day is None or not isinstance(special, dict):
            continue
        text = written(day.month, day.day, None if special.get("is_year_unknown") is True else day.year)
        if special.get("is_age_based") is True:
            draft.tell(f"{label}, about", str(day.year))
        elif name == "birthdate":
            draft.state("birthday", text)
        elif name == "first_met_date" and not text.startswith("--"):
            draft.state("met_on", text)
        else:
            draft.tell(label, text)


def read_things(draft: Draft, contact: Thing) -> None:
    """Read what was noted of a contact: what a note has a field for, and all else in words."""
    for talk in things(contact, "conversation"):
        said = [f"{'I' if _is_mine(one) else 'they'}: {told(one, 'content')}" for one in messages_of(talk)]
        draft.tell(f"Conversation of {told(talk, 'happened_at')[:10]}", "; ".join(said))
    for address in things(contact, "address"):
        street, city, province, code, country = [
            told(address, one) for one in ("street", "city", "province", "postal_code", "country")
        ]
        tell_address(draft, told(address, "name").lower(), (street, f"{code} {city}", province, country))
        if not draft.texts("place"):
            draft.state("place", place_of(city, province, country))
    for gift in things(contact, "gift"):
        _read_gift(draft, gift)
    for reminder in things(contact, "reminder"):
        _read_reminder(draft, reminder)
    for task in things(contact, "task"):
        title = ": ".join(part for part in (told(task, "title"), told(task, "description")) if part)
        if property_of(task, "completed") in (True, 1):
            draft.tell("Done", title)
        else:
            draft.state("follow_up", title)
    for pet in things(contact, "pet"):
        draft.tell("Pet", " ".join(part for part in (told(pet, "name"), told(pet, "category").lower()) if part))
    for debt in things(contact, "debt"):
        mine = property_of(debt, "in_debt") is True
        sum_ = " ".join(part for part in (told(debt, "amount"), told(debt, "currency")) if part)
        draft.tell("Borrowed from them" if mine else "Lent to them", f"{sum_} {told(debt, 'status')}".strip())
    for event in things(contact, "life_event"):
        text = ": ".join(part for part in (told(event, "name"), told(event, "note")) if part)
        draft.tell(f"In their life, {told(event, 'happened_at')[:10]}", text)
    for note in things(contact, "note"):
        draft.tell("", told(note, "body"))


def messages_of(talk: Thing) -> list[object]:
    """Give the messages of a conversation."""
    found = property_of(talk, "messages")
    return found if isinstance(found, list) else []


def direction_of(talk: Thing) -> Direction:
    """Tell who wrote, where only one of the two did."""
    mine = {_is_mine(one) for one in messages_of(talk)}
    if len(mine) != 1:
        return Direction.UNKNOWN
    return Direction.FROM_ME if True in mine else Direction.FROM_THEM


def _is_mine(message: object) -> bool:
    return property_of(message, "written_by_me") in (True, 1)


def _read_gift(draft: Draft, gift: Thing) -> None:
    text = ", ".join(part for part in (told(gift, one) for one in ("name", "comment", "url")) if part)
    status = told(gift, "status")
    if status in ("", "idea"):
        draft.state("gift_ideas", text)
    else:
        day = told(gift, "date")[:10]
        draft.tell("Gift received" if status == "received" else "Gift given", f"{day} {text}".strip())


def _read_reminder(draft: Draft, reminder: Thing) -> None:
    """Read a reminder: of one that comes back every year the day is a date of theirs.

    Those that Monica makes by itself, which cannot be deleted, are of dates that stand elsewhere.
    """
    if property_of(reminder, "delible") is False:
        return
    day = day_of(told(reminder, "initial_date"))
    title = told(reminder, "title")
    yearly = told(reminder, "frequency_type") == "year" and told(reminder, "frequency_number") in ("", "1")
    if day is not None and yearly and title:
        draft.state("important_dates", written(day.month, day.day, day.year), title)
    else:
        draft.tell("Reminder", " ".join(part for part in (str(day or ""), title) if part))
