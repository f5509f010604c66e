"""`pnm met`: a pasted list of those whom one met at an event, each logged and followed up."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.asking import CHOICE_KEYS, ask_contact, ask_key, at_terminal, may_ask
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, open_vault, say, warn
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields
from pnm_vault.errors import PnmError, UnknownContactError, UnknownEventError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.encounters import Candidate, Encounter, Met
    from pnm_vault.pipeline.writing.event_note import Occasioned

MAX_LIST = 1_000_000


def _complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of an event or community."""
    from pnm_vault.cli.shells import complete_event

    return complete_event(ctx, param, incomplete)


def _choose_event(session: Session, query: str) -> Occasioned | None:
    """Give the note of an event or community that a name means; None when there is none.

    Raises:
        UnknownEventError: several answer to it and nobody says which.
    """
    from pnm_vault.pipeline.writing.event_note import find_occasions

    found = find_occasions(session, query)
    if len(found) < 2:
        return found[0] if found else None
    if may_ask():
        keys = dict(zip(CHOICE_KEYS, found, strict=False))
        lines = [f"  {key}  {one.title}  ({one.path})" for key, one in keys.items()]
        chosen = ask_key(
            f"More than one note answers to “{query}”:\n" + "\n".join(lines) + "\n1, 2, ..., or Enter for none:",
            {key: one.title for key, one in keys.items()},
        )
        if chosen:
            return keys[chosen]
        raise UnknownEventError("No event was chosen.", "Nothing was done.")
    rows = "\n".join(f"{one.title}  ({one.path})" for one in found[:10])
    raise UnknownEventError(f"More than one event answers to “{query}”: give its whole name or its path.", rows)


def _find_or_draft(session: Session, query: str, create: bool, day: date | None) -> Occasioned:
    from pnm_vault.pipeline.writing.event_note import draft_event, suggest_occasions

    found = _choose_event(session, query)
    if found is not None:
        return found
    if create:
        return draft_event(session, query, day or session.today)
    near = suggest_occasions(session, query)
    asked = f"Did you mean {' or '.join(near)}? " if near else ""
    raise UnknownEventError(
        f"There is no event, meeting or community called “{query}”.", f"{asked}--create makes a note for it."
    )


def _day_of(session: Session, occasion: Occasioned, given: date | None) -> date:
    """Give the day on which it was: the last of several, today while it lasts or for a community."""
    from pnm_vault.model.note import NoteKind
    from pnm_vault.pipeline.writing.carry_out import BadValueError

    if given is not None:
        return given
    if occasion.kind is NoteKind.COMMUNITY:
        return session.today
    if occasion.day is None or occasion.end is None:
        raise BadValueError(f"{occasion.path} does not say when it was.", "Say it with --date, or in the note.")
    if occasion.day > session.today:
        raise BadValueError(f"{occasion.title} is still to come, on {occasion.day}.", "--date says another day.")
    return min(occasion.end, session.today)


def _past_day(session: Session, typed: str | None) -> date | None:
    from pnm_vault.notes.values.day_words import past_day
    from pnm_vault.pipeline.writing.carry_out import BadValueError

    if typed is None:
        return None
    day = past_day(typed, session.today)
    if day is None or day > session.today:
        raise BadValueError(f"“{typed}” is no day up to today that can be read.", "Write 14 nov or 2026-11-14.")
    return day


def _due(session: Session, typed: str | None, none: bool) -> date | None:
    from pnm_vault.notes.values.day_words import coming_day
    from pnm_vault.pipeline.writing.carry_out import BadValueError
    from pnm_vault.pipeline.writing.encounters import FOLLOW_UP_DAYS

    if none:
        return None
    if typed is None:
        return session.today + timedelta(FOLLOW_UP_DAYS)
    day = coming_day(typed, session.today)
    if day is None:
        raise BadValueError(f"“{typed}” is no day ahead that can be read.", "Write 3d, friday, 2 weeks or 2026-12-04.")
    return day


def _pasted_text(invocation: Invocation, file: str | None) -> str:
    """Read the list, all of it.

    Raises:
        PnmError: it is longer than any list of names.
    """
    if file is not None:
        with click.open_file(file, encoding="utf-8", errors="replace") as pasted:
            text = str(pasted.read(MAX_LIST + 1))
    else:
        if at_terminal():
            say(invocation, "Paste the names, one on each line, then press Ctrl-D:")
        text = sys.stdin.read(MAX_LIST + 1)
    if len(text) > MAX_LIST:
        raise PnmError(f"The list is longer than {MAX_LIST} characters.", "Give it in parts.")
    return text


def _ask_who(session: Session, candidates: Sequence[Candidate]) -> tuple[dict[str, str], frozenset[str]]:
    """Ask whom each unclear name means; one that nobody is chosen for is left out."""
    meant: dict[str, str] = {}
    new: set[str] = set()
    for one in candidates:
        name = one.pasted.name
        if len(one.paths) < 2 and not one.doubtful:
            continue
        said = f"“{name}” may be a contact already:" if one.doubtful else f"More than one contact is called “{name}”:"
        chosen = ask_contact(session, said, one.paths, {"n": f"make a new note for {name}"})
        if chosen == "n":
            new.add(name)
        elif chosen:
            meant[name] = chosen
    return meant, frozenset(new)


