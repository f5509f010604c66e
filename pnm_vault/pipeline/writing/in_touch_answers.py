"""What a mark on a line about a contact or a community means: in touch, later, or no more."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.notes.capture import DEFAULT_WORDS
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk, since_of
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.community_change import change_community
from pnm_vault.pipeline.writing.field_setting import How
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Answer, Mark
from pnm_vault.review.item_key import digest_of_item

DEFAULT_GAP = 90
COMMUNITY_DAYS = 30
# What the log of a community says of a visit without words.
WAS_THERE = "was there"


def mean_contact(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about whom to catch up with means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    path = desk.contact(page, answer)
    name = desk.session.name_of(path)
    if answer.mark is Mark.DONE:
        capture, stays = desk.capture(words, path)
        after = None if stays else since_of(answer)
        return Meaning(f"{name}: in touch on {capture.day}", tuple(desk.log(path, capture, after)))
    if answer.mark is Mark.LATER:
        return _put_off(desk, path, name, words)
    change = desk.change(path, "cadence", "none", How.SET)
    return Meaning(f"{name}: no reminder any more (cadence: none)", ((path, change),), kept_words(name, words))


def _put_off(desk: AnswerDesk, path: str, name: str, words: AnswerWords) -> Meaning:
    day, rest, stays = desk.later(words)
    asked = desk.session.record(path).contact.next_contact
    if not stays and asked is not None and asked > desk.session.today:
        # Whoever is put off is on no page: this is the same mark again.
        return Meaning(
            f"{name}: put off to {asked} already", (), kept_words(name, AnswerWords(rest, None, words.tasks))
        )
    day = day or desk.session.today + timedelta(desk.gaps.get(path, DEFAULT_GAP))
    edits: list[tuple[str, Edit]] = [(path, desk.change(path, "next_contact", day.isoformat(), How.SET))]
    edits += desk.tasks(path, (rest, *words.tasks), day)
    return Meaning(f"{name}: put off to {day}", tuple(edits))


def mean_community(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a community means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    path = _community(desk, page, answer)
    title = desk.index.communities[path]
    if answer.mark is Mark.DONE:
        capture, stays = desk.capture(words, path)
        said = capture.words if capture.words != DEFAULT_WORDS else WAS_THERE
        edits = desk.log(path, replace(capture, words=said), None if stays else since_of(answer))
        return Meaning(f"{title}: there on {capture.day}", tuple(edits))
    if answer.mark is Mark.NO:
        return Meaning(
            f"{title}: no reminder any more (rhythm: none)",
            ((path, change_community("rhythm", "none")),),
            kept_words(title, words),
        )
    day, rest, _ = desk.later(words)
    note = desk.session.table("gathered").get(path)
    day = day or desk.session.today + timedelta((note.days if note is not None else None) or COMMUNITY_DAYS)
    put_off = [(path, change_community("next_visit", day))]
    return Meaning(f"{title}: put off to {day}", (*put_off, *desk.tasks(path, (rest, *words.tasks), day)), ())


def _community(desk: AnswerDesk, page: str, answer: Answer) -> str:
    """Give the community that a line is about, as `_contact` does for contacts."""
    known = desk.index.communities
    by_key = next((path for path in known if digest_of_item(path) == answer.key.target), None)
    linked = next((path for path in desk.linked(page, answer, contacts_only=False) if path in known), None)
    if by_key is not None and by_key != linked and (linked is not None or answer.relinked):
        raise PnmError("the line links another community than the one that it was written for.")
    found = by_key or linked
    if found is None:
        raise PnmError("there is no such community any more.")
    return found
