"""Whether the review notes are what a regenerate would write, marks and words of their owner set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.pipeline.pictures import STATE as PICTURES
from pnm_vault.pipeline.pictures import bring_up_to_date
from pnm_vault.pipeline.questions.circle_notes import STATE as CIRCLES
from pnm_vault.pipeline.questions.looking_back import LOOKS
from pnm_vault.pipeline.questions.quoted import STATE
from pnm_vault.pipeline.regenerate import ended_there
from pnm_vault.pipeline.run import Run
from pnm_vault.review.answers import Mark, PageAnswers
from pnm_vault.review.page_names import CIRCLE, page_places
from pnm_vault.review.plan import answers_on
from pnm_vault.review.wording import plain
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.templates import find_templates

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.answers import Answered, Outcome

_SHOWN_LENGTH = 80


class PageProof(Record, frozen=True):
    """How many review notes there are, and what is to be said of them."""

    pages: int = 0
    problems: tuple[Problem, ...] = ()


def prove_pages(session: Session) -> PageProof:
    """Make every review note anew in memory, and compare it with what the session's last look found in its place.

    `session` works on a copy of the cache.
    A vault without any review note has none to be made up to date.
    """
    places = page_places(session.settings, session.today)
    present = {place.path: name for name, place in places.items() if place.path in session.page_stamps}
    present |= dict.fromkeys(session.circle_paths, CIRCLE)
    if not present:
        return PageProof()
    # What is kept of the briefs is not believed: `session` works on a copy of the cache.
    session.cache.commit({}, {STATE: b""})
    # In a copy: what was kept of the looks back, the pictures and the circles is not believed either.
    session.cache.commit({}, {LOOKS: b"", PICTURES: b"", CIRCLES: b""})
    answered = _answered(session, present)
    outcomes = answered.outcomes if answered is not None else ()
    waiting = [one for one in outcomes if not one.reason or one.waits]
    if answered is not None:
        # With no mark carried out the owner's marks and words stay on their lines, as they do on those that are there.
        refused = tuple([one for one in outcomes if one not in waiting])
        answered = type(answered)(refused)
    drawn = bring_up_to_date(session, write=False)
    done = Run(session, find_templates(session.root, session.settings), b"", None, answered, ()).go(False, False)
    problems = [*done.faults, *map(_waiting, waiting)]
    problems += [_outdated(change.path, change.path not in present) for change in done.changes]
    problems += [_outdated(step.path, False) for step in drawn.plan.steps]
    return PageProof(len(present.keys() - ended_there(session).keys()), tuple(problems))


def _answered(session: Session, pages: dict[str, str]) -> Answered | None:
    """Say what would become of every mark, None where there is none; nothing is carried out."""
    found: dict[str, PageAnswers] = {}
    for path, name in pages.items():
        answers = answers_on(read_bytes(session.root, path), name)
        if any(one.mark is not Mark.NONE for one in answers.answers):
            found[path] = answers
    if not found:
        return None
    from pnm_vault.pipeline.writing.answers import carry_out_answers

    return carry_out_answers(session, found, (), dry_run=True)


def _waiting(outcome: Outcome) -> Problem:
    line = plain(outcome.answer.ours or outcome.answer.whole).partition(" · ")[0][:_SHOWN_LENGTH]
    message = f"The mark [{outcome.answer.box}] on {line} waits to be carried out: run pnm regenerate."
    return Problem(outcome.page, 0, Severity.INFO, "mark-waiting", message)


def _outdated(path: str, missing: bool) -> Problem:
    message = "This review note is gone" if missing else "This is not what the vault says now"
    return Problem(path, 0, Severity.INFO, "review-outdated", f"{message}: run pnm regenerate.")
