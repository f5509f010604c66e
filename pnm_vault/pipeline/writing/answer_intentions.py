"""What a mark on a review note means: edits of notes, and one sentence that says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.index.names import resolve
from pnm_vault.insights.facts import Fact, question_about
from pnm_vault.insights.promises import contacts_by_line
from pnm_vault.insights.stale import rank_stale
from pnm_vault.insights.telling import Line
from pnm_vault.model.contact import ImportantDate
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import ContactDates
from pnm_vault.notes.capture import DEFAULT_WORDS, Capture, Wish
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.values.day_words import split_due
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.community_change import change_community
from pnm_vault.pipeline.writing.fact_edits import FactEdits
from pnm_vault.pipeline.writing.field_setting import FieldChange, How, acquaint
from pnm_vault.pipeline.writing.follow_up_edits import cancel_edit, move_edit, tick_edit, words_of_task
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.introduction_answers import StepKeys, begin_introduction, mean_step, steps_by_digest
from pnm_vault.pipeline.writing.log_capture import log_edit, task_edit
from pnm_vault.pipeline.writing.meaning import Meaning, capture_of, put_off_to
from pnm_vault.pipeline.writing.meaning import kept_words as _kept
from pnm_vault.pipeline.writing.spoken_task import SpokenTask
from pnm_vault.pipeline.writing.thanks_answers import mean_thanks, thanks_by_digest
from pnm_vault.review.answer_words import AnswerWords, without_stamp, words_of
from pnm_vault.review.answers import Answer, Mark
from pnm_vault.review.item_key import NO_SINCE, digest_of_item
from pnm_vault.review.pages.facts import fact_digest, fact_label
from pnm_vault.review.pages.follow_ups import follow_up_digest
from pnm_vault.review.pages.promises import promise_digest
from pnm_vault.review.wording import plain
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# For how long something is put off when nobody says so: a contact for one cadence, the others for so many days.
FOLLOW_UP_DAYS = 7
INTRODUCTION_DAYS = 90
FACT_DAYS = 30
ACQUAINTANCE_DAYS = 90
DEFAULT_GAP = 90
COMMUNITY_DAYS = 30
# What the log of a community says of a visit without words.
WAS_THERE = "was there"
# Words without a day that were logged so recently are taken for those of the same answer, of which a part had to wait.
RETRY_DAYS = 3
# What was noted of a date so long before it was for this year.
DATE_WINDOW = 182

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Intentions:
    """What marks mean in one vault on one day. Tables are made when they are first asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._index = session.index()
        self._picture = session.picture()
        self._closed: list[FollowUp] = []
        self._habits: HouseStyle | None = None
        self._begun: set[tuple[str, str]] = set()

    def of(self, page: str, answer: Answer) -> Meaning:
        """Say what an answer on the review note `page` means.

        Raises:
            PnmError: nothing that can be carried out; the message says why.
        """
        if answer.mark is Mark.OTHER:
            raise PnmError(f"“{answer.box}” is no answer: x is done, > is later, - is no.")
        if answer.ours is None:
            raise PnmError("this line was changed so that your words cannot be told from the rest.")
        kinds = {
            "contact": self._of_contact,
            "follow-up": self._of_follow_up,
            "date": self._of_date,
            "introduction": self._of_introduction,
            "promise": self._of_promise,
            "fact": self._of_fact,
            "community": self._of_community,
            "acquaintance": self._of_acquaintance,
            "step": self._of_step,
            "thanks": self._of_thanks,
        }
        return kinds[answer.key.kind](page, answer, words_of(answer))

    # --- whom to catch up with -------------------------------------------------------------------------------------

    def _of_contact(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        path = self._contact(page, answer)
        name = self._session.name_of(path)
        if answer.mark is Mark.DONE:
            capture, stays = self._capture(words, path)
            after = None if stays else _since(answer)
            return Meaning(f"{name}: in touch on {capture.day}", tuple(self._log(path, capture, after)))
        if answer.mark is Mark.LATER:
            return self._put_off(path, name, words)
        change = self._change(path, "cadence", "none", How.SET)
        return Meaning(f"{name}: no reminder any more (cadence: none)", ((path, change),), _kept(name, words))

    def _put_off(self, path: str, name: str, words: AnswerWords) -> Meaning:
        day, rest, stays = self._later(words)
        asked = self._session.record(path).contact.next_contact
        if not stays and asked is not None and asked > self._session.today:
            # Whoever is put off is on no page: this is the same mark again.
            return Meaning(f"{name}: put off to {asked} already", (), _kept(name, AnswerWords(rest, None, words.tasks)))
        day = day or self._session.today + timedelta(self._gaps.get(path, DEFAULT_GAP))
        edits: list[tuple[str, Edit]] = [(path, self._change(path, "next_contact", day.isoformat(), How.SET))]
        edits += self._tasks(path, (rest, *words.tasks), day)
        return Meaning(f"{name}: put off to {day}", tuple(edits))

    # --- follow-ups ------------------------------------------------------------------------------------------------

    def _of_follow_up(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = [one for one in self._follow_ups.get(answer.key.target, ()) if one not in self._closed]
        due, stays = None, False
        if answer.mark is Mark.LATER:
            due, rest, stays = self._later(words)
            due = due or self._session.today + timedelta(FOLLOW_UP_DAYS)
            words = AnswerWords(rest, words.stamp, words.tasks)
        if not found:
            if not self._is_done(page, answer, due if stays else None):
                raise PnmError("this follow-up is not open any more, or it was changed since: see where it stands.")
            said = "a follow-up that was seen to already"
            if answer.mark is not Mark.DONE:
                return Meaning(said, (), _kept("", words))
            return Meaning(said, tuple(self._told(self._linked(page, answer, contacts_only=True), words)))
        follow_up = found[0]
        self._closed.append(follow_up)
        path, label = follow_up.source.path, f"“{plain(follow_up.text)[:80]}”"
        if due is not None:
            moved = (path, move_edit(self._session, follow_up, due))
            return Meaning(f"{label}: put off to {due}", (moved,), _kept(label, words))
        if answer.mark is Mark.NO:
            return Meaning(
                f"{label}: called off", ((path, cancel_edit(self._session, follow_up)),), _kept(label, words)
            )
        day = self._capture(words, path)[0].day
        if day > self._session.today:
            raise PnmError(f"{day} is still to come, so this cannot be done yet.")
        ticked = (path, tick_edit(self._session, follow_up, day))
        return Meaning(f"{label}: done on {day}", (ticked, *self._told(follow_up.contacts, words)))

    def _told(self, contacts: Sequence[str], words: AnswerWords) -> list[tuple[str, Edit]]:
        """Log what the owner wrote beside the tick of a follow-up; the tick alone tells of contact by itself."""
        edits: list[tuple[str, Edit]] = []
        for contact in contacts:
            capture, stays = self._capture(words, contact)
            if capture.words != DEFAULT_WORDS:
                after = None if stays else capture.day - timedelta(RETRY_DAYS + 1)
                edits += self._log(contact, replace(capture, wishes=()), after)
        if contacts:
            edits += self._wishes(contacts[0], self._capture(words, contacts[0])[0])
        return edits

    def _is_done(self, page: str, answer: Answer, due: date | None) -> bool:
        """Tell whether the notes that the line links hold the task as this very answer left it.

        `due` is the day that the answer names; None: any will do.
        """
        linked = self._linked(page, answer, contacts_only=False)
        if answer.mark is Mark.LATER:
            open_ones = [one.source for one in self._picture.follow_ups if one.source.path in linked]
            had = [
                (source.path, _as_before(source.text, day, answer.key.since))
                for source in open_ones
                for day in _DAY.findall(source.text)
                if due is None or day == due.isoformat()
            ]
        else:
            had = [(path, without_stamp(words)) for path in linked for words in self._closed_tasks(path)]
        return any(digest_of_item(path, words) == answer.key.target for path, words in had)

    def _closed_tasks(self, path: str) -> list[str]:
        note = read_note(self._session.root, path)
        scan = scan_note(path, note.text if note is not None else "")
        closed = [(number, begin, quoted) for number, status, begin, quoted in scan.tasks if status in "xX✓✔-"]
        return [words_of_task(scan.line(number), begin, quoted) for number, begin, quoted in closed]

    # --- dates -----------------------------------------------------------------------------------------------------

    def _of_date(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = self._dates.get(answer.key.target)
        if found is None:
            raise PnmError("this date is no longer in the contact's note, or no reminder of it is wanted.")
        contact, which = found
        path, name, label = contact.path, contact.name, which.label
        day = _since(answer)
        if answer.mark is Mark.DONE:
            capture, stays = self._capture(words, path)
            said = replace(capture, words=f"{label}: {capture.words}")
            after = None if stays else day - timedelta(DATE_WINDOW)
            return Meaning(f"{name}, {label}: seen to on {said.day}", tuple(self._log(path, said, after)))
        if answer.mark is Mark.LATER:
            due, rest, _ = self._later(words)
            text = f"{label} ({day}){f': {rest}' if rest else ''}"
            edits = self._tasks(path, (text,), due or day) + self._tasks(path, words.tasks, None)
            return Meaning(f"{name}, {label}: a follow-up for {due or day}", tuple(edits))
        change = self._change(path, "no_reminder", label, How.ADD)
        return Meaning(f"{name}, {label}: no reminder any more", ((path, change),), _kept(name, words))

    # --- introductions ---------------------------------------------------------------------------------------------

    def _of_introduction(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        first, second, names = self._pair(page, answer)
        if answer.mark is Mark.DONE:
            return begin_introduction(self._session, self._style(first), first, second, words, self._begun)
        other = link_to(self._session, second)
        if answer.mark is Mark.NO:
            change = self._change(first, "no_introduction", other, How.ADD)
            return Meaning(f"{names}: not suggested any more", ((first, change),), _kept(names, words))
        day, rest, stays = self._later(words)
        if not stays and any(
            self._means(first, one.target, second) for one in self._session.record(first).contact.apart
        ):
            return Meaning(f"{names}: not suggested already", (), _kept(names, AnswerWords(rest, None, words.tasks)))
        day = day or self._session.today + timedelta(INTRODUCTION_DAYS)
        change = self._change(first, "no_introduction", f"{other} until {day}", How.ADD)
        return Meaning(
            f"{names}: not suggested before {day}",
            ((first, change),),
            _kept(names, AnswerWords(rest, None, words.tasks)),
        )

    # --- promises --------------------------------------------------------------------------------------------------

    def _of_promise(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = self._promises.get(answer.key.target)
        if found is None:
            raise PnmError("these words are no longer in your notes, or were changed: see where they stood.")
        said, contacts, settled = found
        linked = self._linked(page, answer, contacts_only=True)
        if answer.relinked and set(linked) != set(contacts):
            raise PnmError("the line links another contact than the one that it was written for.")
        first, *others = contacts
        text, label = plain(said.text), f"“{plain(said.text)[:80]}”"
        company = ", ".join([link_to(self._session, path) for path in others])
        promise = SpokenTask(f"{text} (with {company})" if company else text, said.day)
        if answer.mark is Mark.LATER:
            due, rest, _ = self._later(words)
            due = due or self._session.today + timedelta(FOLLOW_UP_DAYS)
            edits = [(first, promise.open_edit(self._style(first), due))]
            edits += self._tasks(first, (rest, *words.tasks), due)
            return Meaning(f"{label}: a follow-up for {due}", tuple(edits))
        # What a line tells of by now needs no task.
        if answer.mark is Mark.NO:
            edit = promise.closed_edit(self._style(first), self._session.today, called_off=True)
            edits = [] if settled else [(first, edit)]
            return Meaning(f"{label}: settled without it", tuple(edits), _kept(label, words))
        day = self._capture(words, first)[0].day
        if not said.day <= day <= self._session.today:
            raise PnmError(f"{day} is {'still to come' if day > said.day else f'before it was said, {said.day}'}.")
        edits = [] if settled else [(first, promise.closed_edit(self._style(first), day))]
        return Meaning(f"{label}: kept on {day}", (*edits, *self._told(contacts, words)))

    # --- facts -----------------------------------------------------------------------------------------------------

    def _of_fact(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = self._facts.get(answer.key.target)
        if found is None:
            raise PnmError("the note does not say this any more.")
        path, fact = found
        linked = self._linked(page, answer, contacts_only=True)
        if answer.relinked and linked[:1] != [path]:
            raise PnmError("the line links another contact than the one that it was written for.")
        label = f"{self._session.name_of(path)}, {fact_label(fact.kind)}"
        since = None if answer.key.since == NO_SINCE else _since(answer)
        edits = FactEdits(self._session, self._style(path), fact, since)
        if answer.mark is Mark.LATER:
            due, rest, _ = self._later(words)
            due = due or self._session.today + timedelta(FACT_DAYS)
            question = SpokenTask(question_about(fact.kind, fact.text), self._session.today)
            tasks = self._tasks(path, (rest, *words.tasks), due)
            return Meaning(
                f"{label}: asked about by {due}", ((path, question.open_edit(self._style(path), due)), *tasks)
            )
        if answer.mark is Mark.NO:
            gone = edits.take_out() if fact.item else edits.confirm(self._session.today, gone=True)
            return Meaning(f"{label}: not so any more", ((path, gone),), _kept(label, words))
        capture, _ = self._capture(words, path)
        if capture.day > self._session.today:
            raise PnmError(f"{capture.day} is still to come.")
        tasks = self._wishes(path, capture)
        if capture.words == DEFAULT_WORDS:
            return Meaning(f"{label}: so on {capture.day}", ((path, edits.confirm(capture.day)), *tasks))
        edit = edits.replace(capture.words, capture.day)
        return Meaning(f"{label}: “{capture.words[:80]}” on {capture.day}", ((path, edit), *tasks))

    # --- communities -----------------------------------------------------------------------------------------------

    def _of_community(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        path = self._community(page, answer)
        title = self._index.communities[path]
        if answer.mark is Mark.DONE:
            capture, stays = self._capture(words, path)
            said = capture.words if capture.words != DEFAULT_WORDS else WAS_THERE
            edits = self._log(path, replace(capture, words=said), None if stays else _since(answer))
            return Meaning(f"{title}: there on {capture.day}", tuple(edits))
        if answer.mark is Mark.NO:
            return Meaning(
                f"{title}: no reminder any more (rhythm: none)",
                ((path, change_community("rhythm", "none")),),
                _kept(title, words),
            )
        day, rest, _ = self._later(words)
        note = self._session.table("gathered").get(path)
        day = day or self._session.today + timedelta((note.days if note is not None else None) or COMMUNITY_DAYS)
        put_off = [(path, change_community("next_visit", day))]
        return Meaning(f"{title}: put off to {day}", (*put_off, *self._tasks(path, (rest, *words.tasks), day)), ())

    def _community(self, page: str, answer: Answer) -> str:
        """Give the community that a line is about, as `_contact` does for contacts."""
        known = self._index.communities
        by_key = next((path for path in known if digest_of_item(path) == answer.key.target), None)
        linked = next((path for path in self._linked(page, answer, contacts_only=False) if path in known), None)
        if by_key is not None and by_key != linked and (linked is not None or answer.relinked):
            raise PnmError("the line links another community than the one that it was written for.")
        found = by_key or linked
        if found is None:
            raise PnmError("there is no such community any more.")
        return found

    # --- who know each other ---------------------------------------------------------------------------------------

    def _of_acquaintance(self, page: str, answer: Answer, words: AnswerWords) -> Meaning:
        first, second, names = self._pair(page, answer)
        if answer.mark is Mark.DONE:
            sides = ((first, second), (second, first))
            edits = [(path, acquaint(self._session, self._style(path), path, other)) for path, other in sides]
            return Meaning(f"{names}: know each other", tuple(edits), _kept(names, words))
        other = link_to(self._session, second)
        if answer.mark is Mark.NO:
            change = self._change(first, "no_acquaintance", other, How.ADD)
            return Meaning(
                f"{names}: do not know each other, not asked any more", ((first, change),), _kept(names, words)
            )
        day, rest, stays = self._later(words)
        kept = _kept(names, AnswerWords(rest, None, words.tasks))
        strangers = self._session.record(first).contact.strangers
        if not stays and any(self._means(first, one.target, second) for one in strangers):
            return Meaning(f"{names}: not asked already", (), kept)
        day = day or self._session.today + timedelta(ACQUAINTANCE_DAYS)
        change = self._change(first, "no_acquaintance", f"{other} until {day}", How.ADD)
        return Meaning(f"{names}: not asked before {day}", ((first, change),), kept)

    def _pair(self, page: str, answer: Answer) -> tuple[str, str, str]:
        """Give the two contacts that a line links, in path order, and both names as one phrase."""
        linked = self._linked(page, answer, contacts_only=True)
        if len(linked) < 2:
            raise PnmError("the line no longer links two contacts.")
        first, second = sorted(linked[:2])
        return first, second, f"{self._session.name_of(first)} and {self._session.name_of(second)}"

    def _of_step(self, _: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = self._steps.get(answer.key.target)
        if found is None:
            raise PnmError("there is no note of this introduction any more, or it is not between two contacts.")
        row, stood = found
        return mean_step(self._session, self._style(row.first), row, stood, answer.mark, words)

    def _of_thanks(self, _: str, answer: Answer, words: AnswerWords) -> Meaning:
        found = thanks_by_digest(self._session).get(answer.key.target)
        if found is None:
            raise PnmError("the note of the contact does not say any more who introduced them to you.")
        return mean_thanks(self._session, self._style(found[0]), found, _since(answer), answer.mark, words)

    # --- what they share -------------------------------------------------------------------------------------------

    def _contact(self, page: str, answer: Answer) -> str:
        """Give the contact that a line is about: by its key, and by its link where the note was renamed since."""
        by_key = self._contacts.get(answer.key.target)
        linked = next(iter(self._linked(page, answer, contacts_only=True)), None)
        if by_key is not None and by_key != linked and (linked is not None or answer.relinked):
            raise PnmError("the line links another contact than the one that it was written for.")
        found = by_key or linked
        if found is None:
            raise PnmError("there is no such contact any more.")
        return found

    def _linked(self, page: str, answer: Answer, *, contacts_only: bool) -> list[str]:
        found: list[str] = []
        for target in find_links(answer.ours or ""):
            path = resolve(target, page, self._index.names, self._index.aliases).path
            if path is not None and path not in found and not (contacts_only and path not in self._index.contacts):
                found.append(path)
        return found

    def _capture(self, words: AnswerWords, path: str) -> tuple[Capture, bool]:
        return capture_of(words, self._session.today, path)

    def _later(self, words: AnswerWords) -> tuple[date | None, str, bool]:
        return put_off_to(words, self._session.today)

    def _means(self, source: str, target: str, path: str) -> bool:
        return resolve(target, source, self._index.names, self._index.aliases).path == path

    def _log(self, path: str, capture: Capture, after: date | None) -> list[tuple[str, Edit]]:
        style = self._style(path)
        return [(path, log_edit(capture, style, after)), *self._wishes(path, capture)]

    def _wishes(self, path: str, capture: Capture) -> list[tuple[str, Edit]]:
        style = self._style(path)
        return [(path, task_edit(wish, "", style)) for wish in capture.wishes]

    def _tasks(self, path: str, texts: tuple[str, ...], due: date | None) -> list[tuple[str, Edit]]:
        style = self._style(path)
        wishes = [Wish(*split_due(text, self._session.today)) for text in texts if text]
        return [(path, task_edit(Wish(wish.text, wish.due or due), "", style)) for wish in wishes]

    def _style(self, path: str) -> HouseStyle:
        """Give the habits of the vault's notes; to ask for them reads many, so those near the first mark do for all."""
        self._habits = self._habits or HouseStyle(self._session, path)
        return self._habits

    def _change(self, path: str, name: str, typed: str, how: How) -> Edit:
        return FieldChange(self._session, self._style(path), name, name, typed, how).edit

    @cached_property
    def _contacts(self) -> Mapping[str, str]:
        return {digest_of_item(path): path for path in self._index.contacts}

    @cached_property
    def _follow_ups(self) -> Mapping[str, tuple[FollowUp, ...]]:
        found: dict[str, tuple[FollowUp, ...]] = {}
        for follow_up in self._picture.follow_ups:
            digest = follow_up_digest(follow_up)
            found[digest] = (*found.get(digest, ()), follow_up)
        return found

    @cached_property
    def _promises(self) -> Mapping[str, tuple[Line, tuple[str, ...], bool]]:
        """Give every promise with the contacts to whom it was made, and whether it is settled."""
        made, today = self._session.table("promises"), self._session.today
        settled = {one.said for promises in made.values() for one in promises if one.is_settled(today)}
        return {
            promise_digest(said): (said, contacts, said in settled) for said, contacts in contacts_by_line(made).items()
        }

    @cached_property
    def _facts(self) -> Mapping[str, tuple[str, Fact]]:
        return {
            fact_digest(path, fact.kind, fact.text if fact.item else ""): (path, fact)
            for path, known in self._session.table("facts").items()
            for fact in known.facts
        }

    @cached_property
    def _dates(self) -> Mapping[str, tuple[ContactDates, ImportantDate]]:
        return {
            digest_of_item(contact.path, which.label): (contact, which)
            for contact in self._picture.dates
            for which in contact.dates
        }

    @cached_property
    def _steps(self) -> StepKeys:
        return steps_by_digest(self._session)

    @cached_property
    def _gaps(self) -> Mapping[str, int]:
        ranked = rank_stale(self._picture.network, self._session.settings, self._session.today)
        return {tie.path: tie.gap for tie in ranked}


def _as_before(words: str, day: str, since: str) -> str:
    """Give the words of a task as they were before it got this due day."""
    if since != NO_SINCE:
        return words.replace(day, since)
    return words.replace(f" 📅 {day}", "").replace(f" [due:: {day}]", "")


def _since(answer: Answer) -> date:
    try:
        return date.fromisoformat(answer.key.since)
    except ValueError:
        return date.min
