"""What the properties of one vCard mean: values of fields, words, a picture, and what is only kept.

Source: RFC 2426, RFC 6350, RFC 6474, RFC 6715; what Apple, Google, Outlook, Android,
Evolution, KDE and Nextcloud write.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from pnm_vault.exchange.incoming.card_draft import MAX_VALUE, CardDraft
from pnm_vault.exchange.incoming.card_lines import AGENT, Property, parts_of, unescaped
from pnm_vault.exchange.incoming.card_values import (
    address_line,
    address_parts,
    day_of,
    is_elsewhere,
    label_of,
    name_parts,
    photo_of,
    plain_label,
    preference_of,
    text_of,
    texts_of,
)
from pnm_vault.exchange.outgoing.exported import one_line, without_controls
from pnm_vault.model.incoming import Stated

# Groups that programs make by themselves, and that tell nothing of a contact.
_SYSTEM_GROUPS = frozenset(["mycontacts", "my contacts", "contacts", "other", "ungrouped", "default", "unfiled"])
_STARRED = frozenset(["starred", "starred in android", "favorites", "favourites"])
_CATEGORIES = {
    "friend": "friend",
    "friends": "friend",
    "family": "family",
    "colleague": "colleague",
    "colleagues": "colleague",
    "coworkers": "colleague",
    "classmate": "classmate",
    "classmates": "classmate",
    "mentor": "mentor",
    "mentors": "mentor",
    "mentee": "mentee",
    "mentees": "mentee",
    "acquaintance": "acquaintance",
    "acquaintances": "acquaintance",
}
# Relations that say no more than that there is one.
_IDLE_RELATIONS = frozenset(["knows", "acquaintance", "contact", "related", "other"])
_ANDROID_TEXT = "assistant brother child partner father friend manager mother parent partner introduced_by relative"
_ANDROID_RELATIONS = f"{_ANDROID_TEXT} sister spouse".split()


def read_properties(draft: CardDraft, properties: tuple[Property, ...]) -> None:
    """Understand all properties of a card; what is not understood is left in `unknown`."""
    for one in properties:
        if one.name == "X-ABLABEL" and one.group:
            draft.labels[one.group] = plain_label(unescaped(one.value, one.old))
    for one in properties:
        if one.name in ("X-ABLABEL", "X-ABADR") and one.group:
            continue  # settled when it is known whose label it is
        meaning = _MEANINGS.get(one.name)
        if meaning is not None and meaning(draft, one) is not False:
            if one.group:
                draft.taken_groups.add(one.group)
        elif not one.name.startswith(AGENT):
            draft.unknown.append(one)
    draft.unknown += [
        one
        for one in properties
        if one.name in ("X-ABLABEL", "X-ABADR") and one.group and one.group not in draft.taken_groups
    ]
    for one in draft.roles:
        _read_title(draft, one)
    _read_addresses(draft)


# Meanings: each gives False for what it does not understand, which is then kept.

Meaning = Callable[[CardDraft, Property], "bool | None"]


def _pass_over(draft: CardDraft, one: Property) -> None:
    """Leave out what says nothing of the contact and is written anew by whoever exports."""


def _text(field: str) -> Meaning:
    return lambda draft, one: draft.state(field, text_of(one), one)


def _list(field: str, mark: str = ",") -> Meaning:
    def read(draft: CardDraft, one: Property) -> None:
        for text in texts_of(one, mark):
            draft.state(field, text, one, "")

    return read


def _words(label: str) -> Meaning:
    return lambda draft, one: draft.add_words(label, text_of(one))


def _relation(label: str) -> Meaning:
    def read(draft: CardDraft, one: Property) -> None:
        for text in texts_of(one, ";" if one.old else ","):
            draft.state("knows", text, one, label)

    return read


def _address(scheme: str) -> Meaning:
    """Read the name that somebody has with a service."""

    def read(draft: CardDraft, one: Property) -> None:
        text = text_of(one)
        known = text.lower().startswith((scheme, "http:", "https:"))
        draft.state("url", text if known or not text else scheme + text, one)

    return read


def _read_name(draft: CardDraft, one: Property) -> None:
    if text := text_of(one):
        draft.names.append(text) if preference_of(one) == 100 else draft.names.insert(0, text)


def _read_parts(draft: CardDraft, one: Property) -> None:
    if not any(draft.parts):
        draft.parts = name_parts(one)


def _read_email(draft: CardDraft, one: Property) -> None:
    text = text_of(one)
    draft.state("email", text[7:] if text[:7].lower() == "mailto:" else text, one)


def _read_phone(draft: CardDraft, one: Property) -> None:
    text = text_of(one)
    if text[:4].lower() == "tel:":
        number, _, rest = text[4:].partition(";")
        extension = next((part[4:] for part in rest.split(";") if part.lower().startswith("ext=")), "")
        text = f"{number} ext. {extension}" if extension else number
    draft.state("phone", text, one)


def _read_organisation(draft: CardDraft, one: Property) -> None:
    name, *units = [one_line(part) for part in parts_of(one.value, ";", one.old)]
    draft.state("organisation", name, one)
    draft.add_words("Department", ", ".join(filter(None, units)))


def _read_title(draft: CardDraft, one: Property) -> None:
    if "role" not in draft.fields:
        draft.state("role", text_of(one), one, "")
    elif ("role", text_of(one)) not in draft.stated:
        draft.add_words("Role", text_of(one))


def _read_role(draft: CardDraft, one: Property) -> None:
    draft.roles.append(one)  # the title comes first, wherever it stands


def _read_address(draft: CardDraft, one: Property) -> bool:
    parts = address_parts(one)
    if not any(parts):
        label = one_line(one.param("LABEL"))
        draft.add_words("Address", label)
        return bool(label)
    draft.addresses.append((parts, label_of(one, draft.labels), preference_of(one), one.line))
    return True


def _read_addresses(draft: CardDraft) -> None:
    """Say where the contact lives: at home before elsewhere, at work last. What no place says goes into words."""

    def rank(address: tuple[tuple[str, ...], str, int, int]) -> tuple[int, int]:
        label = address[1].lower()
        return (0 if "home" in label else 2 if "work" in label else 1, address[2])

    for number, (parts, label, preference, line) in enumerate(sorted(draft.addresses, key=rank)):
        place = ", ".join(filter(None, (parts[3], parts[4], parts[6])))
        whole = address_line(parts)
        chosen = number == 0 and 0 < len(place) <= MAX_VALUE
        if chosen:
            draft.stated["place", place] = (preference, Stated("place", place, label, line))
        if not chosen or whole != place:
            draft.add_words(f"Address ({label})" if label else "Address", whole)


def _read_zone(draft: CardDraft, one: Property) -> None:
    draft.state("time_zone", text_of(one), one, "")


def _dated(field: str) -> Meaning:
    def read(draft: CardDraft, one: Property) -> None:
        _state_day(draft, one, field)

    return read


def _state_day(draft: CardDraft, one: Property, called: str) -> None:
    """Note a day under its own field, or the second one of a kind, or one of the user's, among important dates."""
    day = day_of(one)
    if day is None:
        text = text_of(one)
        if text and one.param("VALUE").lower() != "text":
            draft.faults.append((one.line, f"This is no day that could be read ({text[:40]}): it is kept as words."))
        draft.add_words(called.capitalize() or "Date", text)
    elif called.lower() not in ("birthday", "anniversary"):
        draft.state("important_dates", day, one, called or "date")
    elif called.lower() not in draft.fields:
        draft.state(called.lower(), day, one, "")
    elif (called.lower(), day) not in draft.stated:
        draft.state("important_dates", day, one, called.lower())


