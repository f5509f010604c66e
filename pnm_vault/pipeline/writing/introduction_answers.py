"""What a mark on a line about an introduction means: a note is begun, a step was done, it waits or comes to rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.contribution import HAVE_MET
from pnm_vault.insights.introducing.introductions import Gain
from pnm_vault.insights.introducing.introductions_under_way import NextStep, next_step, stand_on
from pnm_vault.model.introduction import Act, IntroductionRow, Progress, Stand, Step
from pnm_vault.notes.capture import DEFAULT_WORDS, Wish
from pnm_vault.notes.text.introductions import sides_named
from pnm_vault.notes.values.day_words import split_due
from pnm_vault.patterns import pattern_of
from pnm_vault.pipeline.writing.house_style import HouseStyle
from pnm_vault.pipeline.writing.introducing import (
    Doing,
    field_edit,
    find_introduction,
    keep_apart_edits,
    made_edits,
    refuse_kept_apart,
    step_edits,
)
from pnm_vault.pipeline.writing.introduction_note import draft_introduction
from pnm_vault.pipeline.writing.log_capture import task_edit
from pnm_vault.pipeline.writing.meaning import Meaning, capture_of, kept_words, put_off_to
from pnm_vault.review.answer_words import AnswerWords
from pnm_vault.review.answers import Mark
from pnm_vault.review.introduction_words import joined, tick_words
from pnm_vault.review.pages.introductions import step_digest
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session
    from pnm_vault.pipeline.writing.introducing import NoteEdit

# For how long an introduction under way is put off when nobody says so.
STEP_DAYS = 14
# What else belongs to a step that was written so recently is taken for a part of the same answer that had to wait.
RETRY_DAYS = 3

_NO = pattern_of(r"(?:(?:s?he|they|both)\s+)?(?:said\s+)?no\b|declined\b", re.IGNORECASE)


def begin_introduction(
    session: Session, style: HouseStyle, first: str, second: str, words: AnswerWords, begun: set[tuple[str, str]]
) -> Meaning:
    """Say what a tick on a suggestion means: a note of it, in which the one who would do the favour is named first.

    `begun` are the pairs (in path order) of earlier marks of the same run; this one is added.

    Raises:
        PnmError: a note of its name is there already, or one of the two is not to be introduced to the other.
    """
    said, due = split_due(words.text, session.today)
    tasks = _tasks(session, style, first, words)
    row = find_introduction(session, first, second)
    pair = (first, second) if first < second else (second, first)
    names = joined([session.name_of(first), session.name_of(second)])
    if row is not None or pair in begun:
        kept = () if row is not None and said in _text_of(session, row.path) else kept_words(names, AnswerWords(said))
        return Meaning(f"{names}: an introduction under way", tuple(tasks), kept)
    refuse_kept_apart(session, first, second)
    candidate = session.candidate(first, second)
    if candidate is not None and candidate.gain is (Gain.FIRST if candidate.first == first else Gain.SECOND):
        first, second = second, first
    draft = draft_introduction(session, style.rules, first, second, "", session.today, said)
    begun.add(pair)
    later: list[NoteEdit] = [(draft.path, field_edit("not_before", due))] if due is not None else []
    said_to = f"{names}: an introduction under way, in {draft.path}"
    return Meaning(said_to, (*later, *tasks), new=((draft.path, draft.text),))


def steps_by_digest(session: Session) -> dict[str, tuple[IntroductionRow, Stand]]:
    """Give, for the key of every line that there may ever have been, its introduction and where that stood then."""
    rows = session.table("introductions").values()
    return {step_digest(row.path, stand): (row, stand) for row in rows for stand in _STANDS}


def mean_step(
    session: Session, style: HouseStyle, row: IntroductionRow, stood: Stand, mark: Mark, words: AnswerWords
) -> Meaning:
    """Say what a mark means on a line that was written when the introduction `stood` so.

    Raises:
        PnmError: it stands elsewhere by now, or the words cannot be read.
    """
    stand, steps = stand_on(row, session.today)
    names = joined([session.name_of(row.first), session.name_of(row.second)])
    if step_digest(row.path, stand) != step_digest(row.path, stood):
        if _far(stand) < _far(stood):
            raise PnmError("this introduction stands elsewhere by now: see its note.")
        return _seen_to(session, style, row, (stand, steps), words, names)
    if mark is Mark.LATER:
        return _put_off(session, row, words, names)
    capture, _ = capture_of(words, session.today, row.path)
    if capture.day > session.today:
        raise PnmError(f"{capture.day} is still to come, so this cannot be done yet.")
    remark = "" if capture.words == DEFAULT_WORDS else capture.words
    doing = _done(row, stand, remark) if mark is Mark.DONE else _no(row, stand, remark)
    edits = step_edits(session, style, row, doing, capture.day)
    edits += [(row.path, task_edit(wish, "", style)) for wish in capture.wishes]
    return Meaning(f"{names}: {_told(session, row, doing)} on {capture.day}", tuple(edits))


def _done(row: IntroductionRow, stand: Stand, remark: str) -> Doing:
    coming = next_step(stand)
    assert coming is not None  # else there is no line about it
    sides = coming.sides
    if coming.act is Act.YES:
        if _NO.match(remark):
            raise PnmError(f"“{remark[:80]}” beside a tick has two meanings: a no is marked with - in the box.")
        # Of two who were asked, the words may name the one who answered.
        sides = tuple([side for side in sides_named(remark, row.introduction.between) if side in sides]) or sides
    return Doing(coming.act, sides, remark)


def _no(row: IntroductionRow, stand: Stand, remark: str) -> Doing:
    coming = next_step(stand)
    assert coming is not None
    if stand.progress is not Progress.ASKED or not coming.waiting:
        return Doing(Act.LAPSED, (), remark)
    named = [side for side in sides_named(remark, row.introduction.between) if side in coming.sides]
    sides = tuple(named) if len(named) == 1 else coming.sides
    return Doing(Act.NO, sides, remark) if len(sides) == 1 else Doing(Act.DECLINED, (), remark)


def _put_off(session: Session, row: IntroductionRow, words: AnswerWords, names: str) -> Meaning:
    day, rest, stays = put_off_to(words, session.today)
    kept = kept_words(names, AnswerWords(rest, None, words.tasks))
    asked = row.introduction.not_before
    if not stays and asked is not None and asked > session.today:
        return Meaning(f"{names}: put off to {asked} already", (), kept)
    day = day or session.today + timedelta(STEP_DAYS)
    return Meaning(f"{names}: put off to {day}", ((row.path, field_edit("not_before", day)),), kept)


def _seen_to(
    session: Session,
    style: HouseStyle,
    row: IntroductionRow,
    found: tuple[Stand, tuple[Step, ...]],
    words: AnswerWords,
    names: str,
) -> Meaning:
    """Take a mark for carried out; what of it had to wait, since a note was being edited, is written now."""
    stand, steps = found
    edits: list[NoteEdit] = []
    newest = steps[-1] if steps else None
    if newest is not None and (session.today - newest.day).days <= RETRY_DAYS:
        if stand.progress in HAVE_MET and newest.act is Act.MADE:
            edits = made_edits(session, style, row, newest.day)
        elif newest.act is Act.NO:
            edits = keep_apart_edits(session, style, row, newest.sides)
    capture, _ = capture_of(words, session.today, row.path)
    written = capture.words == DEFAULT_WORDS or capture.words in _text_of(session, row.path)
    edits += [(row.path, task_edit(wish, "", style)) for wish in capture.wishes]
    return Meaning(f"{names}: seen to already", tuple(edits), () if written else (f"{names}: {words.text}",))


def _told(session: Session, row: IntroductionRow, doing: Doing) -> str:
    names = (session.name_of(row.first), session.name_of(row.second))
    ends = {Act.LAPSED: "laid to rest", Act.DECLINED: "declined"}
    if doing.act is Act.NO:
        return f"{joined([names[side] for side in doing.sides])} said no"
    return ends.get(doing.act) or tick_words(NextStep(doing.act, doing.sides), names)


def _tasks(session: Session, style: HouseStyle, path: str, words: AnswerWords) -> list[NoteEdit]:
    wishes = [Wish(*split_due(text, session.today)) for text in words.tasks]
    return [(path, task_edit(wish, "", style)) for wish in wishes]


def _text_of(session: Session, path: str) -> str:
    note = read_note(session.root, path)
    return note.text if note is not None else ""


def _stands() -> Iterator[Stand]:
    """Give every stand of which a line may tell."""
    for progress in (Progress.IDEA, Progress.AGREED, Progress.MADE, Progress.MET):
        yield Stand(progress)
    sides = ((), (0,), (1,), (0, 1))
    for asked, agreed in product(sides, sides):
        if set(agreed) <= set(asked) and len(agreed) < 2:
            yield Stand(Progress.ASKED, asked, agreed)


def _far(stand: Stand) -> tuple[int, int, int]:
    asked = (len(stand.asked), len(stand.agreed)) if stand.progress is Progress.ASKED else (0, 0)
    return (tuple(Progress).index(stand.progress), *asked)


_STANDS: tuple[Stand, ...] = tuple(_stands())

StepKeys = Mapping[str, tuple[IntroductionRow, Stand]]
