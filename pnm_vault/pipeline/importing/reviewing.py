"""The review of an import: its note written, and what is ticked there carried out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import resolve
from pnm_vault.model.plan import Create, Plan, Replace, WriteReport
from pnm_vault.model.record import Record
from pnm_vault.pipeline.importing.applying import Chosen, Imported, apply_items
from pnm_vault.pipeline.importing.items import Proposal
from pnm_vault.pipeline.importing.look import Look, Reading, decode_reading, encode_reading, look
from pnm_vault.pipeline.importing.narrowing import narrowed
from pnm_vault.pipeline.importing.note import DONE, NO, TITLE, Shown, Ticks, merge_note, read_ticks, sign_of
from pnm_vault.pipeline.importing.resolving import SOMEBODY_ELSE
from pnm_vault.vault.kept_imports import keep_reading, kept_reading
from pnm_vault.vault.lock import LOCK_WAIT, vault_lock
from pnm_vault.vault.read import read_bytes
from pnm_vault.vault.write import apply

if TYPE_CHECKING:
    from pnm_vault.pipeline.intake import Progress
    from pnm_vault.pipeline.session import Session

_NOT_OURS = {
    "review-not-ours": "was not made by pnm: rename it or move it away.",
    "review-markers": "has damaged marker lines: move what you wrote elsewhere and delete the note.",
    "review-newer": "was made by a later version of pnm: bring pnm up to date here.",
}


class Reviewed(Record, frozen=True):
    """What became of the note at `path`: an empty plan, where it was as it should be."""

    path: str
    plan: Plan
    report: WriteReport


def note_path(session: Session) -> str:
    """Say where the review note of imports lies."""
    folder = session.settings.review.folder.strip("/")
    return f"{folder}/{TITLE}.md" if folder else f"{TITLE}.md"


def write_review(session: Session, reading: Reading, seen: Look, *, dry_run: bool = False) -> Reviewed:
    """Write the note with a box for every item; a box that its owner set before stays as it is.

    What was read is kept outside of the vault until it is applied.

    Raises:
        PnmError: there is another note of that name, or it cannot be written.
        VaultBusyError: another process is writing to this vault.
    """
    if not dry_run:
        keep_reading(session.root, reading.digest, encode_reading(reading))
    return _write_note(session, reading, seen, dry_run=dry_run)


def _write_note(session: Session, reading: Reading, seen: Look, *, dry_run: bool) -> Reviewed:
    path = note_path(session)
    with nullcontext() if dry_run else vault_lock(session.root, LOCK_WAIT):
        before = read_bytes(session.root, path)
        existing = _text_of(path, before)
        ticks = read_ticks(existing) if existing is not None else None
        boxes = ticks.boxes if ticks is not None else {}
        plain = session.settings.review.boxes == "plain"
        shown = Shown(reading.files, reading.digest, seen.contacts, boxes, plain)
        # What was answered stays, whoever the note is narrowed down to now.
        answered = [one.key for one in seen.proposal.items if boxes.get(one.key, sign_of(one)) != sign_of(one)]
        proposal = narrowed(seen.proposal, seen.contacts, reading.options.who, answered)
        merged = merge_note(existing, proposal, shown)
        if merged.text is None:
            why = _NOT_OURS.get(merged.problem or "", "cannot be written.")
            raise PnmError(f"{path} {why}", "Nothing was written.")
        content = merged.text.encode("utf-8", "replace")
        steps: list[Create | Replace] = []
        if before is None:
            steps.append(Create(path, content))
        elif before != content:
            steps.append(Replace(path, content, before))
        plan = Plan(tuple(steps))
        report = WriteReport() if dry_run else apply(session.root, plan)
    for _, why in report.skipped:
        raise PnmError(f"{path} was not written: {why}.")
    return Reviewed(path, plan, report)


def _text_of(path: str, content: bytes | None) -> str | None:
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError:
        raise PnmError(f"{path} is not UTF-8 text, so it is left alone.", "Save it as UTF-8 or move it away.") from None


def ticks_of(session: Session) -> Ticks:
    """Read what the owner made of the review note.

    Raises:
        PnmError: there is none, or its markers are damaged.
    """
    path = note_path(session)
    text = _text_of(path, read_bytes(session.root, path))
    if text is None:
        raise PnmError(f"There is no {path} to apply.", "`pnm import FILE --review` makes it.")
    ticks = read_ticks(text)
    if ticks is None:
        raise PnmError(f"{path} cannot be read: its marker lines are damaged.", "Make it again with --review.")
    return ticks


def kept_for(session: Session, ticks: Ticks) -> Reading:
    """Give what was read when the review note was made.

    Raises:
        PnmError: it is not on this machine.
    """
    content = kept_reading(session.root, ticks.files)
    reading = decode_reading(content) if content is not None else None
    if reading is None:
        raise PnmError(
            "What the review was made from is not on this machine.",
            "Give the file again: `pnm import FILE --apply` reads it and does what is ticked.",
        )
    return reading


class Applied(Record, frozen=True):
    """What was done, of which proposal, and the note with what is left."""

    imported: Imported
    proposal: Proposal
    reviewed: Reviewed | None = None


def apply_review(
    session: Session,
    reading: Reading,
    ticks: Ticks,
    words: Sequence[str],
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> Applied:
    """Carry out what is ticked in the review note, then leave in the note what is still open.

    Who was said to be the same as a contact gets there what the note lacks; a question that comes up by that is asked
    by the note again.

    Raises:
        PnmError: a link on a line means no contact, or a note cannot be written.
        VaultBusyError: another process is writing to this vault.
    """
    before = look(session, reading)
    decided = _decisions(session, before, ticks)
    seen = look(session, reading, decided) if decided else before
    proposal = seen.proposal
    ticked = ticks.marked(DONE) - proposal.hidden
    refused = ticks.marked(NO)
    known = {one.key for one in before.proposal.items}
    # What comes up only by a decision just made has no line of its own yet.
    fresh = frozenset([one.key for one in proposal.items if one.key not in known and one.key in proposal.sensible])
    fresh_of = {one.key for one in proposal.days if one.newcomer in fresh}
    keys = frozenset([one.key for one in proposal.items if one.key in ticked]) | fresh | frozenset(fresh_of)
    options = reading.options
    chosen = Chosen(keys, refused, options.circle, options.inbox, options.photos, reading.days)
    others = {
        one.source: tuple([each.path for each in one.seen])
        for one in before.proposal.doubles
        if decided.get(one.source) == SOMEBODY_ELSE
    }
    imported = apply_items(
        session, proposal, chosen, words, decided=decided, others=others, progress=progress, dry_run=dry_run
    )
    if dry_run:
        return Applied(imported, proposal)
    reviewed = _write_note(session, reading, look(session, reading), dry_run=False)
    return Applied(imported, proposal, reviewed)


def _decisions(session: Session, seen: Look, ticks: Ticks) -> dict[str, str]:
    """Say whom the entries are about of which the owner answered whether they are the same as a contact."""
    decided: dict[str, str] = {}
    index = session.index()
    for one in seen.proposal.doubles:
        box = ticks.boxes.get(one.key, " ")
        if one.key in seen.proposal.hidden:
            continue
        if box in NO:
            decided[one.source] = SOMEBODY_ELSE
        elif box in DONE:
            target = ticks.links.get(one.key, "")
            path = resolve(target, note_path(session), index.names, index.aliases).path if target else None
            if path is None or path not in seen.contacts:
                raise PnmError(
                    f"{one.contact.name} is ticked as the same as somebody, but no contact is linked there.",
                    "Put the link of the one who is meant on the line.",
                )
            decided[one.source] = path
    return decided


def apply_at_once(
    session: Session,
    reading: Reading,
    seen: Look,
    keys: frozenset[str],
    words: Sequence[str],
    *,
    progress: Progress | None = None,
    dry_run: bool = False,
) -> Imported:
    """Carry out these items without a review.

    Raises:
        PnmError: a note cannot be written.
        VaultBusyError: another process is writing to this vault.
    """
    options = reading.options
    chosen = Chosen(keys, frozenset(), options.circle, options.inbox, options.photos, reading.days)
    return apply_items(session, seen.proposal, chosen, words, progress=progress, dry_run=dry_run)
