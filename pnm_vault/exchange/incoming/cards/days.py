"""The days in a vCard: birthdays, anniversaries, and those of the user's own."""

from __future__ import annotations

from datetime import date

from pnm_vault.exchange.incoming.cards.draft import CardDraft, Meaning
from pnm_vault.exchange.incoming.cards.lines import Property
from pnm_vault.exchange.incoming.cards.values import day_of, label_of, text_of


def day_called(field: str) -> Meaning:
    """Give what a property means that is always a birthday, or an anniversary."""

    def read(draft: CardDraft, one: Property) -> None:
        state_day(draft, one, field)

    return read


def state_day(draft: CardDraft, one: Property, called: str) -> None:
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
    elif (called.lower(), day, "") not in draft.stated:
        draft.state("important_dates", day, one, called.lower())


def read_labelled_day(draft: CardDraft, one: Property) -> None:
    """Read a day that is what its label says."""
    state_day(draft, one, label_of(one, draft.labels))


def read_death(draft: CardDraft, one: Property) -> None:
    """Read that somebody died; a day without a year, or words for it, go into the words."""
    if not one.value.strip():
        return
    day = day_of(one)
    known = day is not None and not day.startswith("--")
    draft.state("deceased", str(day) if known else "true", one, "")
    draft.add_words("Died", "" if known else day or text_of(one))


def read_revised(draft: CardDraft, one: Property) -> None:
    """Read of which day the card is."""
    day = day_of(one)
    if day is not None and not day.startswith("--"):
        draft.revised = date.fromisoformat(day)
