"""The note about one period, made or brought up to date on the owner's word."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.insights.looking_back.period_review import MANY_CONTACTS
from pnm_vault.model.plan import Plan, RenderedPage, WriteReport
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.pipeline.questions.looking_back import look_back
from pnm_vault.review.page_names import period_place
from pnm_vault.review.pages import period_page
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.render import Renderer, TemplateProblem
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import builtin_templates, find_templates
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from pnm_vault.insights.looking_back.periods import Period
    from pnm_vault.pipeline.session import Session
    from pnm_vault.review.pages import PageContext


class LookWritten(Record, frozen=True):
    """What became of the note at `path`. An empty plan: it was right already, or there is nothing to tell.

    `problems` say why it was left alone, or which template could not be used.
    """

    path: str
    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    problems: tuple[Problem, ...] = ()
    nothing: bool = False


def write_look(session: Session, period: Period, *, dry_run: bool) -> LookWritten:
    """Make the note that looks back on a period, or bring our part of it up to date; all else in it stays.

    Private contacts are not in it. There is no note about a period without any contact.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    path = period_place(session.settings, period).path
    # The note that `regenerate` keeps has to come out as it makes it.
    most = MANY_CONTACTS if path in session.page_paths else None
    review = look_back(session, period, private=False, most_read=most)
    if not review.days:
        return LookWritten(path, nothing=True)
    hidden = frozenset(session.picture().network.private)
    text, problems = render_page(session, period_page(review, session.settings, session.today, hidden))
    with nullcontext() if dry_run else vault_lock(session.root, LOCK_WAIT):
        wanted = [] if text is None else [RenderedPage(path, text, period.kind)]
        planned = plan_pages(wanted, {path: read_bytes(session.root, path)})
        report = WriteReport() if dry_run else apply(session.root, planned.plan)
    return LookWritten(path, planned.plan, report, (*problems, *planned.problems))


def render_page(session: Session, page: PageContext) -> tuple[str | None, tuple[Problem, ...]]:
    """Render the page; where a template of the vault fails, the built-in one takes its place for this time."""
    try:
        return session.render(page.name, page.context, find_templates(session.root, session.settings)), ()
    except TemplateProblem as error:
        problem = error.as_problem(session.settings.review.templates)
    return Renderer(builtin_templates()).render(page.name, page.context), (problem,)
