"""What a watch does while nobody waits for it, so that a save finds everything at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.review.page_names import CIRCLE, page_places
from pnm_vault.review.pages import build_pages
from pnm_vault.review.plan import answers_on
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import find_templates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pnm_vault.pipeline.session import Session


def make_ready(session: Session) -> None:
    """Go through a run that changes nothing: load, decode and compile what the first save would have to.

    Nothing is written but answers that the cache keeps. Templates of the vault's own run elsewhere, and are left out.
    """
    answers, hidden, names = answer_all(session, ())
    pages = build_pages(answers, session.settings, hidden, names)
    templates = find_templates(session.root, session.settings)
    if not templates.overridden:
        for page in pages:
            session.render(page.name, page.context, templates)
    for stale in answers.agenda.reconnect[:1]:
        session.rehearse(stale.path)
    read_pages(session, [page.path for page in pages])


def read_pages(session: Session, paths: Iterable[str]) -> None:
    """Read what stands on review notes, so that the next run need not."""
    names = {place.path: name for name, place in page_places(session.settings, session.today).items()}
    for path in paths:
        answers_on(read_bytes(session.root, path), names.get(path, CIRCLE))