def _sentence(met: Met) -> str:
    fresh = [one.name for one in met.people if one.fresh]
    logged = [one.name for one in met.people if not one.already]
    parts = [f"Met at {met.occasion.title} on {met.day}: {', '.join(logged) or 'nobody new'}."]
    if fresh:
        parts.append(f"New: {', '.join(fresh)}; pnm triage asks what they are to you.")
    if met.due is not None and any(one.follow_up and not one.already for one in met.people):
        parts.append(f"Follow up by {met.due}.")
    return " ".join(parts)


def _person_value(one: Encounter, due: date | None) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value

    return {
        "path": one.path,
        "name": one.name,
        "line": one.line,
        "said": one.said,
        "new": one.fresh,
        "already": one.already,
        "follow_up": day_value(due) if one.follow_up and not one.already else None,
    }


def _print_document(session: Session, met: Met) -> None:
    from pnm_vault.cli.document import print_document

    event = met.occasion
    fields = {
        **written_fields(met.written),
        "event": {"path": event.path, "title": event.title, "kind": event.kind.value, "new": bool(event.text)},
        "day": met.day.isoformat(),
        "people": [_person_value(one, met.due) for one in met.people],
        "left_out": [{"line": one.line, "text": one.text, "why": one.why} for one in met.left_out],
    }
    print_document("met", session.today, fields)


@command(
    "met",
    'pnm met "PyAdria 2026" < names.txt',
    'pnm met "PyAdria 2026" Ann Lee, Bo Chen',
    'pnm met pyadria "Ann Lee: wants the slides" --follow-up friday',
)
@click.argument("event", shell_complete=_complete_event)
@click.argument("names", nargs=-1)
@click.option("--file", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Read the names from FILE.")
@click.option("--date", "day", metavar="DAY", help="The day on which you met; else the event's, its last one.")
@click.option("--follow-up", metavar="WHEN", help="When to follow up: 3d (as without it), friday, 2026-12-04.")
@click.option("--no-follow-up", is_flag=True, help="Write down nothing to do.")
@click.option("--create", is_flag=True, help="Make a note for the event if there is none.")
@dry_run_option
@click.pass_obj
def met(
    invocation: Invocation,
    event: str,
    names: tuple[str, ...],
    file: str | None,
    day: str | None,
    follow_up: str | None,
    no_follow_up: bool,
    create: bool,
    dry_run: bool,
) -> None:
    """Log whom you met at EVENT: NAMES parted by commas, or a list on standard input, one name on each line."""
    from pnm_vault.index.name_book import NameBook
    from pnm_vault.notes.pasted_names import read_listed, read_pasted
    from pnm_vault.pipeline.writing.encounters import is_known, know_names, record_met

    if names and file:
        raise click.UsageError("Give names or --file, not both.")
    if follow_up is not None and no_follow_up:
        raise click.UsageError("Give --follow-up or --no-follow-up, not both.")
    if names == ("-",):
        names = ()
    with open_vault(invocation) as session:
        given = _past_day(session, day)
        due = _due(session, follow_up, no_follow_up)
        occasion = _find_or_draft(session, event, create, given)
        when = _day_of(session, occasion, given)
        book = NameBook(session.index())

        def known(name: str) -> bool:
            return is_known(book, name)

        pasted = read_listed(names, known) if names else read_pasted(_pasted_text(invocation, file), known)
        candidates = know_names(session, book, pasted)
        meant, new = _ask_who(session, candidates) if may_ask() else ({}, frozenset())
        words = ("met", event, *names)
        done = record_met(
            session,
            occasion,
            candidates,
            pasted.left_out,
            words,
            day=when,
            due=due,
            meant=meant,
            new=new,
            dry_run=dry_run,
        )
        _tell(invocation, session, done)


def _tell(invocation: Invocation, session: Session, done: Met) -> None:
    if not done.people:
        lines = [f"line {one.line}: {one.text}: {one.why}" for one in done.left_out]
        raise UnknownContactError("Nobody was named whom to log.", "\n".join(lines) or "Give names, one on each line.")
    if invocation.json:
        _print_document(session, done)
        return
    for remark in done.remarks:
        say(invocation, remark)
    already = [one.name for one in done.people if one.already]
    if already:
        say(invocation, f"Logged for that day already, left alone: {', '.join(already)}.")
    for left in done.left_out:
        warn(f"pnm: line {left.line} left out: {left.text}: {left.why}.")
    tell_written(invocation, done.written, _sentence(done))
    if done.left_out and done.written.plan.steps:
        say(invocation, f"{count(len(done.left_out), 'line')} left out, as told above.")
