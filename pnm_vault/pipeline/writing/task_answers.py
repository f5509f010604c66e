"""What a mark on a line about a follow-up or an important date means: done, later, or called off."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk, since_of
from pnm_vault.pipeline.writing.field_setting import How
from pnm_vault.pipeline.writing.follow_up_edits import cancel_edit, move_edit, tick_edit, words_of_task
from pnm_vault.pipeline.writing.meaning import Meaning, kept_words
from pnm_vault.review.answer_words import AnswerWords, without_stamp
from pnm_vault.review.answers import Answer, Mark
from pnm_vault.review.item_key import NO_SINCE, digest_of_item
from pnm_vault.review.wording import plain
from pnm_vault.vault.read import read_note

FOLLOW_UP_DAYS = 7
# What was noted of a date so long before it was for this year.
DATE_WINDOW = 182

_DAY = pattern_of(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def mean_follow_up(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about a follow-up means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    found = [one for one in desk.follow_ups.get(answer.key.target, ()) if one not in desk.closed]
    due, stays = None, False
    if answer.mark is Mark.LATER:
        due, rest, stays = desk.later(words)
        due = due or desk.session.today + timedelta(FOLLOW_UP_DAYS)
        words = AnswerWords(rest, words.stamp, words.tasks)
    if not found:
        if not _is_done(desk, page, answer, due if stays else None):
            raise PnmError("this follow-up is not open any more, or it was changed since: see where it stands.")
        said = "a follow-up that was seen to already"
        if answer.mark is not Mark.DONE:
            return Meaning(said, (), kept_words("", words))
        return Meaning(said, tuple(desk.told(desk.linked(page, answer, contacts_only=True), words)))
    follow_up = found[0]
    desk.closed.append(follow_up)
    path, label = follow_up.source.path, f"“{plain(follow_up.text)[:80]}”"
    if due is not None:
        moved = (path, move_edit(desk.session, follow_up, due))
        return Meaning(f"{label}: put off to {due}", (moved,), kept_words(label, words))
    if answer.mark is Mark.NO:
        return Meaning(
            f"{label}: called off", ((path, cancel_edit(desk.session, follow_up)),), kept_words(label, words)
        )
    day = desk.capture(words, path)[0].day
    if day > desk.session.today:
        raise PnmError(f"{day} is still to come, so this cannot be done yet.")
    ticked = (path, tick_edit(desk.session, follow_up, day))
    return Meaning(f"{label}: done on {day}", (ticked, *desk.told(follow_up.contacts, words)))


def _is_done(desk: AnswerDesk, page: str, answer: Answer, due: date | None) -> bool:
    """Tell whether the notes that the line links hold the task as this very answer left it.

    `due` is the day that the answer names; None: any will do.
    """
    linked = desk.linked(page, answer, contacts_only=False)
    if answer.mark is Mark.LATER:
        open_ones = [one.source for one in desk.picture.follow_ups if one.source.path in linked]
        had = [
            (source.path, _as_before(source.text, day, answer.key.since))
            for source in open_ones
            for day in _DAY.findall(source.text)
            if due is None or day == due.isoformat()
        ]
    else:
        had = [(path, without_stamp(words)) for path in linked for words in _closed_tasks(desk, path)]
    return any(digest_of_item(path, words) == answer.key.target for path, words in had)


def _closed_tasks(desk: AnswerDesk, path: str) -> list[str]:
    note = read_note(desk.session.root, path)
    scan = scan_note(path, note.text if note is not None else "")
    closed = [(number, begin, quoted) for number, status, begin, quoted in scan.tasks if status in "xX✓✔-"]
    return [words_of_task(scan.line(number), begin, quoted) for number, begin, quoted in closed]


def mean_date(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark on a line about an important date means.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    found = desk.dates.get(answer.key.target)
    if found is None:
        raise PnmError("this date is no longer in the contact's note, or no reminder of it is wanted.")
    contact, which = found
    path, name, label = contact.path, contact.name, which.label
    day = since_of(answer)
    if answer.mark is Mark.DONE:
        capture, stays = desk.capture(words, path)
        said = replace(capture, words=f"{label}: {capture.words}")
        after = None if stays else day - timedelta(DATE_WINDOW)
        return Meaning(f"{name}, {label}: seen to on {said.day}", tuple(desk.log(path, said, after)))
    if answer.mark is Mark.LATER:
        due, rest, _ = desk.later(words)
        text = f"{label} ({day}){f': {rest}' if rest else ''}"
        edits = desk.tasks(path, (text,), due or day) + desk.tasks(path, words.tasks, None)
        return Meaning(f"{name}, {label}: a follow-up for {due or day}", tuple(edits))
    change = desk.change(path, "no_reminder", label, How.ADD)
    return Meaning(f"{name}, {label}: no reminder any more", ((path, change),), kept_words(name, words))


def _as_before(words: str, day: str, since: str) -> str:
    """Give the words of a task as they were before it got this due day."""
    if since != NO_SINCE:
        return words.replace(day, since)
    return words.replace(f" 📅 {day}", "").replace(f" [due:: {day}]", "")
