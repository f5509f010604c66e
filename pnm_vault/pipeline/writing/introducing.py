"""`pnm introduce`: the note of an introduction, and each step on its way, with all that a step means for both notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError
from pnm_vault.index.names import resolve
from pnm_vault.model.introduction import Act, IntroductionRow
from pnm_vault.model.record import Record
from pnm_vault.notes.capture import Capture, Wish
from pnm_vault.notes.edit import Edited, set_property
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.edit.steps import append_step, key_of
from pnm_vault.notes.text.introductions import last_day
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.field_setting import FieldChange, How, acquaint
from pnm_vault.pipeline.writing.follow_up_edits import tick_edit
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.introduction_note import draft_introduction
from pnm_vault.pipeline.writing.log_capture import log_edit, task_edit

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

# So many days after two were brought together the owner may ask how it went: time for a reply and a first meeting.
HOW_IT_WENT_DAYS = 28
HOW_IT_WENT = "how it went"

_WORDS = {
    Act.IDEA: "idea",
    Act.ASKED: "asked {who}",
    Act.YES: "{who} said yes",
    Act.NO: "{who} said no",
    Act.MADE: "made",
    Act.MET: "met",
    Act.THANKED: "thanked",
    Act.DECLINED: "declined",
    Act.LAPSED: "lapsed",
}

NoteEdit = tuple[str, Edit]


class Doing(Record, frozen=True):
    """One step to be written: what was done, by or to whom of the two (0, 1), and a word about it."""

    act: Act
    sides: tuple[int, ...] = ()
    remark: str = ""


class Introduced(Record, frozen=True):
    """The note of an introduction and what was done. `created`: it is new. `remarks` are sentences for the user.

    `pair` are the paths of the two in the order of the note.
    """

    path: str
    pair: tuple[str, str]
    names: tuple[str, str]
    created: bool
    written: Written
    remarks: tuple[str, ...] = ()


def introduce(
    session: Session,
    first: str,
    second: str,
    words: Sequence[str],
    *,
    why: str = "",
    doings: Sequence[Doing] = (),
    outcome: str = "",
    day: date | None = None,
    dry_run: bool = False,
) -> Introduced:
    """Take the introduction of two contacts (paths) a few steps on, and make its note where there is none.

    `sides` of `doings` count `first` as 0. `day` None is today. All of it is one change; see `carry_out`.

    Raises:
        BadValueError: both are the same contact.
        PnmError: the pair is not to be introduced, or a note of that name is there already.
    """
    if first == second:
        raise BadValueError(f"Both names are those of {session.name_of(first)}.", "Name two contacts.")
    on = day or session.today
    row = find_introduction(session, first, second)
    style = HouseStyle(session, first)
    new: dict[str, str] = {}
    remarks: tuple[str, ...] = ()
    if row is None:
        refuse_kept_apart(session, first, second)
        draft = draft_introduction(session, style.rules, first, second, why, on)
        row, remarks = draft.row, draft.remarks
        new = {draft.path: draft.text}
    steps = [_turned(doing, row.first != first) for doing in doings]

    def build_edits() -> dict[str, list[Edit]]:
        edits: dict[str, list[Edit]] = {}
        for path, edit in [one for doing in steps for one in step_edits(session, style, row, doing, on)]:
            edits.setdefault(path, []).append(edit)
        if outcome:
            edits.setdefault(row.path, []).append(field_edit("outcome", outcome))
        if why and not new:
            edits.setdefault(row.path, []).append(field_edit("why", why))
        return edits

    written = carry_out(session, lambda: plan_edits(session.root, build_edits(), new), words, dry_run=dry_run)
    names = (session.name_of(row.first), session.name_of(row.second))
    return Introduced(row.path, (row.first, row.second), names, bool(new), written, remarks)


def find_introduction(session: Session, first: str, second: str) -> IntroductionRow | None:
    """Find the note of the introduction of two contacts; of several the one with the newest step, then by path."""
    pair = (first, second) if first < second else (second, first)
    found = [row for row in session.table("introductions").values() if row.pair == pair]
    return max(sorted(found, key=lambda row: row.path), key=_newest_day, default=None)


def _newest_day(row: IntroductionRow) -> date:
    return last_day(row.introduction) or date.min


def step_edits(session: Session, style: HouseStyle, row: IntroductionRow, doing: Doing, day: date) -> list[NoteEdit]:
    """Say which notes a step changes, and how; each edit leaves a note alone that says it already.

    Two who were introduced: a line in both logs, `knows` on both sides, and a follow-up to ask how it went. A no is
    remembered in the note of who said it.
    """
    if doing.act is Act.MADE:
        day = _made_on(row) or day
    sides = (row.first, row.second)
    who = " and ".join([link_to(session, sides[place]) for place in doing.sides])
    words = _WORDS[doing.act].format(who=who) + (f": {doing.remark}" if doing.remark else "")

    def step(path: str, text: str) -> Edited:
        return append_step(path, text, day, doing.act, doing.sides, words, style.rules)

    edits: list[NoteEdit] = [(row.path, step)]
    if doing.act is Act.MADE:
        edits += made_edits(session, style, row, day)
    elif doing.act is Act.NO:
        edits += keep_apart_edits(session, style, row, doing.sides)
    elif doing.act is Act.MET:
        edits += _reminder_done(session, row, day)
    return edits


def made_edits(session: Session, style: HouseStyle, row: IntroductionRow, day: date) -> list[NoteEdit]:
    """Say what it means for all notes but its own step that two were introduced on a day."""
    edits: list[NoteEdit] = []
    for path, other in ((row.first, row.second), (row.second, row.first)):
        capture = Capture(day, f"introduced to {link_to(session, other)}", (path,))
        edits += [(path, log_edit(capture, style)), (path, acquaint(session, style, path, other))]
    both = f"{link_to(session, row.first)} and {link_to(session, row.second)}"
    wish = Wish(f"Ask {both} {HOW_IT_WENT}", day + timedelta(HOW_IT_WENT_DAYS))
    return [*edits, (row.path, _once(wish, style))]


def keep_apart_edits(session: Session, style: HouseStyle, row: IntroductionRow, sides: Sequence[int]) -> list[NoteEdit]:
    """Remember a no in the note of who said it."""
    pair = (row.first, row.second)
    return [(pair[place], _keep_apart(session, style, pair[1 - place])) for place in sides]


def field_edit(name: str, value: str | date) -> Edit:
    """Set a property of the note of an introduction, under the key that it has there."""

    def edit(path: str, text: str) -> Edited:
        return set_property(path, text, key_of(path, text, name), value)

    return edit


def _once(wish: Wish, style: HouseStyle) -> Edit:
    """Write down something to do unless the note has it, open or closed: it may have been done meanwhile."""
    task = task_edit(wish, "", style)

    def edit(path: str, text: str) -> Edited:
        found = scan_note(path, text)
        if any(HOW_IT_WENT in found.line(number) for number, _, _, _ in found.tasks):
            return Edited(text)
        return task(path, text)

    return edit


def _reminder_done(session: Session, row: IntroductionRow, day: date) -> list[NoteEdit]:
    """Tick the follow-up of the note that asked how it went."""
    open_ones = [one for one in session.picture().follow_ups if one.source.path == row.path and HOW_IT_WENT in one.text]
    return [(row.path, tick_edit(session, one, day)) for one in open_ones[:1]]


def _keep_apart(session: Session, style: HouseStyle, other: str) -> Edit:
    change = FieldChange(session, style, "no_introduction", "no_introduction", link_to(session, other), How.ADD)
    return change.edit


def _made_on(row: IntroductionRow) -> date | None:
    """Give the day on which they were introduced, where the steps say so; an idea taken up anew begins anew."""
    made: date | None = None
    for step in row.introduction.steps:
        if step.act is Act.IDEA:
            made = None
        elif step.act is Act.MADE:
            made = made or step.day
    return made


def _turned(doing: Doing, turn: bool) -> Doing:
    sides = tuple(sorted([1 - place for place in doing.sides])) if turn else doing.sides
    return Doing(doing.act, sides, doing.remark)


def refuse_kept_apart(session: Session, first: str, second: str) -> None:
    """Stop where the note of either asks for no introduction, to the other or at all.

    Raises:
        PnmError: it does.
    """
    index = session.index()
    for path, other in ((first, second), (second, first)):
        contact = session.record(path).contact
        if not contact.suggest:
            raise PnmError(
                f"The note of {contact.name} asks for no introductions (suggest: never in {path}).",
                "Take that out of the note first, if it is no longer so.",
            )
        for apart in contact.apart:
            until = apart.until is not None and apart.until <= session.today
            if not until and resolve(apart.target, path, index.names, index.aliases).path == other:
                name, left = session.name_of(path), session.name_of(other)
                when = f" before {apart.until}" if apart.until else ""
                raise PnmError(
                    f"The note of {name} asks for no introduction to {left}{when} (no_introduction in {path}).",
                    "Take that out of the note first, if it is no longer so.",
                )
