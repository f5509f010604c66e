"""The review notes that have to be made anew: rendered, compared with what is there, and written.

Most runs make none, and load none of this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.model.plan import Plan, Remove, RenderedPage, WriteReport
from pnm_vault.pipeline.run import MadePages
from pnm_vault.review.ended import plan_ended
from pnm_vault.review.page_names import CIRCLE
from pnm_vault.review.plan import plan_pages
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
    ended: Mapping[str, str],
    answered: Answered | None,
    *,
    write: bool,
    settle: bool,
) -> MadePages:
    """Render and write review notes; `ended`: see `plan_ended`, `write` and `settle`: see `regenerate`.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    maker = _Maker(session, templates)
    rendered = [maker.render(page) for page in due]
    touched = [*[page.path for page in due], *ended]
    report = WriteReport()
    # The lock is held from looking at the pages to writing them, so that two runs at once agree.
    with vault_lock(session.root, LOCK_WAIT) if write else nullcontext():
        present = {path: read_bytes(session.root, path) for path in touched}
        outcomes = {} if answered is None else {path: answered.on(path) for path in touched}
        plain = session.settings.review.boxes == "plain"
        # Whoever deletes the note about a circle wants it no more, be it in this very moment.
        gone = {page.path for page in due if page.name == CIRCLE and present[page.path] is None}
        wanted = [page for page in rendered if page is not None and page.path not in gone]
        planned = plan_pages(wanted, present, outcomes, plain=plain)
        ending = plan_ended(ended, present, outcomes, plain=plain)
        plan = Plan((*planned.plan.steps, *ending.plan.steps))
        if write:
            clear_away(session.root, touched)
            report = apply(session.root, plan, settle=settle)
    contents = {path: content for path, content in present.items() if content is not None}
    contents |= {step.path: step.content for step in plan.steps if not isinstance(step, Remove)}
    refused = [problem.path for problem in planned.problems]
    skipped = [path for path, _ in report.skipped]
    return MadePages(
        plan=plan,
        report=report,
        faults=tuple(maker.faults),
        refused=planned.problems,
        changed=len(planned.plan.steps) + len(refused) + rendered.count(None),
        again=frozenset([*maker.again, *refused, *planned.waiting, *ending.planned.waiting, *skipped]),
        contents=contents,
        moved={**planned.moved, **ending.planned.moved},
        ended=tuple([step.path for step in ending.planned.plan.steps]),
    )


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
