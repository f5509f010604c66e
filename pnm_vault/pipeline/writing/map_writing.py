"""The pictures made on the owner's word, with the note that shows them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.model.plan import Plan, RenderedPage, WriteReport
from pnm_vault.model.problem import Problem
from pnm_vault.model.record import Record
from pnm_vault.pipeline.pictures import (
    PicturesWritten,
    own_note,
    pictures_there,
    write_pictures,
)
from pnm_vault.review.page_names import page_places
from pnm_vault.review.pages import pictures_page
from pnm_vault.review.pages.pictures import files_context, pictures_context
from pnm_vault.review.pictures.album import picture_texts
from pnm_vault.review.pictures.places import circle_places, picture_places
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.render import Renderer, TemplateProblem
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import builtin_templates, find_templates
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from collections.abc import Collection

    from pnm_vault.insights.pictures import Pictures
    from pnm_vault.pipeline.session import Session


class MapWritten(Record, frozen=True):
    """What became of the pictures and of their note. `path` is that of the map as SVG, empty where none was asked for.

    `note` is the path of the note, empty for the map of one circle, which has none; `problems` say why the note was
    left alone, or which template could not be used.
    """

    pictures: PicturesWritten
    path: str = ""
    note: str = ""
    plan: Plan = Plan()
    report: WriteReport = WriteReport()
    problems: tuple[Problem, ...] = ()


def write_map(
    session: Session, pictures: Pictures, formats: Collection[str], limit: int, circle: str, *, dry_run: bool
) -> MapWritten:
    """Write the pictures that were drawn, as `svg`, `canvas` or both; without a `circle` their note too.

    `limit` and `circle` are what they were drawn with: 0 and empty for none.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    places = circle_places(session.settings, circle) if circle else picture_places(session.settings)
    texts = picture_texts(pictures, own_note(session), limit, circle)
    wanted = [name for name in texts if ("canvas" if name == "canvas" else "svg") in formats]
    written = write_pictures(session, {places[name]: texts[name] for name in wanted}, write=not dry_run)
    path = places["network"] if "network" in wanted else ""
    if circle:
        return MapWritten(written, path)
    there = pictures_there(session) | {name: places[name] for name in wanted}
    note = page_places(session.settings, session.today)["pictures"].path
    context = pictures_context(pictures) | files_context(there)
    text, problems = _render(session, context)
    with nullcontext() if dry_run else vault_lock(session.root, LOCK_WAIT):
        pages = [] if text is None else [RenderedPage(note, text, "pictures")]
        planned = plan_pages(pages, {note: read_bytes(session.root, note)})
        report = WriteReport() if dry_run else apply(session.root, planned.plan)
    return MapWritten(written, path, note, planned.plan, report, (*problems, *planned.problems))


def _render(session: Session, context: dict[str, object]) -> tuple[str | None, tuple[Problem, ...]]:
    """Render the note; where a template of the vault fails, the built-in one takes its place for this time."""
    page = pictures_page(context, session.settings, session.today)
    try:
        return session.render(page.name, page.context, find_templates(session.root, session.settings)), ()
    except TemplateProblem as error:
        problem = error.as_problem(session.settings.review.templates)
    return Renderer(builtin_templates()).render(page.name, page.context), (problem,)
