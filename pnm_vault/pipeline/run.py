"""One run from insights to files: answers, pages, plan, write."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from pnm_vault.model.plan import Create, Remove, RenderedPage, Replace, WriteReport
from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.regenerate import FileDiff, LastRun, PageState, Regenerated, asked_for, is_as_left
from pnm_vault.review.page_names import CIRCLE
from pnm_vault.review.pages import Answers, PageContext, build_pages
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.render import Renderer, TemplateProblem
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import builtin_templates
from pnm_vault.vault.walk import stamp_of
from pnm_vault.vault.write import apply, clear_away

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered
    from pnm_vault.vault.templates import TemplateSet

NO_STAMP = (-1, -1, -1)


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
        self.faults: list[Problem] = []
        self.again: set[str] = set()

    def go(self, write: bool, settle: bool) -> Regenerated:
        """Do it; see `regenerate`."""
        told = (*self.templates.problems, *self._refused_marks())
        answers, hidden, names = answer_all(self.session, told)
        answers = self._with_duplicates(answers)
        contexts = build_pages(answers, self.session.settings, hidden, names)
        sources = {page.path: self._source(page) for page in contexts}
        due = [page for page in contexts if not self._is_right(page.path, sources[page.path])]
        rendered = [self._render(page) for page in due]
        report = WriteReport()
        # The lock is held from looking at the pages to writing them, so that two runs at once agree.
        with vault_lock(self.session.root, LOCK_WAIT) if write and due else nullcontext():
            present = {page.path: read_bytes(self.session.root, page.path) for page in due}
            outcomes = {page.path: self.answered.on(page.path) for page in due} if self.answered is not None else {}
            plain = self.session.settings.review.boxes == "plain"
            # Whoever deletes the note about a circle wants it no more, be it in this very moment.
            gone = {page.path for page in due if page.name == CIRCLE and present[page.path] is None}
            wanted = [page for page in rendered if page is not None and page.path not in gone]
            planned = plan_pages(wanted, present, outcomes, plain=plain)
            plan, refused = planned.plan, planned.problems
            if write and due:
                clear_away(self.session.root, [page.path for page in due])
                report = apply(self.session.root, plan, settle=settle)
        notes = self.answered.written.plan.steps if self.answered is not None else ()
        changes = tuple(diff_of(step) for step in (*notes, *plan.steps))
        self.again.update(problem.path for problem in refused)
        self.again |= planned.waiting
        self.again.update(path for path, _ in report.skipped)
        done = Regenerated(
            report=report,
            changes=changes,
            unchanged=len(contexts) - len(plan.steps) - len(refused) - rendered.count(None),
            contacts=len(names),
            problems=len(answers.problems),
            faults=(*self.faults, *refused, *self._refused_marks()),
            answered=self.answered,
            unsettled=self.unsettled,
            moved=planned.moved,
        )
        if write:
            made = {path: content for path, content in present.items() if content is not None}
            made |= {step.path: step.content for step in plan.steps if not isinstance(step, Remove)}
            self._remember(sources, done, {path: digest_of(content) for path, content in made.items()})
        return done

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

    def _render(self, page: PageContext) -> RenderedPage | None:
        """Render a page. Where a template of the vault fails, the built-in ones take its place for this time."""
        try:
            return RenderedPage(page.path, self.session.render(page.name, page.context, self.templates), page.name)
        except TemplateProblem as error:
            self.faults.append(error.as_problem(self.session.settings.review.templates))
            self.again.add(page.path)
        try:
            return RenderedPage(page.path, Renderer(builtin_templates()).render(page.name, page.context), page.name)
        except TemplateProblem as error:
            self.faults.append(error.as_problem(""))
            return None

    def _remember(self, sources: Mapping[str, bytes], done: Regenerated, made: Mapping[str, bytes]) -> None:
        """Keep what every page that is right was made from; a page that could not be written is made again.

        `made` are the digests of what was wanted. A page that somebody has saved since keeps no stamp, so that the next
        run looks into it.
        """
        pages: dict[str, PageState] = {}
        for path, source in sources.items():
            state = self.last.pages.get(path) if self.last is not None else None
            digest = made.get(path) or (state.content if state is not None else None)
            if digest is not None and path not in self.again:
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
