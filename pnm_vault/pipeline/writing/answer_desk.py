"""What the answers on review notes share: what a line is about, what its words say, and how a note is written into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.index.names import resolve
from pnm_vault.insights.briefing.telling import Line
from pnm_vault.insights.catching_up.stale import rank_stale
from pnm_vault.insights.remembering.facts import Fact
from pnm_vault.insights.remembering.promises import contacts_by_line
from pnm_vault.model.contact import ImportantDate
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.picture import ContactDates
from pnm_vault.notes.capture import DEFAULT_WORDS, Capture, Wish
from pnm_vault.notes.text.links import find_links
from pnm_vault.notes.values.day_words import split_due
from pnm_vault.pipeline.writing.carry_out import Edit
from pnm_vault.pipeline.writing.field_setting import FieldChange, How
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.pipeline.writing.introduction_answers import StepKeys, steps_by_digest
from pnm_vault.pipeline.writing.log_capture import log_edit, task_edit
from pnm_vault.pipeline.writing.meaning import capture_of, put_off_to
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Answer
from pnm_vault.review.item_key import digest_of_item
from pnm_vault.review.pages.facts import fact_digest
from pnm_vault.review.pages.follow_ups import follow_up_digest
from pnm_vault.review.pages.promises import promise_digest

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# Words without a day that were logged so recently are taken for those of the same answer, of which a part had to wait.
RETRY_DAYS = 3


class AnswerDesk:
    """One vault on one day, with tables by the keys of lines; they are made when they are first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.index = session.index()
        self.picture = session.picture()
        self.closed: list[FollowUp] = []
        self.habits: HouseStyle | None = None
        self.begun: set[tuple[str, str]] = set()

    def contact(self, page: str, answer: Answer) -> str:
        """Give the contact that a line is about: by its key, and by its link where the note was renamed since."""
        by_key = self.contacts.get(answer.key.target)
        linked = next(iter(self.linked(page, answer, contacts_only=True)), None)
        if by_key is not None and by_key != linked and (linked is not None or answer.relinked):
            raise PnmError("the line links another contact than the one that it was written for.")
        found = by_key or linked
        if found is None:
            raise PnmError("there is no such contact any more.")
        return found

    def linked(self, page: str, answer: Answer, *, contacts_only: bool) -> list[str]:
        """Give the notes that a line links, each once."""
        found: list[str] = []
        for target in find_links(answer.ours or ""):
            path = resolve(target, page, self.index.names, self.index.aliases).path
            if path is not None and path not in found and not (contacts_only and path not in self.index.contacts):
                found.append(path)
        return found

    def capture(self, words: AnswerWords, path: str) -> tuple[Capture, bool]:
        """Read what was done and when; see `meaning.capture_of`."""
        return capture_of(words, self.session.today, path)

    def later(self, words: AnswerWords) -> tuple[date | None, str, bool]:
        """Read until when it is put off; see `meaning.put_off_to`."""
        return put_off_to(words, self.session.today)

    def means(self, source: str, target: str, path: str) -> bool:
        """Tell whether a link in the note `source` means the note at `path`."""
        return resolve(target, source, self.index.names, self.index.aliases).path == path

    def told(self, contacts: Sequence[str], words: AnswerWords) -> list[tuple[str, Edit]]:
        """Log what the owner wrote beside the tick of a follow-up; the tick alone tells of contact by itself."""
        edits: list[tuple[str, Edit]] = []
        for contact in contacts:
            capture, stays = self.capture(words, contact)
            if capture.words != DEFAULT_WORDS:
                after = None if stays else capture.day - timedelta(RETRY_DAYS + 1)
                edits += self.log(contact, replace(capture, wishes=()), after)
        if contacts:
            edits += self.wishes(contacts[0], self.capture(words, contacts[0])[0])
        return edits

    def log(self, path: str, capture: Capture, after: date | None) -> list[tuple[str, Edit]]:
        """Write into the log of a note, and what is to be done below it."""
        style = self.style(path)
        return [(path, log_edit(capture, style, after)), *self.wishes(path, capture)]

    def wishes(self, path: str, capture: Capture) -> list[tuple[str, Edit]]:
        """Write what is to be done into a note."""
        style = self.style(path)
        return [(path, task_edit(wish, "", style)) for wish in capture.wishes]

    def tasks(self, path: str, texts: tuple[str, ...], due: date | None) -> list[tuple[str, Edit]]:
        """Write tasks into a note; one without a day of its own is due on `due`."""
        style = self.style(path)
        wishes = [Wish(*split_due(text, self.session.today)) for text in texts if text]
        return [(path, task_edit(Wish(wish.text, wish.due or due), "", style)) for wish in wishes]

    def style(self, path: str) -> HouseStyle:
        """Give the habits of the vault's notes; to ask for them reads many, so those near the first mark do for all."""
        self.habits = self.habits or HouseStyle(self.session, path)
        return self.habits

    def change(self, path: str, name: str, typed: str, how: How) -> Edit:
        """Change a property of a note as `pnm set` does."""
        return FieldChange(self.session, self.style(path), name, name, typed, how).edit

    @cached_property
    def contacts(self) -> Mapping[str, str]:
        """Give the contacts by the key of their lines."""
        return {digest_of_item(path): path for path in self.index.contacts}

    @cached_property
    def follow_ups(self) -> Mapping[str, tuple[FollowUp, ...]]:
        """Give the open follow-ups by the key of their lines."""
        found: dict[str, tuple[FollowUp, ...]] = {}
        for follow_up in self.picture.follow_ups:
            digest = follow_up_digest(follow_up)
            found[digest] = (*found.get(digest, ()), follow_up)
        return found

    @cached_property
    def promises(self) -> Mapping[str, tuple[Line, tuple[str, ...], bool]]:
        """Give every promise with the contacts to whom it was made, and whether it is settled."""
        made, today = self.session.table("promises"), self.session.today
        settled = {one.said for promises in made.values() for one in promises if one.is_settled(today)}
        return {
            promise_digest(said): (said, contacts, said in settled) for said, contacts in contacts_by_line(made).items()
        }

    @cached_property
    def facts(self) -> Mapping[str, tuple[str, Fact]]:
        """Give the facts, with the contacts they are about, by the key of their lines."""
        return {
            fact_digest(path, fact.kind, fact.text if fact.item else ""): (path, fact)
            for path, known in self.session.table("facts").items()
            for fact in known.facts
        }

    @cached_property
    def dates(self) -> Mapping[str, tuple[ContactDates, ImportantDate]]:
        """Give the important dates by the key of their lines."""
        return {
            digest_of_item(contact.path, which.label): (contact, which)
            for contact in self.picture.dates
            for which in contact.dates
        }

    @cached_property
    def steps(self) -> StepKeys:
        """Give the introductions under way by the key of their lines."""
        return steps_by_digest(self.session)

    @cached_property
    def gaps(self) -> Mapping[str, int]:
        """Give the days to be expected between contacts, by contact."""
        ranked = rank_stale(self.picture.network, self.session.settings, self.session.today)
        return {tie.path: tie.gap for tie in ranked}


def since_of(answer: Answer) -> date:
    """Give the day in the key of a line; the first of all days where there is none."""
    try:
        return date.fromisoformat(answer.key.since)
    except ValueError:
        return date.min
