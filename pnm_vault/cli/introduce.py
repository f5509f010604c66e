"""`pnm introduce`: begin an introduction, and say how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import open_vault, say
from pnm_vault.cli.written import dry_run_option, tell_written, written_fields
from pnm_vault.errors import UnknownContactError

if TYPE_CHECKING:
    from datetime import date

    from pnm_vault.model.introduction import IntroductionRow
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.writing.introducing import Doing, Introduced


def _side(session: Session, name: str, pair: tuple[str, str]) -> int:
    """Say which of the two a name means (0 or 1).

    Raises:
        UnknownContactError: neither, or both.
    """
    # Of many who answer to a first name, the one who is meant is one of the two.
    among = [place for place, path in enumerate(pair) if path in session.find_contacts(name)]
    if len(among) != 1:
        called = " or ".join([session.name_of(path) for path in pair])
        raise UnknownContactError(f"“{name}” does not say which of the two: {called}.", "Give the whole name.")
    return among[0]


def _day(typed: str | None, today: date) -> date:
    from pnm_vault.notes.values.day_words import past_day
    from pnm_vault.pipeline.writing.carry_out import BadValueError

    day = past_day(typed, today) if typed else today
    if day is None or day > today:
        raise BadValueError(f"“{typed}” is no day up to today.", "Write yesterday, 14 nov or 2026-11-14.")
    return day


def _doings(session: Session, pair: tuple[str, str], said: dict[str, tuple[str, ...] | bool]) -> list[Doing]:
    from pnm_vault.model.introduction import Act
    from pnm_vault.pipeline.writing.introducing import Doing

    acts = {"asked": Act.ASKED, "yes": Act.YES, "no": Act.NO}
    ends = {"made": Act.MADE, "met": Act.MET, "thanked": Act.THANKED, "lapsed": Act.LAPSED}
    doings: list[Doing] = []
    for name, act in acts.items():
        given = said[name]
        assert isinstance(given, tuple)
        doings += [Doing(act, (_side(session, one, pair),)) for one in given]
    return doings + [Doing(act) for name, act in ends.items() if said[name]]


def _standing(session: Session, row: IntroductionRow) -> tuple[str, str]:
    """Say where an introduction stands and what comes next; the latter is empty where nothing does."""
    from pnm_vault.insights.introducing.introductions_under_way import introductions_in_progress, stand_on
    from pnm_vault.review.introduction_words import next_words, stand_words

    names = (session.name_of(row.first), session.name_of(row.second))
    found = introductions_in_progress([row], session.picture().network.ties, session.today)
    if found:
        return stand_words(found[0].stand, found[0].since, names), next_words(found[0].next, names)
    stand, steps = stand_on(row, session.today)
    return stand_words(stand, steps[-1].day if steps else None, names), ""


@command(
    "introduce",
    'pnm introduce ada "Bo Chen" --why "both bind books by hand"',
    "pnm introduce ada bo --asked ada",
    "pnm introduce ada bo --yes ada --on yesterday",
    "pnm introduce ada bo --made",
    'pnm introduce ada bo --met --outcome "good: they print together"',
)
@click.argument("first", shell_complete=complete_name)
@click.argument("second", shell_complete=complete_name)
@click.option("--why", default="", metavar="TEXT", help="Why they might be glad to meet.")
@click.option(
    "--asked",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_name,
    help="You asked this one of the two; may be given for both.",
)
@click.option(
    "--yes",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_name,
    help="This one said yes; may be given for both.",
)
@click.option(
    "--no", multiple=True, metavar="NAME", shell_complete=complete_name, help="This one said no, which is remembered."
)
@click.option("--made", is_flag=True, help="You brought them together.")
@click.option("--met", is_flag=True, help="They met.")
@click.option("--thanked", is_flag=True, help="You thanked them.")
@click.option("--lapsed", is_flag=True, help="Let it rest.")
@click.option("--outcome", default="", metavar="TEXT", help="What came of it: good, well, bad or nothing first.")
@click.option("--on", "on", metavar="DAY", help="The day of all this; else today.")
@dry_run_option
@click.pass_obj
def introduce(
    invocation: Invocation,
    /,
    first: str,
    second: str,
    why: str,
    outcome: str,
    on: str | None,
    dry_run: bool,
    **said: tuple[str, ...] | bool,
) -> None:
    """Begin to introduce FIRST and SECOND to each other, or write down how far it has come."""
    from pnm_vault.pipeline.writing.introducing import find_introduction, introduce

    with open_vault(invocation) as session:
        day = _day(on, session.today)
        pair = (choose_contact(session, first), choose_contact(session, second))
        doings = _doings(session, pair, said)
        words = ("introduce", first, second, *_typed(why, outcome, on, said))
        done = introduce(session, *pair, words, why=why, doings=doings, outcome=outcome, day=day, dry_run=dry_run)
        row = find_introduction(session, *pair)
        stands, coming = _standing(session, row) if row is not None else ("", "")
        if invocation.json:
            _print_document(session, done, row, stands, coming)
            return
    for remark in done.remarks:
        say(invocation, remark)
    both = " and ".join(done.names)
    if done.written.plan.steps or doings or outcome:
        tell_written(invocation, done.written, f"{both}: {'a new note, ' if done.created else ''}{stands}.")
    else:
        say(invocation, f"{both}: {stands} ({done.path}).")
    if coming and not dry_run:
        say(invocation, f"Next: {coming}.{' A draft to each of them is in the note.' if done.created else ''}")


def _typed(why: str, outcome: str, on: str | None, said: dict[str, tuple[str, ...] | bool]) -> list[str]:
    """Give the options as they were typed, for the list of what can be undone."""
    words = ["--why", why] if why else []
    for name, given in said.items():
        words += [f"--{name}"] if given is True else []
        words += [word for one in (given if isinstance(given, tuple) else ()) for word in (f"--{name}", one)]
    words += ["--outcome", outcome] if outcome else []
    return [*words, *(["--on", on] if on else [])]


def _print_document(session: Session, done: Introduced, row: IntroductionRow | None, stands: str, coming: str) -> None:
    from pnm_vault.cli.document import contact_value, day_value, print_document

    fields = {
        **written_fields(done.written),
        "path": done.path,
        "created": done.created,
        "contacts": [contact_value(path, name) for path, name in zip(done.pair, done.names, strict=True)],
        "status": row.introduction.stand.progress.value if row is not None else None,
        "stands": stands or None,
        "next": coming or None,
        "steps": [
            {"day": day_value(step.day), "step": step.act.value, "line": step.line, "text": step.text}
            for step in (row.introduction.steps if row is not None else ())
        ],
    }
    print_document("introduce", session.today, fields)
