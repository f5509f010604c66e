"""Names and addresses that a table has in parts, put together as a note has them."""

from collections.abc import Iterable

from pnm_vault.exchange.family_name import ending_of
from pnm_vault.exchange.incoming.reading import Draft
from pnm_vault.exchange.outgoing.exported import one_line

# Suffixes by which father and son differ; others (PhD) say what somebody is and stay out of the name.
_GENERATIONS_TEXT = "jr jr. sr sr. jun. sen. jun sen junior senior i ii iii iv v"
_GENERATIONS = frozenset(_GENERATIONS_TEXT.split())


def joined_name(draft: Draft, first: str, middle: str, last: str, suffix: str = "", prefix: str = "") -> str:
    """Give the whole name; a last name is stated where the name does not tell where it begins.

    What stands before (`Dr.`) or behind (`PhD`) the name is told in words.
    """
    first, middle, last, suffix = map(one_line, (first, middle, last, suffix))
    last, behind = without_suffix(last)
    suffix = suffix or behind
    name = " ".join(part for part in (first, middle, last) if part)
    if (first or middle) and last != ending_of(name):
        draft.state("last_name", last)
    draft.tell("Title", prefix)
    if suffix.casefold() in _GENERATIONS and name:
        return f"{name} {suffix}"
    draft.tell("Suffix", suffix)
    return name


def without_suffix(name: str) -> tuple[str, str]:
    """Divide a name from what people write behind it after a comma (`Lee, PhD`)."""
    bare, _, behind = name.partition(", ")
    return bare, behind


def tell_address(draft: Draft, label: str, parts: Iterable[str]) -> None:
    """Tell a postal address in words on one line: there is no field for it."""
    text = ", ".join(one_line(part).strip(", ") for part in parts if part.strip(" ,\n"))
    draft.tell(f"Address ({label})" if label else "Address", text)


def place_of(city: str, region: str, country: str) -> str:
    """Give the place of an address."""
    return ", ".join(part for part in map(one_line, (city, region, country)) if part)
