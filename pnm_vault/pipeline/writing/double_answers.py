"""What a mark on two notes of one contact, probably, means: to be merged, or to be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import resolve
from pnm_vault.model.record import Record
from pnm_vault.notes.text.links import find_links
from pnm_vault.pipeline.writing.answer_desk import AnswerDesk
from pnm_vault.pipeline.writing.carry_out import Written
from pnm_vault.pipeline.writing.contact_merging import merge_contacts
from pnm_vault.pipeline.writing.meaning import Meaning
from pnm_vault.pipeline.writing.pair_answers import mean_apart, pair_on
from pnm_vault.review.answer_words import AnswerWords, words_of
from pnm_vault.review.answers import Answer

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


def mean_double(desk: AnswerDesk, page: str, answer: Answer, words: AnswerWords) -> Meaning:
    """Say what a mark other than a tick means on a line about two notes of one contact.

    Raises:
        PnmError: nothing that can be carried out; the message says why.
    """
    return mean_apart(desk, answer, words, pair_on(desk, page, answer), "not_same_as", "asked", "two contacts, ")


class Merged(Record, frozen=True):
    """What a tick on such a line came to: in words, and what was written (nothing where it was done before)."""

    said: str
    written: Written = Written()
    paths: tuple[str, ...] = ()


def merge_marked(session: Session, page: str, answer: Answer, command: Sequence[str], *, dry_run: bool) -> Merged:
    """Merge the two notes of a ticked line: the second into the first, or the other way where its name stands behind.

    Raises:
        PnmError: they cannot be merged; the message says why, and nothing was changed.
    """
    if answer.ours is None:
        raise PnmError("this line was changed so that your words cannot be told from the rest.")
    index = session.index()
    found = [resolve(target, page, index.names, index.aliases).path for target in find_links(answer.ours)]
    pair = tuple(dict.fromkeys([path for path in found if path is not None and path in index.contacts]))
    if len(pair) == 1:
        return Merged(f"{session.name_of(pair[0])}: one note already")
    if len(pair) != 2:
        raise PnmError("the line no longer links two contacts.")
    kept, other = _in_order(session, pair[0], pair[1], words_of(answer).text)
    names = session.name_of(kept), session.name_of(other)
    done = merge_contacts(session, kept, other, command, dry_run=dry_run, patient=True)
    more = "".join([f" {sentence}" for sentence in done.conflicts])
    return Merged(f"{names[0]}: {other} ({names[1]}) is a part of {kept} now.{more}", done.written, (kept, other))


def _in_order(session: Session, first: str, second: str, words: str) -> tuple[str, str]:
    """Give the note that stays and the one that goes, by the words behind the line."""
    if not words:
        return first, second
    named = {words.strip(" []"), words.strip(" []").rpartition("/")[2].removesuffix(".md")}
    fitting = {path for name in named for path in session.find_contacts(name)} & {first, second}
    if len(fitting) != 1:
        raise PnmError(f"“{words[:80]}” does not say which of the two notes stays: write its name or path.")
    return (first, second) if first in fitting else (second, first)
