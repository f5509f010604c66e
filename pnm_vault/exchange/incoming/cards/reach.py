"""How and where somebody of a vCard is reached: e-mail, telephone, accounts and addresses."""

from __future__ import annotations

from pnm_vault.exchange.incoming.cards.draft import MAX_VALUE, Address, CardDraft, Meaning
from pnm_vault.exchange.incoming.cards.lines import Property
from pnm_vault.exchange.incoming.cards.values import address_line, address_parts, label_of, preference_of, text_of
from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.model.incoming import Stated


def read_email(draft: CardDraft, one: Property) -> None:
    """Read an e-mail address, also as the address of a page has it."""
    text = text_of(one)
    draft.state("email", text[7:] if text[:7].lower() == "mailto:" else text, one)


def read_phone(draft: CardDraft, one: Property) -> None:
    """Read a telephone number, also as `tel:+39-040-555;ext=12`."""
    text = text_of(one)
    if text[:4].lower() == "tel:":
        number, _, rest = text[4:].partition(";")
        extension = next((part[4:] for part in rest.split(";") if part.lower().startswith("ext=")), "")
        text = f"{number} ext. {extension}" if extension else number
    draft.state("phone", text, one)


def account_at(scheme: str) -> Meaning:
    """Read the name that somebody has with a service."""

    def read(draft: CardDraft, one: Property) -> None:
        text = text_of(one)
        known = text.lower().startswith((scheme, "http:", "https:"))
        draft.state("url", text if known or not text else scheme + text, one)

    return read


def read_service(draft: CardDraft, one: Property) -> None:
    """Read IMPP and X-SOCIALPROFILE: the service is the label where no other is given."""
    text = text_of(one)
    service = one.param("X-SERVICE-TYPE") or one.param("SERVICE-TYPE") or " ".join(one.types()[:1])
    label = one_line(service).lower() or label_of(one, draft.labels)
    if text.lower().startswith("x-apple:"):
        draft.add_words(label.capitalize() or "Profile", text[8:].lstrip("/"))
    else:
        draft.state("url", text, one, label)


def read_address(draft: CardDraft, one: Property) -> None:
    """Read a postal address; which of them is the place is told when all are there."""
    parts = address_parts(one)
    label = label_of(one, draft.labels)
    if any(parts):
        draft.addresses.append(Address(parts, label, preference_of(one), one.line))
    else:
        _add_words(draft, label, one_line(one.param("LABEL")))


def settle_addresses(draft: CardDraft) -> None:
    """Say where the contact lives: at home before elsewhere, at work last. What no place says goes into words."""
    for number, one in enumerate(sorted(draft.addresses, key=_rank)):
        town, region, country = one.parts[3], one.parts[4], one.parts[6]
        place = ", ".join(filter(None, (town, region, country)))
        whole = address_line(one.parts)
        chosen = number == 0 and 0 < len(place) <= MAX_VALUE
        if chosen:
            draft.stated["place", place, ""] = (one.preference, Stated("place", place, one.label, one.line))
        if not chosen or whole != place:
            _add_words(draft, one.label, whole)


def _rank(one: Address) -> tuple[int, int]:
    label = one.label.lower()
    return (0 if "home" in label else 2 if "work" in label else 1, one.preference)


def _add_words(draft: CardDraft, label: str, text: str) -> None:
    draft.add_words(f"Address ({label})" if label else "Address", text)
