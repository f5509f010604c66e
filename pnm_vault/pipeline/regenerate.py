"""From what is known to the review notes: whether anything has to be done at all, and what was done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import msgspec

from pnm_vault import __version__
from pnm_vault.model.plan import WriteReport
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record, Row
from pnm_vault.pipeline.beside_git import refuse_amid_git
from pnm_vault.pipeline.pictures import are_as_left, bring_up_to_date
from pnm_vault.review.page_names import ended_places, page_places
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import TemplateSet, find_templates

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered, Outcome


class FileDiff(Row, frozen=True):
    """A note before and after; `before` is empty for a new one."""

    path: str
    before: str
    after: str


class Regenerated(Record, frozen=True):
    """What a run did, or would do: `changes` are the notes that differ, `unchanged` counts the others.

    `contacts` and `problems` count what the vault holds. `faults` are review notes that had to be left alone and
    templates that could not be used. `answered` is what became of the marks on review notes, None when there were none;
    `unsettled` are those in which somebody is writing, or that cannot be read, so that their marks wait. `moved` counts
    by path the lines that were written inside our part of a review note and that stand below it now. `ended` are notes
    that are wanted no more, and that stay for what their owner wrote in them.
    """

    report: WriteReport = WriteReport()
    changes: tuple[FileDiff, ...] = ()
    unchanged: int = 0
    contacts: int = 0
    problems: int = 0
    faults: tuple[Problem, ...] = ()
    answered: Answered | None = None
    unsettled: tuple[str, ...] = ()
    moved: Mapping[str, int] = {}
    ended: tuple[str, ...] = ()

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Give what became of each mark."""
        return self.answered.outcomes if self.answered is not None else ()


class PageState(Row, frozen=True):
    """One page as it was last found right: digests of what it was made from and of the file, and the file's stamp."""

    source: bytes
    content: bytes
    stamp: tuple[int, int, int]


class LastRun(Row, frozen=True):
    """What is remembered of the last run. `key` stands for all that the pages depend on.

    `empty` are paths of pages that were not made, as there is nothing to tell.
    """

    key: bytes
    pages: Mapping[str, PageState]
    contacts: int
    problems: int
    empty: tuple[str, ...] = ()


def regenerate(
    session: Session, *, write: bool = True, look: bool = True, settle: bool = False, ending: Collection[str] = ()
) -> Regenerated:
    """Carry out what their owner marked on the review notes, then bring them up to date.

    With `write` False only say what would change.

    `look` False: the session has looked at the vault just now. `settle` leaves alone, for this time, a review note that
    somebody seems to be editing. `ending` are signs of git's that do not count; see `find_under_way`.

    Raises:
        GitUnderWayError: git is in the middle of a merge or the like (not with the session's `force`).
        VaultBusyError: another process is writing to this vault.
        VaultLooksEmptyError: most contacts are gone at once.
    """
    if write and not session.force:
        refuse_amid_git(session.root, ending)
    if look:
        session.refresh()
    templates = find_templates(session.root, session.settings)
    key = _key(session, templates)
    last = _recall(session)
    if last is not None and last.key == key:
        pages = session.page_paths.difference(last.empty)
        ended = ended_there(session)
        known = not {asked_for(session), *ended}.intersection(last.empty)
        if known and all(is_as_left(session, path, last) for path in pages) and are_as_left(session):
            unchanged = len(pages.difference(ended))
            return Regenerated(unchanged=unchanged, contacts=last.contacts, problems=last.problems)
    from pnm_vault.pipeline.answering import carry_out_marks
    from pnm_vault.pipeline.run import Run

    answered, unsettled = carry_out_marks(session, last, write=write, settle=settle)
    if answered is not None:
        key = _key(session, templates)
    drawn = bring_up_to_date(session, write=write, settle=settle)
    return drawn.added_to(Run(session, templates, key, last, answered, unsettled).go(write, settle))


def asked_for(session: Session) -> str:
    """Give the path of the note that is made on the owner's word alone, if it is there; else nothing."""
    path = page_places(session.settings, session.today)["duplicates"].path
    return path if path in session.page_stamps else ""


def ended_there(session: Session) -> Mapping[str, str]:
    """Give the notes that are wanted no more and lie there yet, template names by path."""
    ended = ended_places(session.settings, session.today)
    return {path: name for path, name in ended.items() if path in session.page_stamps}


def is_as_left(session: Session, path: str, last: LastRun | None) -> bool:
    """Tell whether a page is still what the last run left; its content is only read when its stamp differs."""
    state = last.pages.get(path) if last is not None else None
    stamp = session.page_stamps.get(path)
    if state is None or stamp is None:
        return False
    if state.stamp == stamp:
        return True
    content = read_bytes(session.root, path)
    return content is not None and digest_of(content) == state.content


def _key(session: Session, templates: TemplateSet) -> bytes:
    outside = (__version__, session.today, session.settings, templates.digest, templates.problems)
    return digest_of(msgspec.msgpack.encode((session.serial(), session.seen_problems(), *outside)))


def _recall(session: Session) -> LastRun | None:
    stored = session.cache.state("pages")
    return msgspec.msgpack.decode(stored, type=LastRun) if stored else None