def _read_labelled_day(draft: CardDraft, one: Property) -> None:
    _state_day(draft, one, label_of(one, draft.labels))


def _read_death(draft: CardDraft, one: Property) -> None:
    day = day_of(one)
    known = day is not None and not day.startswith("--")
    draft.state("deceased", str(day) if known else "true", one, "")
    draft.add_words("Died", "" if known else day or text_of(one))


def _read_note(draft: CardDraft, one: Property) -> None:
    if text := without_controls(unescaped(one.value, one.old)).strip():
        draft.notes[text] = None


def _read_categories(draft: CardDraft, one: Property) -> None:
    for text in texts_of(one, "," if "," in one.value or not one.old else ";"):
        group = text.removeprefix("* ").removeprefix("System Group: ").strip()
        low = group.casefold()
        if low in _STARRED:
            draft.state("priority", "1", one, "")
        elif low in _CATEGORIES and "category" not in draft.fields:
            draft.state("category", _CATEGORIES[low], one, "")
        elif low not in _SYSTEM_GROUPS:
            draft.state("circles", group, one, "")


def _read_related(draft: CardDraft, one: Property) -> None:
    label = " ".join([kind for kind in one.types() if kind not in _IDLE_RELATIONS])
    text = text_of(one)
    if one.param("VALUE").lower() == "text" or not text.lower().startswith(("urn:", "mailto:", "http:", "https:")):
        draft.state("knows", text, one, label)
    else:
        draft.related.append((text, label, one))


