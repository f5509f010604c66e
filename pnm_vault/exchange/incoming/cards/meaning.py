"""What the properties of one vCard mean: values of fields, words, a picture, and what is only kept.

Source: RFC 2426, RFC 6350, RFC 6474, RFC 6715; what Apple, Google, Outlook, Android,
Evolution, KDE and Nextcloud write.
"""

from __future__ import annotations

from collections.abc import Mapping

from pnm_vault.exchange.category_words import CATEGORY_OF, NO_CATEGORY, OWN_CATEGORY
from pnm_vault.exchange.incoming.cards.days import day_called, read_death, read_labelled_day, read_revised, state_day
from pnm_vault.exchange.incoming.cards.draft import CardDraft, Meaning
from pnm_vault.exchange.incoming.cards.lines import AGENT, Property, parts_of, unescaped
from pnm_vault.exchange.incoming.cards.reach import (
    account_at,
    read_address,
    read_email,
    read_phone,
    read_service,
    settle_addresses,
)
from pnm_vault.exchange.incoming.cards.values import (
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

# Groups that programs make by themselves, and that tell nothing of a contact.
SYSTEM_GROUPS = frozenset(["mycontacts", "my contacts", "contacts", "other", "ungrouped", "default", "unfiled"])
STARRED = frozenset(["starred", "starred in android", "favorites", "favourites"])
# Relations that say no more than that there is one.
_IDLE_RELATIONS = frozenset(["knows", "acquaintance", "contact", "related", "other"])
_ANDROID_TEXT = "assistant brother child partner father friend manager mother parent partner introduced_by relative"
_ANDROID_RELATIONS = f"{_ANDROID_TEXT} sister spouse".split()


def read_properties(draft: CardDraft, properties: tuple[Property, ...]) -> None:
    """Understand all properties of a card; what is not understood is left in `unknown`."""
    for one in properties:
        if one.name == "X-ABLABEL" and one.group:
            draft.labels[one.group] = plain_label(unescaped(one.value, one.old))
        elif one.name == OWN_CATEGORY:
            draft.no_category = text_of(one).casefold() == NO_CATEGORY
    for one in properties:
        if one.name in ("X-ABLABEL", "X-ABADR") and one.group:
            continue  # settled when it is known whose label it is
        meaning = MEANINGS.get(one.name)
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
    settle_addresses(draft)


# Meanings: each gives False for what it does not understand, which is then kept.


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


def _read_name(draft: CardDraft, one: Property) -> None:
    if text := text_of(one):
        draft.names.append(text) if preference_of(one) == 100 else draft.names.insert(0, text)


def _read_parts(draft: CardDraft, one: Property) -> None:
    if not any(draft.parts):
        draft.parts = name_parts(one)


def _read_organisation(draft: CardDraft, one: Property) -> None:
    name, *units = [one_line(part) for part in parts_of(one.value, ";", one.old)]
    draft.state("organisation", name, one)
    draft.add_words("Department", ", ".join(filter(None, units)))


def _read_title(draft: CardDraft, one: Property) -> None:
    if "role" not in draft.fields:
        draft.state("role", text_of(one), one, "")
    elif ("role", text_of(one), "") not in draft.stated:
        draft.add_words("Role", text_of(one))


def _read_role(draft: CardDraft, one: Property) -> None:
    draft.roles.append(one)  # the title comes first, wherever it stands


def _read_zone(draft: CardDraft, one: Property) -> None:
    draft.state("time_zone", text_of(one), one, "")


def _read_note(draft: CardDraft, one: Property) -> None:
    if text := without_controls(unescaped(one.value, one.old)).strip():
        draft.notes[text] = None


def _read_categories(draft: CardDraft, one: Property) -> None:
    for text in texts_of(one, "," if "," in one.value or not one.old else ";"):
        low = text.casefold().removeprefix("* ").removeprefix("system group: ")
        if low in STARRED:
            draft.state("priority", "1", one, "")
        elif low in CATEGORY_OF and "category" not in draft.fields and not draft.no_category:
            draft.state("category", CATEGORY_OF[low], one, "")
        elif low not in SYSTEM_GROUPS:
            draft.state("circles", text, one, "")


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


def _read_android(draft: CardDraft, one: Property) -> bool | None:
    """Read X-ANDROID-CUSTOM: a kind of row, its value, its type by number, and a label of the user's own."""
    kind, value, number, label, *_ = [*map(one_line, parts_of(one.value, ";", one.old)), "", "", "", ""]
    if kind.endswith("/nickname"):
        draft.state("aliases", value, one, "")
    elif kind.endswith("/contact_event"):
        day = Property(one.name, "", (), value, one.line, one.old)
        state_day(draft, day, {"1": "anniversary", "3": "birthday"}.get(number, label))
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
    f"VERSION PRODID {OWN_CATEGORY}": _pass_over,
    "FN": _read_name,
    "N": _read_parts,
    "NICKNAME X-NICKNAME": _list("aliases"),
    "X-MAIDENNAME X-MAIDEN-NAME": _text("aliases"),
    "EMAIL": read_email,
    "TEL": read_phone,
    "URL": _text("url"),
    "ADR": read_address,
    "ORG": _read_organisation,
    "TITLE": _read_title,
    "ROLE": _read_role,
    "TZ": _read_zone,
    "NOTE": _read_note,
    "CATEGORIES": _read_categories,
    "CLASS": _read_class,
    "UID": _read_key,
    "REV": read_revised,
    "KIND X-ADDRESSBOOKSERVER-KIND": _read_kind,
    "X-ABSHOWAS": _read_shown_as,
    "MEMBER X-ADDRESSBOOKSERVER-MEMBER": _read_member,
    "PHOTO": _read_photo,
    "X-ANDROID-CUSTOM": _read_android,
    "BDAY": day_called("birthday"),
    "ANNIVERSARY X-ANNIVERSARY X-EVOLUTION-ANNIVERSARY X-MS-ANNIVERSARY X-KADDRESSBOOK-X-ANNIVERSARY": day_called(
        "anniversary"
    ),
    "X-ABDATE": read_labelled_day,
    "DEATHDATE X-DEATHDATE": read_death,
    "BIRTHPLACE": _words("Born in"),
    "DEATHPLACE": _words("Died in"),
    "RELATED": _read_related,
    "X-ABRELATEDNAMES": _read_related_name,
    "X-SPOUSE X-SPOUSENAME X-EVOLUTION-SPOUSE X-MS-SPOUSE X-KADDRESSBOOK-X-SPOUSENAME": _relation("spouse"),
    "X-MANAGER X-MANAGERSNAME X-EVOLUTION-MANAGER X-MS-MANAGER X-KADDRESSBOOK-X-MANAGERSNAME": _relation("manager"),
    "X-ASSISTANT X-EVOLUTION-ASSISTANT X-MS-ASSISTANT X-KADDRESSBOOK-X-ASSISTANTSNAME": _relation("assistant"),
    "X-CHILD X-MS-CHILD": _relation("child"),
    "IMPP X-SOCIALPROFILE": read_service,
    "X-JABBER X-GOOGLE-TALK X-GTALK": account_at("xmpp:"),
    "X-SKYPE X-SKYPE-USERNAME": account_at("skype:"),
    "X-AIM": account_at("aim:"),
    "X-ICQ": account_at("icq:"),
    "X-MSN": account_at("msnim:"),
    "X-YAHOO": account_at("ymsgr:"),
    "X-MATRIX": account_at("matrix:"),
    "X-TWITTER": account_at("https://twitter.com/"),
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
MEANINGS: Mapping[str, Meaning] = {name: read for names, read in _BY_NAMES.items() for name in names.split()}
