"""The review notes that have to be made anew: rendered, compared with what is there, and written.

Most runs make none, and load none of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.model.plan import Remove, RenderedPage, WriteReport
from pnm_vault.pipeline.run import MadePages
from pnm_vault.review.page_names import CIRCLE
from pnm_vault.review.plan import PagesPlan, plan_pages
from pnm_vault.review.render import Renderer, TemplateProblem
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import builtin_templates
from pnm_vault.vault.write import apply, clear_away

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered
    from pnm_vault.review.pages import PageContext
    from pnm_vault.vault.templates import TemplateSet


def make_pages(
    session: Session,
    templates: TemplateSet,
    due: Sequence[PageContext],
    answered: Answered | None,
    *,
    write: bool,
    settle: bool,
) -> MadePages:
    """Render and write review notes; `write` and `settle`: see `regenerate`.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    maker = _Maker(session, templates)
    rendered = [maker.render(page) for page in due]
    report = WriteReport()
    # The lock is held from looking at the pages to writing them, so that two runs at once agree.
    with vault_lock(session.root, LOCK_WAIT) if write else nullcontext():
        present = {page.path: read_bytes(session.root, page.path) for page in due}
        # Whoever deletes the note about a circle wants it no more, be it in this very moment.
        gone = {page.path for page in due if page.name == CIRCLE and present[page.path] is None}
        wanted = [page for page in rendered if page is not None and page.path not in gone]
        planned = _planned(session, wanted, present, answered)
        if write:
            clear_away(session.root, [page.path for page in due])
            report = apply(session.root, planned.plan, settle=settle)
    again = {*maker.again, *planned.waiting, *(problem.path for problem in planned.problems)}
    contents = {path: content for path, content in present.items() if content is not None}
    contents |= {step.path: step.content for step in planned.plan.steps if not isinstance(step, Remove)}
    return MadePages(
        planned.plan,
        report,
        tuple(maker.faults),
        planned.problems,
        frozenset([*again, *(path for path, _ in report.skipped)]),
        contents,
        planned.moved,
        rendered.count(None),
    )


def _planned(
    session: Session, wanted: Iterable[RenderedPage], present: Mapping[str, bytes | None], answered: Answered | None
) -> PagesPlan:
    outcomes = {} if answered is None else {path: answered.on(path) for path in present}
    return plan_pages(wanted, present, outcomes, plain=session.settings.review.boxes == "plain")


class _Maker:
    """Renders pages, and remembers what was wrong with their templates."""

    def __init__(self, session: Session, templates: TemplateSet) -> None:
        self.session = session
        self.templates = templates
        self.faults: list[Problem] = []
        self.again: list[str] = []

    def render(self, page: PageContext) -> RenderedPage | None:
        """Render a page. Where a template of the vault fails, the built-in ones take its place for this time."""
        try:
            return RenderedPage(page.path, self.session.render(page.name, page.context, self.templates), page.name)
        except TemplateProblem as error:
            self.faults.append(error.as_problem(self.session.settings.review.templates))
            self.again.append(page.path)
        try:
            return RenderedPage(page.path, Renderer(builtin_templates()).render(page.name, page.context), page.name)
        except TemplateProblem as error:
            self.faults.append(error.as_problem(""))
            return None