def _read_related_name(draft: CardDraft, one: Property) -> None:
    label = label_of(one, draft.labels)
    draft.state("knows", text_of(one), one, "" if label.casefold() in _IDLE_RELATIONS else label)


def _read_service(draft: CardDraft, one: Property) -> bool | None:
    """Read IMPP and X-SOCIALPROFILE: the service is the label where no other is given."""
    text = text_of(one)
    service = one.param("X-SERVICE-TYPE") or one.param("SERVICE-TYPE") or " ".join(one.types()[:1])
    label = one_line(service).lower() or label_of(one, draft.labels)
    if text.lower().startswith("x-apple:"):
        draft.add_words(label.capitalize() or "Profile", text[8:].lstrip("/"))
    else:
        draft.state("url", text, one, label)
    return None


def _read_android(draft: CardDraft, one: Property) -> bool | None:
    """Read X-ANDROID-CUSTOM: a kind of row, its value, its type by number, and a label of the user's own."""
    kind, value, number, label, *_ = [*map(one_line, parts_of(one.value, ";", one.old)), "", "", "", ""]
    if kind.endswith("/nickname"):
        draft.state("aliases", value, one, "")
    elif kind.endswith("/contact_event"):
        day = Property(one.name, "", (), value, one.line, one.old)
        _state_day(draft, day, {"1": "anniversary", "3": "birthday"}.get(number, label))
    elif kind.endswith("/relation"):
        known = number.isascii() and number.isdigit() and 0 < int(number[:3]) <= len(_ANDROID_RELATIONS)
        relation = _ANDROID_RELATIONS[int(number[:3]) - 1] if known else label
        if relation == "introduced_by":
            draft.state("introduced_by", value, one, "")
        else:
            draft.state("knows", value, one, relation)
    else:
        return False
    return None


def _read_class(draft: CardDraft, one: Property) -> None:
    draft.private = draft.private or one.value.strip().upper() in ("PRIVATE", "CONFIDENTIAL")


def _read_key(draft: CardDraft, one: Property) -> None:
    draft.key = draft.key or text_of(one)


def _read_revised(draft: CardDraft, one: Property) -> None:
    day = day_of(one)
    draft.revised = date.fromisoformat(day) if day is not None and not day.startswith("--") else draft.revised


def _read_kind(draft: CardDraft, one: Property) -> None:
    draft.kind = draft.kind or one.value.strip().lower()


def _read_shown_as(draft: CardDraft, one: Property) -> None:
    if one.value.strip().upper() == "COMPANY":
        draft.kind = "org"


def _read_member(draft: CardDraft, one: Property) -> None:
    draft.members.append(text_of(one))


