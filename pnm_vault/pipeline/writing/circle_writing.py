"""The note about one circle or organisation, made or brought up to date on the owner's word."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.model.plan import RenderedPage, WriteReport
from pnm_vault.pipeline.questions.circle import all_groups, review_of
from pnm_vault.pipeline.questions.circle_notes import groups_by_note, place_of
from pnm_vault.pipeline.questions.ranking import who_waits
from pnm_vault.pipeline.writing.look_writing import LookWritten, render_page
from pnm_vault.review.page_names import circle_key
from pnm_vault.review.pages import circle_page
from pnm_vault.review.pages.circle import circle_context, with_catch_up
from pnm_vault.review.plan import plan_pages
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from pnm_vault.insights.network_state.circle import Group
    from pnm_vault.pipeline.session import Session


class CircleWritten(LookWritten, frozen=True):
    """What became of the note; `other` is the name of the group that has the note at `path` already, else empty."""

    other: str = ""


def write_circle(session: Session, group: Group, *, dry_run: bool) -> CircleWritten:
    """Make the note about a circle or organisation, or bring our part of it up to date; all else in it stays.

    There is none where nobody in it is shown on a note, nor where its own name tells of a private contact.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    network, settings, today = session.picture().network, session.settings, session.today
    unnamed = PrivateNames(network.private.values())
    path = place_of(settings, group, session.circle_paths)
    holder = groups_by_note(settings, all_groups(session)).get(circle_key(path), group)
    if holder != group:
        return CircleWritten(path, other=holder.name)
    review = review_of(session, [group])[0]
    if not review.members or unnamed.are_in(group.name):
        return CircleWritten(path, nothing=True)
    stale = who_waits(session)
    page = circle_page(path, with_catch_up(circle_context(review, group.name), stale), settings, today, unnamed)
    text, problems = render_page(session, page)
    with nullcontext() if dry_run else vault_lock(session.root, LOCK_WAIT):
        wanted = [] if text is None else [RenderedPage(path, text, page.name)]
        planned = plan_pages(wanted, {path: read_bytes(session.root, path)})
        report = WriteReport() if dry_run else apply(session.root, planned.plan)
    return CircleWritten(path, planned.plan, report, (*problems, *planned.problems))
