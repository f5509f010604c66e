"""For which dates ahead it is time to think of a gift, with the ideas noted and what was given before."""

from collections.abc import Iterable, Mapping
from datetime import date

from pnm_vault.index.told_lines import lines_told
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.insights.remembering.dates import DateAhead, dates_ahead
from pnm_vault.model.contact import Statement, Status
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.favour import FavourKind, FavourWay
from pnm_vault.model.picture import ContactDates
from pnm_vault.model.record import Row
from pnm_vault.model.source import Source

# What was given so many days around a date in an earlier year was given for it; and so long before it, this year.
AROUND = 30
CLOSEST = 5
KIN = "family"
# Nobody is given anything on these.
_NO_GIFT = ("death", "died", "memorial", "funeral", "passed")
MOST_TOLD = 3


class Given(Row, frozen=True):
    """Something that the owner gave on a day, by the line that says so."""

    day: date
    text: str
    proof: Source


class GiftNotes(Row, frozen=True):
    """What is noted of gifts for one contact; `near`: family or a closeness of 5."""

    near: bool
    ideas: tuple[Statement, ...]
    given: tuple[Given, ...]


class GiftAhead(Row, frozen=True):
    """A date for which a gift may be wanted. `given` is what was given for it in earlier years, the newest first."""

    ahead: DateAhead
    ideas: tuple[Statement, ...]
    given: tuple[Given, ...]


def gift_notes_of(record: ContactRecord) -> GiftNotes | None:
    """Return what is noted of gifts for an active contact with important dates; None for all others.

    Given is a favour of the owner's (`gave: a book`) and what a log line says behind the label of a date
    (`birthday: sent flowers`).
    """
    contact = record.contact
    if not contact.dates or contact.status is not Status.ACTIVE:
        return None
    path = contact.path
    given = [
        Given(one.day, one.text, Source(one.path or path, one.line))
        for one in favours_of(record)
        if one.way is FavourWay.GIVEN and one.kind is FavourKind.FAVOUR and one.day is not None
    ]
    lines = lines_told(record).casefold()
    for label in {one.label.casefold() for one in contact.dates}:
        for entry in record.interactions if f" {label}:" in lines else ():
            _, label_there, words = _parted(entry.source.text, label)
            if label_there and words:
                given.append(Given(entry.day, words, entry.source))
    near = contact.category == KIN or contact.closeness == CLOSEST
    if not (near or contact.gift_ideas or given):
        return None
    order = sorted(given, key=lambda one: (-one.day.toordinal(), one.proof.path, one.proof.line, one.text))
    return GiftNotes(near, contact.gift_ideas, tuple(order))


def gifts_ahead(
    dates: Iterable[ContactDates],
    notes: Mapping[str, GiftNotes],
    today: date,
    days: int,
    unnamed: PrivateNames = NOBODY,
) -> tuple[GiftAhead, ...]:
    """Return the dates from today to `days` days ahead for which a gift may be wanted, the nearest first; 0: none.

    That is so for family, a closeness of 5, and where ideas or a gift in an earlier year are noted. A date that was
    seen to, or for which something was given this year, is left out.
    Words with one of the names `unnamed` are not told.
    """
    found: list[GiftAhead] = []
    noted = dict(notes.items()) if days else {}
    for ahead in dates_ahead([one for one in dates if one.path in noted], today, days):
        note = noted[ahead.path]
        if any(word in ahead.label.casefold() for word in _NO_GIFT):
            continue
        before = tuple([one for one in note.given if _for_earlier(one.day, ahead.day)])
        done = any(0 <= (ahead.day - one.day).days <= max(days, AROUND) and one.day <= today for one in note.given)
        if not done and (note.near or note.ideas or before):
            ideas = tuple([one for one in note.ideas if not unnamed.are_in(one.text)])
            told = [one for one in before if not unnamed.are_in(one.text)]
            found.append(GiftAhead(ahead, ideas, tuple(told[:MOST_TOLD])))
    return tuple(found)


def _for_earlier(day: date, ahead: date) -> bool:
    """Tell whether a day lies around the same date of an earlier year."""
    away = (ahead - day).days
    return away > AROUND and min(away % 365, 365 - away % 365) <= AROUND


def _parted(text: str, label: str) -> tuple[str, bool, str]:
    at = text.casefold().find(f" {label}:") if ":" in text else -1
    return text[: max(at, 0)], at >= 0, text[at + len(label) + 2 :].strip() if at >= 0 else ""