def _read_photo(draft: CardDraft, one: Property) -> bool | None:
    if is_elsewhere(one):
        return False
    photo = photo_of(one)
    if photo is None and one.value.strip():
        draft.faults.append((one.line, "This picture cannot be read: it is left out."))
    draft.photo = draft.photo or photo
    return None


def _read_agent(draft: CardDraft, one: Property) -> bool:
    """Pass over the line above a card within a card."""
    return not one.value.strip()


def _read_agent_name(draft: CardDraft, one: Property) -> None:
    draft.state("knows", text_of(one), one, "agent")


# By the names of properties, several of them apart by blanks.
_BY_NAMES: Mapping[str, Meaning] = {
    "VERSION PRODID": _pass_over,
    "FN": _read_name,
    "N": _read_parts,
    "NICKNAME X-NICKNAME": _list("aliases"),
    "X-MAIDENNAME X-MAIDEN-NAME": _text("aliases"),
    "EMAIL": _read_email,
    "TEL": _read_phone,
    "URL": _text("url"),
    "ADR": _read_address,
    "ORG": _read_organisation,
    "TITLE": _read_title,
    "ROLE": _read_role,
    "TZ": _read_zone,
    "NOTE": _read_note,
    "CATEGORIES": _read_categories,
    "CLASS": _read_class,
    "UID": _read_key,
    "REV": _read_revised,
    "KIND X-ADDRESSBOOKSERVER-KIND": _read_kind,
    "X-ABSHOWAS": _read_shown_as,
    "MEMBER X-ADDRESSBOOKSERVER-MEMBER": _read_member,
    "PHOTO": _read_photo,
    "X-ANDROID-CUSTOM": _read_android,
    "BDAY": _dated("birthday"),
    "ANNIVERSARY X-ANNIVERSARY X-EVOLUTION-ANNIVERSARY X-MS-ANNIVERSARY X-KADDRESSBOOK-X-ANNIVERSARY": _dated(
        "anniversary"
    ),
    "X-ABDATE": _read_labelled_day,
    "DEATHDATE X-DEATHDATE": _read_death,
    "BIRTHPLACE": _words("Born in"),
    "DEATHPLACE": _words("Died in"),
    "RELATED": _read_related,
    "X-ABRELATEDNAMES": _read_related_name,
    "X-SPOUSE X-SPOUSENAME X-EVOLUTION-SPOUSE X-MS-SPOUSE X-KADDRESSBOOK-X-SPOUSENAME": _relation("spouse"),
    "X-MANAGER X-MANAGERSNAME X-EVOLUTION-MANAGER X-MS-MANAGER X-KADDRESSBOOK-X-MANAGERSNAME": _relation("manager"),
    "X-ASSISTANT X-EVOLUTION-ASSISTANT X-MS-ASSISTANT X-KADDRESSBOOK-X-ASSISTANTSNAME": _relation("assistant"),
    "X-CHILD X-MS-CHILD": _relation("child"),
    "IMPP X-SOCIALPROFILE": _read_service,
    "X-JABBER X-GOOGLE-TALK X-GTALK": _address("xmpp:"),
    "X-SKYPE X-SKYPE-USERNAME": _address("skype:"),
    "X-AIM": _address("aim:"),
    "X-ICQ": _address("icq:"),
    "X-MSN": _address("msnim:"),
    "X-YAHOO": _address("ymsgr:"),
    "X-MATRIX": _address("matrix:"),
    "X-TWITTER": _address("https://twitter.com/"),
    "X-QQ": _words("QQ"),
    "X-MS-IMADDRESS": _words("Messages"),
    "X-PROFESSION X-KADDRESSBOOK-X-PROFESSION": _words("Profession"),
    "HOBBY INTEREST": _text("interests"),
    "EXPERTISE": _text("offers"),
    "AGENT": _read_agent,
    f"{AGENT}FN": _read_agent_name,
    f"{AGENT}TEL": _words("Agent, telephone"),
    f"{AGENT}EMAIL": _words("Agent, e-mail"),
}
_MEANINGS: Mapping[str, Meaning] = {name: read for names, read in _BY_NAMES.items() for name in names.split()}
