"""The whole model as JSON: every field of every record, by its name. docs/export.md describes each key."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

import msgspec

from pnm_vault.exchange.outgoing.exported import PRODUCT, Exported
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.event import Event
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.introduction import IntroductionRow

FORMAT = 1

# Where in a line the channel is to be read, which has been done; and what only the owner's own note has.
_LEFT_OUT = frozenset({"words", "circle_order"})


def model_of(
    contacts: Iterable[Exported], records: Mapping[str, ContactRecord], introductions: Iterable[IntroductionRow]
) -> bytes:
    """Give the document. `records` holds the record of each contact, by path."""
    exported = tuple(contacts)
    follow_ups: dict[FollowUp, None] = {}
    events: dict[Event, None] = {}
    for one in exported:
        record = records[one.contact.path]
        follow_ups.update(dict.fromkeys(record.follow_ups))
        events.update(dict.fromkeys(record.events))
    document = {
        "format": FORMAT,
        "made_by": PRODUCT,
        "contacts": [_contact(one, records[one.contact.path]) for one in exported],
        "follow_ups": plain_value(tuple(sorted(follow_ups, key=lambda each: (each.source.path, each.source.line)))),
        "events": plain_value(tuple(sorted(events, key=lambda each: (each.day, each.path)))),
        "introductions": plain_value(tuple(introductions)),
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _contact(exported: Exported, record: ContactRecord) -> dict[str, Any]:
    """Give a contact's fields as its note has them, then what the whole vault says, links resolved to paths."""
    fields: dict[str, Any] = plain_value(record.contact)
    fields["uid"] = exported.uid
    fields["acquaintances"] = list(record.knows)
    fields["introducers"] = list(record.introduced_by)
    fields["last_contact"] = plain_value(exported.last_contact)
    fields["interactions"] = plain_value(record.interactions)
    return fields


def plain_value(value: Any) -> Any:
    """Give a value of the model as JSON has it: records as objects, tuples as lists, days as `YYYY-MM-DD`."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return [plain_value(one) for one in value]
    if isinstance(value, msgspec.Struct):
        return {name: plain_value(getattr(value, name)) for name in value.__struct_fields__ if name not in _LEFT_OUT}
    return value.isoformat() if isinstance(value, date) else value
