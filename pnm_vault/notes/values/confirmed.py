"""When a fact was last known to be so: the property `confirmed`, a list of texts such as `role 2026-11-23`."""

from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from pnm_vault.model.contact import Confirmed, Contact, Statement
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.values.dates import parse_day
from pnm_vault.notes.values.draft import Draft
from pnm_vault.notes.values.field_names import SPELLINGS, canonical_field
from pnm_vault.notes.values.words import truth_of
from pnm_vault.patterns import pattern_of

# The facts that change with the years, each under the field that stands for it.
FACT_FIELDS = ("role", "organisation", "place", "email", "phone", "time_zone", "interests", "asks", "offers")
_STANDS_FOR = {"job_title": "role", "city": "place", "region": "place", "country": "place", "hometown": "place"}
_DAY_AT_END = pattern_of(r"(?:\A|(?<=[\s:(]))\[{0,2}([0-9]{4}-[0-9]{2})(-[0-9]{2})?[\])]{0,2}\Z")
NO_LONGER = "no longer"


def read_confirmed(draft: Draft, key: str, node: Node) -> None:
    """Read when facts were last known to be so."""
    for text in draft.texts(key, node):
        found = parse_confirmed(str(text.value))
        if found is None and truth_of(str(text.value)) is None:
            message = f"{key[:80]}: {str(text.value)[:80]} cannot be read: write a field and a day, role 2026-11-23."
            draft.report(text.line, "bad-date", message)
        elif found is not None:
            draft.confirmed.append(found)


@lru_cache(maxsize=4096)
def parse_confirmed(text: str) -> Confirmed | None:
    """Read `role 2026-11-23`, `asks a flat in Porto 2024-02`, `role no longer 2026-11-23` or a day for all facts."""
    text = " ".join(text.split())
    dated = _DAY_AT_END.search(text)
    day = parse_day(f"{dated[1]}{dated[2] or '-01'}") if dated is not None else None
    if dated is None or day is None:
        return None
    said = text[: dated.start()].strip(" :(")
    gone = said.endswith(NO_LONGER)
    said = said.removesuffix(NO_LONGER).strip(" :")
    if not said:
        return None if gone else Confirmed("", "", day, dated[2] is None)
    word, _, rest = said.partition(" ")
    kind = fact_field(word.rstrip(":"))
    if kind is None:
        return None
    return Confirmed(kind, rest.strip(" :"), day, dated[2] is None, gone)


def fact_field(word: str) -> str | None:
    """Return the field that stands for a fact, by any spelling of it; None for what is no fact that changes."""
    field = canonical_field(word, SPELLINGS)
    field = _STANDS_FOR.get(field, field) if field is not None else None
    return field if field in FACT_FIELDS else None


def asks_as_confirmed(contact: Contact) -> tuple[Statement, ...]:
    """Return the asks of a contact, each with the day on which it was last known to be so, as far as any is known.

    None of which the note says that it is so no longer.
    """
    said = [one for one in contact.confirmed if one.kind in ("", "asks")]
    if not said:
        return contact.asks
    found: list[Statement] = []
    for ask in contact.asks:
        meant = [one for one in said if not one.text or one.text.casefold() == ask.text.casefold()]
        so = max([one.day for one in meant if not one.gone], default=date.min)
        if not any(one.gone and one.day >= so for one in meant):
            found.append(replace(ask, day=so) if so > (ask.day or date.min) else ask)
    return tuple(found)


def confirmed_text(kind: str, text: str, day: date, *, gone: bool = False) -> str:
    """Write what `parse_confirmed` reads."""
    return " ".join([part for part in (kind, text, NO_LONGER if gone else "", day.isoformat()) if part])
