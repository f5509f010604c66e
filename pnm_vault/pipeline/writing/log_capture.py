"""`pnm log`: a line of prose becomes a line in each contact's note, and a task where there is something to do next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pnm_vault.errors import PnmError, UnknownContactError
from pnm_vault.index.lookup import loosen
from pnm_vault.index.name_book import NameBook
from pnm_vault.model.plan import Plan
from pnm_vault.model.record import Record
from pnm_vault.notes.capture import Capture, Fault, Named, Resolve, Wish, parse_capture
from pnm_vault.notes.edit import Edited, append_log_line
from pnm_vault.notes.edit.log_style import scan_note
from pnm_vault.notes.new_task import append_task
from pnm_vault.notes.text.log import log_day, read_own_log
from pnm_vault.notes.text.tables import cells_of
from pnm_vault.notes.text.tasks import read_tasks
from pnm_vault.pipeline.writing.carry_out import BadValueError, Edit, Written, carry_out, plan_edits
from pnm_vault.pipeline.writing.daily_capture import daily_edits
from pnm_vault.pipeline.writing.house_style import HouseStyle, link_to
from pnm_vault.pipeline.writing.new_contact import Newcomer, draft_contact

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

_SHOWN = 10
_AROUND_WORDS = " \t:—–=-|*_,"


class Logged(Record, frozen=True):
    """What was understood, line by line, and what was done. `names` maps the path of each contact to the name.

    `into` is where it went, `contacts` or `daily`. `created` are the names of those who got a note. `remarks` are
    sentences for the user.
    """

    captures: tuple[Capture, ...]
    names: Mapping[str, str]
    written: Written
    into: str = "contacts"
    created: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def log_captures(
    session: Session,
    lines: Sequence[str],
    words: Sequence[str],
    *,
    given: Sequence[str] = (),
    meant: Mapping[str, str] | None = None,
    create: bool | Collection[str] = False,
    into: str | None = None,
    dry_run: bool = False,
) -> Logged:
    """Read lines of prose and write all of them down, or none; see `carry_out`.

    `given` are the paths of contacts where the text need not name them. `meant` says whom a name means (a path) that
    would not be clear otherwise. `create` makes a note for every name that no contact has, or for these names.
    `into` is `contacts` (a line into each one's note) or `daily` (one into the daily note); None: as the settings say.

    Raises:
        UnknownContactError: a name is nobody's or fits several, or nobody is named.
        BadValueError: a day cannot be read.
        PnmError: a daily note cannot be made.
    """
    into = into or session.settings.capture.into
    book = NameBook(session.index())
    known = {loosen(name): path for name, path in (meant or {}).items()}
    captures = _read(session, lines, _knowing(book, known), given)
    newcomers: dict[str, Newcomer] = {}
    if create:
        strangers = [fault.text for fault in _unclear(captures) if fault.kind == "unknown"]
        wanted = [name for name in strangers if create is True or name in create]
        newcomers = {name: draft_contact(session, book, name) for name in wanted}
        known |= {loosen(name): one.path for name, one in newcomers.items()}
        captures = _read(session, lines, _knowing(book, known), given)
    faults = _faults(captures)
    if faults:
        raise _error(session, faults)
    new = {one.path: one.text for one in newcomers.values()}
    style = HouseStyle(session, captures[0].contacts[0])

    daily = daily_edits(session, captures, style, new, task_edit) if into == "daily" else None
    new |= daily.new if daily is not None else {}

    def build() -> Plan:
        return plan_edits(session.root, daily.edits if daily else _edits(session, captures, style), new)

    written = carry_out(session, build, words, dry_run=dry_run)
    called = {one.path: name for name, one in newcomers.items()}
    paths = dict.fromkeys(path for capture in captures for path in capture.contacts)
    names = {path: called.get(path) or session.name_of(path) for path in paths}
    remarks = [remark for one in newcomers.values() for remark in one.remarks]
    remarks += daily.remarks if daily is not None else ()
    return Logged(captures, names, written, into, tuple(newcomers), tuple(dict.fromkeys(remarks)))


def _read(session: Session, lines: Sequence[str], resolve: Resolve, given: Sequence[str]) -> tuple[Capture, ...]:
    captures = tuple(parse_capture(line, session.today, resolve, given) for line in lines if line.strip())
    return captures or (parse_capture("", session.today, resolve),)


def unclear_names(session: Session, lines: Sequence[str]) -> tuple[Fault, ...]:
    """Give the names in lines of prose that fit several contacts, or none; each once, in order."""
    return _unclear(_read(session, lines, NameBook(session.index()).resolve, ()))


def _unclear(captures: Sequence[Capture]) -> tuple[Fault, ...]:
    named: dict[str, Fault] = {}
    for fault in _faults(captures):
        if fault.kind in ("unknown", "ambiguous"):
            named.setdefault(loosen(fault.text), fault)
    return tuple(named.values())


def _faults(captures: Sequence[Capture]) -> tuple[Fault, ...]:
    return tuple(fault for capture in captures for fault in capture.faults)


def _knowing(book: NameBook, known: Mapping[str, str]) -> Resolve:
    def resolve(name: str) -> Named | None:
        found = book.resolve(name)
        if loosen(name) in known:
            return Named((known[loosen(name)],), found is None or found.whole)
        return found

    return resolve


def _edits(session: Session, captures: Sequence[Capture], style: HouseStyle) -> dict[str, list[Edit]]:
    edits: dict[str, list[Edit]] = {}
    for capture in captures:
        for path in capture.contacts:
            edits.setdefault(path, []).append(log_edit(capture, style))
        first, *others = capture.contacts
        company = ", ".join([link_to(session, path) for path in others])
        for wish in capture.wishes:
            edits[first].append(task_edit(wish, f" (with {company})" if company else "", style))
    return edits


def log_edit(capture: Capture, style: HouseStyle, after: date | None = None) -> Edit:
    """Write the words of a capture into a log, unless they stand there for that day already: they were given twice.

    With `after`, they were also if they stand there for any day between that one and the capture's.
    """

    def edit(path: str, text: str) -> Edited:
        if _is_logged(path, text, capture, after):
            return Edited(text)
        return append_log_line(path, text, capture.day, capture.words, style.log)

    return edit


def _is_logged(path: str, text: str, capture: Capture, after: date | None) -> bool:
    found = scan_note(path, text)
    first = capture.day if after is None else min(after + timedelta(1), capture.day)
    lines = [found.line(entry.line) for entry in read_own_log(path, found, []) if first <= entry.day <= capture.day]
    words = capture.words.strip(_AROUND_WORDS)
    for line in lines:
        bare = line.lstrip("# \t")
        dated = log_day(bare)
        if (dated and bare[dated[1] :].strip(_AROUND_WORDS) == words) or words in cells_of(line):
            return True
    return False


def task_edit(wish: Wish, company: str, style: HouseStyle, beside: str = "") -> Edit:
    """Write down something to do, with `company` behind its words, unless it stands there already."""

    def edit(path: str, text: str) -> Edited:
        tasks, _ = read_tasks(path, scan_note(path, text), True, None, [])
        if any(task.text == wish.text + company and task.due == wish.due for task in tasks):
            return Edited(text)
        return append_task(path, text, wish.text + company, wish.due, style.tasks, style.log, beside)

    return edit


def _error(session: Session, faults: Sequence[Fault]) -> PnmError:
    """Tell of every fault at once; one of the day only where the names are clear."""
    days = [fault for fault in faults if fault.kind == "bad-day"]
    if len(days) == len(faults):
        said = days[0].text
        return BadValueError(
            f"“{said}” is no day of the calendar, or has two meanings.", "Write it as 14 nov or 2026-11-14."
        )
    lines: list[str] = []
    remedies: list[str] = []
    for fault in faults:
        if fault.kind == "ambiguous":
            lines.append(f"More than one contact is called “{fault.text}”: give a full name, or the path with --with.")
            likeliest = session.likeliest(fault.paths)[:_SHOWN]
            remedies += [f"{session.name_of(path)}  ({path})" for path in likeliest]
            if len(fault.paths) > _SHOWN:
                remedies.append(f"and {len(fault.paths) - _SHOWN} more")
        elif fault.kind == "unknown":
            lines.append(f"There is no contact called “{fault.text}”.")
            near = session.suggest_names(fault.text)
            asked = f"Did you mean {' or '.join(near[:3])}? " if near else ""
            remedies.append(f"{asked}--create makes a note for somebody new.")
        elif fault.kind == "nobody":
            lines.append("No contact is named here.")
            remedies.append("Name them at the start, after “with”, after @, or with --with NAME.")
    return UnknownContactError("\n".join(lines), "\n".join(dict.fromkeys(remedies)))
