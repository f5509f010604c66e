"""The fields of event and community notes beyond days and attendees, with the spellings that people use for them."""

from collections.abc import Mapping
from types import MappingProxyType

from pnm_vault.notes.values.field_names import Field


def _field(spellings: str, values: str, meaning: str) -> Field:
    return Field(tuple(spellings.split()), values, meaning)


_LINKS = "links or names: one text or a list"

EVENT_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "expected": _field("willbethere whowillbethere registered invited", _LINKS, "Who is said to come; no contact."),
        "to_meet": _field(
            "meet whomtomeet whotomeet wanttomeet peopletomeet goal goals aim aims",
            "list, or text",
            "Whom you would like to meet there, and what for.",
        ),
        "place": _field("loc location where venue city town", "text or a link", "Where it is."),
        "topics": _field("themes subjects tracks", "list, or text with commas", "What it is about."),
        "url": _field("link website web site homepage", "text", "Its page."),
        "communities": _field(
            "community group groups series organiser organizer org organisation organization",
            "a link or a list",
            "The communities that hold it; being there is a visit to them.",
        ),
        "status": _field(
            "state cancelled canceled going attending attended followedup",
            "a word, true or false",
            "cancelled, declined, skipped, or `going: no`: not shown ahead; done: nothing more to follow up.",
        ),
    }
)

COMMUNITY_FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "members": _field("member people participants contacts who", _LINKS, "Who belongs to it; no contact."),
        "rhythm": _field(
            "cadence frequency every meets schedule",
            "as a cadence; every Tuesday, every second Tuesday, first Tuesday of the month",
            "How often to be there.",
        ),
        "last_visit": _field("lastvisited visited lastattended lastseen lastcontact", "a day", "When you were there."),
        "next_visit": _field("nextcontact snooze", "a day", "No reminder before that day."),
        "place": _field("loc location where venue city town", "text or a link", "Where it meets."),
        "topics": _field("themes subjects", "list, or text with commas", "What it is about."),
        "url": _field("link website web site homepage", "text", "Its page."),
    }
)


def _spellings(fields: Mapping[str, Field]) -> dict[str, str]:
    table = {spelling: name for name, one in fields.items() for spelling in one.spellings}
    return table | {name.replace("_", ""): name for name in fields}


EVENT_SPELLINGS: Mapping[str, str] = _spellings(EVENT_FIELDS)
COMMUNITY_SPELLINGS: Mapping[str, str] = _spellings(COMMUNITY_FIELDS)
