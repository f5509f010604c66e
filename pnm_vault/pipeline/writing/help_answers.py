"""What a mark on a line about help means: the owner asked for it or gave it, will do so later, or will not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.insights.helping.help_found import own_asks
from pnm_vault.insights.helping.help_words import (
    ASKED,
    HELPED,
    SPARED_ASK,
    SPARED_NEED,
    TO_ASK,
    TO_HELP,
    bare_words,
    label_for,
)
from pnm_vault.model.record import Row
from pnm_vault.notes.capture import DEFAULT_WORDS
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk, since_of
from pnm_vault.pipeline.writing.field_setting import How
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.pipeline.writing.spoken_task import SpokenTask
from pnm_vault.review.answers import Mark
from pnm_vault.review.pages.help import help_digest
from pnm_vault.review.pages.needs import need_digest
from pnm_vault.review.wording import plain

if TYPE_CHECKING:
    from pnm_vault.review.answer_words import AnswerWords
    from pnm_vault.review.answers import Answer

# For how long it is put off when nobody says so.
HELP_DAYS = 7


class _Side(Row, frozen=True):
    """How one of the two is written down: in the log, as something to do, in `no_reminder`, and told to the owner."""

    logged: str
    to_do: str
    spared: str
    done: str
    no: str


_ASKING = _Side(ASKED, TO_ASK, SPARED_ASK, "asked", "not suggested for this any more")
_HELPING = _Side(HELPED, TO_HELP, SPARED_NEED, "helped", "no reminder of this any more")


def mean_help(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark means on a line that says who can help the owner.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    asks = [ask.text for ask in own_asks(desk.picture.me)]
    found = {help_digest(path, ask): (path, ask) for path in desk.index.contacts for ask in asks}
    return _mean(desk, page, answer, words, found.get(answer.key.target), _ASKING)


def mean_need(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark means on a line that says what a contact looks for.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    rows = desk.session.table("needs").items()
    found = {need_digest(path, need.text): (path, need.text) for path, needs in rows for need in needs}
    return _mean(desk, page, answer, words, found.get(answer.key.target), _HELPING)


def _mean(
    desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords, found: tuple[str, str] | None, side: _Side
) -> Meaning:
    if found is None:
        raise PnmError("no note says this any more: the words were changed, or the note got another name.")
    path, ask = found
    if answer.relinked and desk.linked(page, answer, contacts_only=True)[:1] != [path]:
        raise PnmError("the line links another contact than the one that it was written for.")
    name, said = desk.session.name_of(path), bare_words(plain(ask))
    if answer.mark is Mark.NO:
        change = desk.change(path, "no_reminder", label_for(side.spared, ask), How.ADD)
        return Meaning(f"{name}: {side.no}", ((path, change),), kept_words(name, words))
    if answer.mark is Mark.LATER:
        due, rest, _ = desk.later(words)
        due = due or desk.session.today + timedelta(HELP_DAYS)
        task = SpokenTask(f"{side.to_do}{said}", desk.session.today)
        edits = [(path, task.open_edit(desk.style(path), due)), *desk.tasks(path, (rest, *words.tasks), due)]
        return Meaning(f"{name}: a follow-up for {due}", tuple(edits))
    capture, stays = desk.capture(words, path)
    if capture.day > desk.session.today:
        raise PnmError(f"{capture.day} is still to come, so this cannot be done yet.")
    more = "" if capture.words == DEFAULT_WORDS else f": {capture.words}"
    logged = replace(capture, words=f"{side.logged}{said}{more}")
    edits = desk.log(path, logged, None if stays else since_of(answer))
    return Meaning(f"{name}: {side.done} on {capture.day}", tuple(edits))
