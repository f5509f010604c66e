"""One run from insights to files: answers, pages, plan, write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.model.record import Record
from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.regenerate import FileDiff, LastRun, PageState, Regenerated, asked_for, ended_there, is_as_left
from pnm_vault.review.pages import Answers, PageContext, build_pages
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.walk import stamp_of

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered
    from pnm_vault.vault.templates import TemplateSet

NO_STAMP = (-1, -1, -1)
ENDED = b"ended"
"""Stands for what a note is made from that is wanted no more."""


class MadePages(Record, frozen=True):
    """What became of the notes that were due, and of those that are wanted no more.

    `faults` are those of templates, `refused` those of notes that have to be left alone. `changed` counts the notes due
    that did not stay as they were or could not be made. `again` are paths of notes that the next run has to make once
    more, `contents` maps paths to what is wanted there. `moved`, `ended`: see `Regenerated`.
    """

    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    faults: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    changed: int = 0
    again: frozenset[str] = frozenset()
    contents: Mapping[str, bytes] = {}
    moved: Mapping[str, int] = {}
    ended: tuple[str, ...] = ()


class Run:
    """One pass from insights to files."""

    def __init__(
        self,
        session: Session,
        templates: TemplateSet,
        key: bytes,
        last: LastRun | None,
        answered: Answered | None,
        unsettled: tuple[str, ...],
    ) -> None:
        self.session = session
        self.templates = templates
        self.key = key
        self.last = last
        self.answered = answered
        self.unsettled = unsettled

    def go(self, write: bool, settle: bool) -> Regenerated:
        """Do it; see `regenerate`."""
        told = (*self.templates.problems, *self._refused_marks())
        answers, hidden, names = answer_all(self.session, told)
        answers = self._with_duplicates(answers)
        contexts = build_pages(answers, self.session.settings, hidden, names)
        sources = {page.path: self._source(page) for page in contexts}
        due = [page for page in contexts if not self._is_right(page.path, sources[page.path])]
        # Where somebody is writing into a note that is wanted no more it has time until the next run.
        there = ended_there(self.session)
        waiting = self.unsettled
        ended = {path: name for path, name in there.items() if not (path in waiting or self._is_right(path, ENDED))}
        made = self._made(due, ended, write, settle)
        removed = made.report.removed
        notes = self.answered.written.plan.steps if self.answered is not None else ()
        sources |= {path: ENDED for path in there if path not in removed}
        self.session.page_stamps = {
            path: stamp for path, stamp in self.session.page_stamps.items() if path not in removed
        }
        done = Regenerated(
            report=made.report,
            changes=tuple(diff_of(step) for step in (*notes, *made.plan.steps)),
            unchanged=len(contexts) - made.changed,
            contacts=len(names),
            problems=len(answers.problems),
            faults=(*made.faults, *made.refused, *self._refused_marks()),
            answered=self.answered,
            unsettled=self.unsettled,
            moved=made.moved,
            ended=made.ended,
        )
        if write:
            contents = {path: digest_of(content) for path, content in made.contents.items()}
            self._remember(sources, done, contents, made.again)
        return done

    def _made(self, due: Sequence[PageContext], ended: Mapping[str, str], write: bool, settle: bool) -> MadePages:
        if not (due or ended):
            return MadePages()
        # Most runs make no page, and need nothing of what it takes.
        from pnm_vault.pipeline.due_pages import make_pages

        return make_pages(self.session, self.templates, due, ended, self.answered, write=write, settle=settle)

    def _with_duplicates(self, answers: Answers) -> Answers:
        """Make the note about notes of one contact anew when marks on it were carried out; else it stays as it is.

        To look for them takes a second at ten thousand contacts, too much for every saved note.
        """
        path = asked_for(self.session)
        if not path or self.answered is None or all(one.page != path for one in self.answered.outcomes):
            return answers
        from pnm_vault.pipeline.questions.duplicates import duplicates_shown

        return replace(answers, duplicates=duplicates_shown(self.session))

    def _refused_marks(self) -> tuple[Problem, ...]:
        return self.answered.problems() if self.answered is not None else ()

    def _source(self, page: PageContext) -> bytes:
        boxes = self.session.settings.review.boxes
        return digest_of(msgspec.msgpack.encode((self.templates.digest, page.name, page.context, boxes)))

    def _is_right(self, path: str, source: bytes) -> bool:
        state = self.last.pages.get(path) if self.last is not None else None
        return state is not None and state.source == source and is_as_left(self.session, path, self.last)

    def _remember(
        self, sources: Mapping[str, bytes], done: Regenerated, made: Mapping[str, bytes], again: frozenset[str]
    ) -> None:
        """Keep what every page that is right was made from; one in `again`, that could not be written, is made again.

        `made` are the digests of what was wanted. A page that somebody has saved since keeps no stamp, so that the next
        run looks into it.
        """
        pages: dict[str, PageState] = {}
        for path, source in sources.items():
            state = self.last.pages.get(path) if self.last is not None else None
            digest = made.get(path) or (state.content if state is not None else None)
            if digest is not None and path not in again:
                pages[path] = PageState(source, digest, self._stamp(path, digest))
        asked = asked_for(self.session)
        if asked and asked not in (*sources, *self.unsettled):
            content = read_bytes(self.session.root, asked)
            if content is not None:
                digest = digest_of(content)
                pages[asked] = PageState(b"", digest, self._stamp(asked, digest))
        empty = tuple(sorted(self.session.page_paths - sources.keys() - {asked}))
        last = LastRun(self.key, pages, done.contacts, done.problems, empty)
        self.session.cache.commit({}, {"pages": msgspec.msgpack.encode(last), **self.session.states_of_templates()})

    def _stamp(self, path: str, digest: bytes) -> tuple[int, int, int]:
        stamp = stamp_of(self.session.root, path)
        content = read_bytes(self.session.root, path)  # after the stamp: a save in between shows
        if stamp is None or content is None or digest_of(content) != digest:
            return NO_STAMP
        return stamp


def diff_of(step: Create | Replace | Remove) -> FileDiff:
    """Give what a step changes, as text."""
    before = b"" if isinstance(step, Create) else step.expected
    after = b"" if isinstance(step, Remove) else step.content
    return FileDiff(step.path, before.decode(errors="replace"), after.decode(errors="replace"))
