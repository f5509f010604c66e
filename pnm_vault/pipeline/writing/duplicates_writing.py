"""The note about notes that are likely those of one contact, made on the owner's word."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.model.plan import Plan, RenderedPage, WriteReport
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.pipeline.questions.duplicates import duplicates_shown
from pnm_vault.review.pages import duplicates_page
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.render import Renderer, TemplateProblem
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import builtin_templates, find_templates
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.review.pages import PageContext


class DuplicatesWritten(Record, frozen=True):
    """What became of the note at `path`, which tells of so many `pairs`. An empty plan: it was right already.

    `problems` say why it was left alone, or which template could not be used.
    """

    path: str
    pairs: int
    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    problems: tuple[Problem, ...] = ()


def write_duplicates(session: Session, *, dry_run: bool) -> DuplicatesWritten:
    """Make the note, or our part of it anew; all else in it stays, and so do marks until they were carried out.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    context = duplicates_shown(session)
    page = duplicates_page(context, session.settings, session.today)
    text, problems = _render(session, page)
    with nullcontext() if dry_run else vault_lock(session.root, LOCK_WAIT):
        wanted = [] if text is None else [RenderedPage(page.path, text, "duplicates")]
        planned = plan_pages(wanted, {page.path: read_bytes(session.root, page.path)})
        report = WriteReport() if dry_run else apply(session.root, planned.plan)
    items, more = context["items"], context["more"]
    assert isinstance(items, list)
    assert isinstance(more, int)
    return DuplicatesWritten(page.path, len(items) + more, planned.plan, report, (*problems, *planned.problems))


def _render(session: Session, page: PageContext) -> tuple[str | None, tuple[Problem, ...]]:
    """Render the page; where a template of the vault fails, the built-in one takes its place for this time."""
    try:
        return session.render(page.name, page.context, find_templates(session.root, session.settings)), ()
    except TemplateProblem as error:
        problem = error.as_problem(session.settings.review.templates)
    return Renderer(builtin_templates()).render(page.name, page.context), (problem,)
