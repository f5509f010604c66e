"""What the owner could write to whom they ask for an introduction; no private contact is named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.insights.discretion import PrivateNames
from pnm_vault.insights.introducing.ways_in import Basis
from pnm_vault.pipeline.questions.names import names_of
from pnm_vault.review.render import TemplateProblem
from pnm_vault.vault.templates import NOTES, SUFFIX, find_templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pnm_vault.insights.introducing.ways_in import WayIn, WaysIn
    from pnm_vault.pipeline.session import Session

TEMPLATE = f"{NOTES}asking{SUFFIX}"


def draft_askings(session: Session, words: str, found: WaysIn, why: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write a draft for each way, empty where somebody on it is private or the words name somebody who is.

    `words` are what was looked for; empty: the contact at the end. Also gives sentences for the user about the
    template.

    Raises:
        PnmError: the template is wrong.
    """
    if not found.ways:
        return (), ()
    private = frozenset(session.picture().network.private)
    unnamed = PrivateNames([name for name in names_of(session, private) if " " in name])
    templates = find_templates(session.root, session.settings)
    place = f"{session.settings.review.templates}/{TEMPLATE}"
    remarks = tuple([f"{one.path}: {one.message}" for one in templates.problems if one.path == place])
    met = frozenset([one.path for one in found.known])
    drafts: list[str] = []
    for way in found.ways:
        if any(step.private for step in way.steps):
            drafts.append("")
            continue
        try:
            text = session.render(TEMPLATE.removesuffix(SUFFIX), _context(session, way, words, why, met), templates)
        except TemplateProblem as problem:
            fault = problem.as_problem(session.settings.review.templates)
            raise PnmError(
                f"{fault.path}:{fault.line}: {fault.message}", "Repair the template, or take it out of the vault."
            ) from problem
        drafts.append("" if unnamed.are_in(text) else text.strip())
    return tuple(drafts), remarks


def _context(session: Session, way: WayIn, words: str, why: str, met: frozenset[str]) -> Mapping[str, object]:
    me = session.picture().me
    first, *rest = [_side(step.path, step.name) for step in way.steps]
    seconds: Sequence[Mapping[str, str]] = rest[:-1]
    return {
        "today": session.today.isoformat(),
        "me": me.name if me is not None else "",
        "first": first,
        "second": seconds[0] if seconds else None,
        "target": rest[-1],
        "words": words,
        "why": why if not why or why[-1] in ".!?…" else f"{why}.",
        "again": way.steps[-1].path in met,
        "guess": way.steps[-1].basis is Basis.WORK,
    }


def _side(path: str, name: str) -> dict[str, str]:
    return {"path": path, "name": name, "called": name.split()[0] if name.split() else name}
