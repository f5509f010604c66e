"""What a mark on a promise or a fact means: kept, still so, later, or not any more."""

from __future__ import annotations

from datetime import timedelta

from pnm_vault.errors import PnmError
from pnm_vault.insights.remembering.facts import question_about
from pnm_vault.notes.capture import DEFAULT_WORDS
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk, since_of
from pnm_vault.pipeline.writing.fact_edits import FactEdits
from pnm_vault.pipeline.writing.house_style import link_to
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.pipeline.writing.spoken_task import SpokenTask
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Answer, Mark
from pnm_vault.review.item_key import NO_SINCE
from pnm_vault.review.pages.facts import fact_label
from pnm_vault.review.wording import plain

FACT_DAYS = 30
PROMISE_DAYS = 7


def mean_promise(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a promise means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    found = desk.promises.get(answer.key.target)
    if found is None:
        raise PnmError("these words are no longer in your notes, or were changed: see where they stood.")
    said, contacts, settled = found
    linked = desk.linked(page, answer, contacts_only=True)
    if answer.relinked and set(linked) != set(contacts):
        raise PnmError("the line links another contact than the one that it was written for.")
    first, *others = contacts
    text, label = plain(said.text), f"“{plain(said.text)[:80]}”"
    company = ", ".join([link_to(desk.session, path) for path in others])
    promise = SpokenTask(f"{text} (with {company})" if company else text, said.day)
    if answer.mark is Mark.LATER:
        due, rest, _ = desk.later(words)
        due = due or desk.session.today + timedelta(PROMISE_DAYS)
        edits = [(first, promise.open_edit(desk.style(first), due))]
        edits += desk.tasks(first, (rest, *words.tasks), due)
        return Meaning(f"{label}: a follow-up for {due}", tuple(edits))
    # What a line tells of by now needs no task.
    if answer.mark is Mark.NO:
        edit = promise.closed_edit(desk.style(first), desk.session.today, called_off=True)
        edits = [] if settled else [(first, edit)]
        return Meaning(f"{label}: settled without it", tuple(edits), kept_words(label, words))
    day = desk.capture(words, first)[0].day
    if not said.day <= day <= desk.session.today:
        raise PnmError(f"{day} is {'still to come' if day > said.day else f'before it was said, {said.day}'}.")
    edits = [] if settled else [(first, promise.closed_edit(desk.style(first), day))]
    return Meaning(f"{label}: kept on {day}", (*edits, *desk.told(contacts, words)))


def mean_fact(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a fact to check means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    found = desk.facts.get(answer.key.target)
    if found is None:
        raise PnmError("the note does not say this any more.")
    path, fact = found
    linked = desk.linked(page, answer, contacts_only=True)
    if answer.relinked and linked[:1] != [path]:
        raise PnmError("the line links another contact than the one that it was written for.")
    label = f"{desk.session.name_of(path)}, {fact_label(fact.kind)}"
    since = None if answer.key.since == NO_SINCE else since_of(answer)
    edits = FactEdits(desk.session, desk.style(path), fact, since)
    if answer.mark is Mark.LATER:
        due, rest, _ = desk.later(words)
        due = due or desk.session.today + timedelta(FACT_DAYS)
        question = SpokenTask(question_about(fact.kind, fact.text), desk.session.today)
        tasks = desk.tasks(path, (rest, *words.tasks), due)
        return Meaning(f"{label}: asked about by {due}", ((path, question.open_edit(desk.style(path), due)), *tasks))
    if answer.mark is Mark.NO:
        gone = edits.take_out(desk.session.today) if fact.item else edits.confirm(desk.session.today, gone=True)
        return Meaning(f"{label}: not so any more", ((path, gone),), kept_words(label, words))
    capture, _ = desk.capture(words, path)
    if capture.day > desk.session.today:
        raise PnmError(f"{capture.day} is still to come.")
    tasks = desk.wishes(path, capture)
    if capture.words == DEFAULT_WORDS:
        return Meaning(f"{label}: so on {capture.day}", ((path, edits.confirm(capture.day)), *tasks))
    edit = edits.replace(capture.words, capture.day)
    return Meaning(f"{label}: “{capture.words[:80]}” on {capture.day}", ((path, edit), *tasks))
