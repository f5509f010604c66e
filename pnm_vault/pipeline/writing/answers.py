"""Answers on review notes carried out: what was ticked, put off or called off there goes into the contacts' notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError, VaultBusyError
from pnm_vault.model.plan import Create, Plan, Remove, Replace, WriteReport
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.pipeline.writing.answer_intentions import Intentions
from pnm_vault.pipeline.writing.carry_out import TRIES, Written, edit_content
from pnm_vault.pipeline.writing.meaning import Meaning
from pnm_vault.review.answers import Answer, Mark, PageAnswers
from pnm_vault.review.plan import PageOutcome
from pnm_vault.review.wording import plain
from pnm_vault.vault.editing import BEING_EDITED
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.write import CHANGED
from pnm_vault.vault.write_user import apply_user

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

SHOWN_LENGTH = 80


class Outcome(Record, frozen=True):
    """What became of one mark: `said` is what was done, in words; `reason` why it could not be (empty when it was).

    `kept` are words of the owner's for which there was no place in a note. `paths` are the notes that it changes.
    `waits`: the reason passes by itself, so that it is not worth a line on the page. `news`: a note changes for it;
    else all was written there already.
    """

    page: str
    answer: Answer
    said: str = ""
    reason: str = ""
    kept: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    waits: bool = False
    news: bool = False


class Answered(Record, frozen=True):
    """What became of all marks on all pages, and what was written for it.

    `operations` is how many times `pnm undo` takes all of it back: more than one when a note was saved meanwhile and
    planned anew.
    """

    outcomes: tuple[Outcome, ...] = ()
    written: Written = Written()
    operations: int = 0

    def on(self, page: str) -> PageOutcome:
        """Say what became of the answers on one page."""
        here = [one for one in self.outcomes if one.page == page]
        return PageOutcome(
            frozenset([one.answer for one in here if not one.reason]),
            {one.answer: one.reason for one in here if one.reason and not one.waits},
            tuple([line for one in here if not one.reason for line in one.kept]),
        )

    def problems(self) -> tuple[Problem, ...]:
        """Give a problem for each mark that could not be carried out and does not just wait."""
        return tuple(
            [
                Problem(one.page, 0, Severity.WARNING, "mark-refused", _message(one))
                for one in self.outcomes
                if one.reason and not one.waits
            ]
        )


def _message(outcome: Outcome) -> str:
    # What an item is about comes first on its line.
    line = plain(outcome.answer.ours or outcome.answer.whole).partition(" · ")[0][:SHOWN_LENGTH]
    return f"[{outcome.answer.box}] {line} was not carried out: {outcome.reason}"


def carry_out_answers(
    session: Session, pages: Mapping[str, PageAnswers], words: Sequence[str], *, dry_run: bool = False
) -> Answered:
    """Carry out the marks on review notes (`pages` by path), each on its own: one that cannot be keeps no other back.

    An answer that is carried out already changes nothing, however often it comes. A note that somebody is editing is
    left for the next time. The session has looked at the vault again after.

    Raises:
        VaultBusyError: another process is writing to this vault.
    """
    marked = [(page, one) for page, found in pages.items() for one in found.answers if one.mark is not Mark.NONE]
    merges = [(page, one) for page, one in marked if one.key.kind == "double" and one.mark is Mark.DONE]
    edits = [one for one in marked if one not in merges]
    answered = _carry_out_edits(session, edits, words, dry_run=dry_run) if edits else Answered()
    for page, answer in merges:
        answered = _with_merge(session, answered, page, answer, words, dry_run=dry_run)
    return answered


def _with_merge(
    session: Session, answered: Answered, page: str, answer: Answer, words: Sequence[str], *, dry_run: bool
) -> Answered:
    """Merge two notes of one contact: an operation of its own, since it removes a note and touches many."""
    from pnm_vault.pipeline.writing.double_answers import merge_marked

    try:
        merged = merge_marked(session, page, answer, words, dry_run=dry_run)
    except VaultBusyError:
        raise
    except PnmError as refusal:
        reason = refusal.message.replace("\n", " ")
        waits = any(why in reason for why in (BEING_EDITED, CHANGED))
        return replace(answered, outcomes=(*answered.outcomes, Outcome(page, answer, reason=reason, waits=waits)))
    news = bool(merged.written.plan.steps)
    outcome = Outcome(page, answer, merged.said, paths=merged.paths, news=news)
    operations = answered.operations + (merged.written.operation > 0)
    return Answered((*answered.outcomes, outcome), _both(answered.written, merged.written), operations)


def _both(first: Written, second: Written) -> Written:
    """Put together what two operations wrote, or would write."""
    if not (first.plan.steps and second.plan.steps):
        return second if second.plan.steps else first
    reports = (first.report, second.report)
    report = WriteReport(
        tuple([path for one in reports for path in one.created]),
        tuple(dict.fromkeys([path for one in reports for path in one.replaced])),
        tuple([path for one in reports for path in one.removed]),
        tuple([left for one in reports for left in one.skipped]),
    )
    plan = Plan((*first.plan.steps, *second.plan.steps))
    recovered = (*first.recovered, *second.recovered)
    return Written(plan, report, second.operation or first.operation, dry_run=second.dry_run, recovered=recovered)


def _carry_out_edits(
    session: Session, marked: Sequence[tuple[str, Answer]], words: Sequence[str], *, dry_run: bool
) -> Answered:
    """Carry out the marks that edit notes."""
    made, operations = Written(), 0
    news: frozenset[tuple[str, Answer]] = frozenset()
    for tries_left in range(TRIES - 1, -1, -1):
        planner = _Planner(session)
        planned = [planner.take(page, answer) for page, answer in marked]
        # What an earlier try wrote is found written by the next, and is news all the same.
        outcomes = tuple([replace(one, news=one.news or (one.page, one.answer) in news) for one in planned])
        plan = planner.plan()
        if dry_run or not plan.steps:
            return Answered(outcomes, made if made.operation else Written(plan, dry_run=dry_run), operations)
        done = apply_user(session.root, plan, words, together=False)
        session.refresh(tuple([step.path for step in plan.steps]), made=done.report.created)
        skipped = dict(done.report.skipped)
        made = _joined(made, Written(plan, done.report, done.operation, recovered=done.recovered))
        operations += done.operation > 0
        outcomes = tuple([_without(one, skipped) for one in outcomes])
        news = frozenset([(one.page, one.answer) for one in outcomes if one.news])
        # A note that changed meanwhile is planned anew.
        if not (tries_left and CHANGED in skipped.values()):
            break
    return Answered(outcomes, made, operations)


def _without(outcome: Outcome, skipped: Mapping[str, str]) -> Outcome:
    """Take back the word that a mark was carried out when a note could not be written."""
    for path in outcome.paths:
        if path in skipped:
            waits = skipped[path] in (BEING_EDITED, CHANGED)
            reason = f"{path}: {skipped[path]}"
            return Outcome(outcome.page, outcome.answer, reason=reason, paths=outcome.paths, waits=waits)
    return outcome


def _joined(first: Written, second: Written) -> Written:
    if not first.operation:
        return second
    created = (*first.report.created, *second.report.created)
    replaced = tuple(dict.fromkeys((*first.report.replaced, *second.report.replaced)))
    report = WriteReport(created, replaced, (), second.report.skipped)
    steps = {step.path: step for step in (*first.plan.steps, *second.plan.steps)}
    operation = second.operation or first.operation
    return Written(Plan(tuple(steps.values())), report, operation, recovered=(*first.recovered, *second.recovered))


class _Planner:
    """Plans one answer after the other on the notes as the ones before it leave them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.before: dict[str, bytes] = {}
        self.contents: dict[str, bytes] = {}
        self.new: set[str] = set()

    @cached_property
    def intentions(self) -> Intentions:
        """Know what a mark means; looks at the vault's notes when the first is asked for."""
        return Intentions(self.session)

    def take(self, page: str, answer: Answer) -> Outcome:
        """Plan one answer, wholly or not at all."""
        try:
            meant = self.intentions.of(page, answer)
            news = self._apply(meant)
        except PnmError as refusal:
            return Outcome(page, answer, reason=refusal.message.replace("\n", " "))
        paths = tuple(dict.fromkeys([path for path, _ in (*meant.new, *meant.edits)]))
        return Outcome(page, answer, meant.said, kept=meant.kept, paths=paths, news=news)

    def _apply(self, meant: Meaning) -> bool:
        """Make and edit the notes, all of them or none; tells whether any of them changes."""
        planned: dict[str, bytes] = {}
        before: dict[str, bytes] = {}
        for path, text in meant.new:
            if path in self.contents or read_bytes(self.session.root, path) is not None:
                raise PnmError(f"there is a note at {path} already.")
            planned[path], before[path] = text.encode(), b""
        for path, edit in meant.edits:
            content = planned.get(path, self.contents.get(path))
            if content is None:
                content = read_bytes(self.session.root, path)
                if content is None:
                    raise PnmError(f"{path} cannot be read any more.")
                before[path] = content
            planned[path] = edit_content(path, content, (edit,))
        self.before |= before
        had = {path: self.contents.get(path, self.before[path]) for path in planned}
        self.contents |= planned
        self.new.update([path for path, _ in meant.new])
        return planned != had

    def plan(self) -> Plan:
        """Give the changes to all notes."""
        steps: list[Create | Replace | Remove] = [
            Create(path, content) if path in self.new else Replace(path, content, self.before[path])
            for path, content in self.contents.items()
            if content != self.before[path]
        ]
        return Plan(tuple(steps))
