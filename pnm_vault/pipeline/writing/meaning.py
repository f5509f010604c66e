"""What a mark on a review note comes to, and what the words beside it say of days."""

from __future__ import annotations

from datetime import date

from pnm_vault.errors import PnmError
from pnm_vault.model.record import Record
from pnm_vault.notes.capture import Capture
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.review.answer_words import AnswerWords, read_done, read_later


class Meaning(Record, frozen=True):
    """The edits that carry out a mark, in order, by note; none where all is done already.

    `kept` are the owner's words for which no note is the place. `new` are notes to be made, path and text, before the
    edits.
    """

    said: str
    edits: tuple[tuple[str, Edit], ...] = ()
    kept: tuple[str, ...] = ()
    new: tuple[tuple[str, str], ...] = ()


def capture_of(words: AnswerWords, today: date, path: str) -> tuple[Capture, bool]:
    """Read what was done and when; see `read_done`.

    Raises:
        PnmError: the day is none.
    """
    capture, named = read_done(words, today, path)
    if capture.faults:
        raise PnmError(f"“{capture.faults[0].text}” is no day of the calendar, or has two meanings.")
    return capture, named


def put_off_to(words: AnswerWords, today: date) -> tuple[date | None, str, bool]:
    """Read until when it is put off; see `read_later`.

    Raises:
        PnmError: there are words, and none of them is a day ahead.
    """
    day, rest, stays = read_later(words, today)
    if day is None and rest:
        raise PnmError(f"“{rest[:80]}” names no day ahead: write 2 weeks, march or 2027-01-14 first.")
    return day, rest, stays


def kept_words(what: str, words: AnswerWords) -> tuple[str, ...]:
    """Give what the owner wrote, for the end of the review note."""
    said = [text for text in (words.text, *words.tasks) if text]
    return tuple([f"{what}: {text}" if what else text for text in said])
