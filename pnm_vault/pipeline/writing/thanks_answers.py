"""What a mark on a line about thanks means: they were said, are put off, or are not called for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.insights.introducing.referrals import NO_THANKS
from pnm_vault.notes.capture import DEFAULT_WORDS, Wish
from pnm_vault.notes.values.day_words import split_due
from pnm_vault.pipeline.writing.field_setting import FieldChange, How
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.log_capture import log_edit, task_edit
from pnm_vault.pipeline.writing.meaning import Meaning, capture_of, kept_words, put_off_to
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Mark
from pnm_vault.review.pages.introductions import thanks_digest

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.introducing import NoteEdit

# For how long a thank-you is put off when nobody says so.
THANKS_LATER_DAYS = 7


def thanks_by_digest(session: Session) -> dict[str, tuple[str, str]]:
    """Give, by the key of its line, who introduced whom to the owner (paths)."""
    rows = session.table("referrals").items()
    return {thanks_digest(by, path): (by, path) for path, row in rows for by, _ in row.by}


def mean_thanks(
    session: Session, style: HouseStyle, pair: tuple[str, str], met: date, mark: Mark, words: AnswerWords
) -> Meaning:
    """Say what a mark means on a line that thanks are to be said: `pair` is who introduced, and whom.

    Raises:
        PnmError: the words cannot be read.
    """
    by, contact = pair
    name, other = session.name_of(by), link_to(session, contact)
    if mark is Mark.NO:
        label = f"{NO_THANKS}{session.name_of(contact)}"
        change = FieldChange(session, style, "no_reminder", "no_reminder", label, How.ADD)
        return Meaning(f"{name}: no reminder of this any more", ((by, change.edit),), kept_words(name, words))
    if mark is Mark.LATER:
        day, rest, _ = put_off_to(words, session.today)
        due = day or session.today + timedelta(THANKS_LATER_DAYS)
        text = f"Thank them for introducing {other}{f': {rest}' if rest else ''}"
        wishes = [Wish(text, due), *[Wish(*split_due(task, session.today)) for task in words.tasks]]
        return Meaning(f"{name}: a follow-up for {due}", _tasks(by, wishes, style))
    capture, stays = capture_of(words, session.today, by)
    if capture.day > session.today:
        raise PnmError(f"{capture.day} is still to come, so this cannot be done yet.")
    said = "" if capture.words == DEFAULT_WORDS else f": {capture.words}"
    thanked = replace(capture, words=f"thanked for introducing {other}{said}")
    after = None if stays else met - timedelta(1)
    edits = ((by, log_edit(thanked, style, after)), *_tasks(by, capture.wishes, style))
    return Meaning(f"{name}: thanked on {capture.day}", edits)


def _tasks(path: str, wishes: tuple[Wish, ...] | list[Wish], style: HouseStyle) -> tuple[NoteEdit, ...]:
    return tuple([(path, task_edit(wish, "", style)) for wish in wishes])
