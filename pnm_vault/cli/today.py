"""`pnm today`: this week's agenda in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.budget import demand_value, demand_words, time_value, week_words
from pnm_vault.cli.dates import date_row
from pnm_vault.cli.follow_ups import follow_up_row
from pnm_vault.cli.introductions import introduction_lines, introduction_value
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import all_problems, read_vault
from pnm_vault.cli.stale import standing_row
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.catching_up.agenda import Agenda
    from pnm_vault.pipeline import Session


_FIRST = "Catch up with"


def _time_lines(agenda: Agenda, screen: Screen) -> list[str]:
    """Say what the week has time for, and whether the cadences ask for more."""
    lines = [] if agenda.time is None else [screen.style(f"  {week_words(agenda.time)}", "dim")]
    if agenda.demand is not None:
        lines.append(screen.style(f"  {demand_words(agenda.demand)} pnm cadence --budget", "dim"))
    return lines


def _section(screen: Screen, title: str, body: list[str], total: int, shown: int, more: str) -> list[str]:
    if not body:
        return []
    rest = [screen.style(f"  and {total - shown} more: {more}", "dim")] if total > shown else []
    return ["", screen.heading(title), *body, *rest]


def _agenda_lines(agenda: Agenda, session: Session, screen: Screen) -> list[str]:
    problems = [
        [Cell(f"{found.path}:{found.line}"), Cell(f"{found.severity.value}: {found.message}")]
        for found in agenda.problems
    ]
    introduced = [line for pair in agenda.introductions for line in introduction_lines(pair, screen, "  ", brief=True)]
    follow_ups = [follow_up_row(entry, session.name_of) for entry in agenda.follow_ups]
    lines = [screen.heading(f"Week of {agenda.week}")]
    for title, body, total, shown, more in (
        (
            _FIRST,
            screen.table([standing_row(entry) for entry in agenda.reconnect]),
            agenda.reconnect_total,
            len(agenda.reconnect),
            "pnm stale",
        ),
        (
            "Follow-ups",
            screen.table(follow_ups),
            agenda.follow_ups_total,
            len(agenda.follow_ups),
            "pnm follow-ups",
        ),
        (
            "Dates ahead",
            screen.table([date_row(entry) for entry in agenda.dates]),
            agenda.dates_total,
            len(agenda.dates),
            "pnm dates",
        ),
        (
            "Introductions to make",
            introduced,
            agenda.introductions_total,
            len(agenda.introductions),
            "pnm introductions",
        ),
        (
            "Problems in the vault",
            screen.table(problems),
            agenda.problems_total,
            len(agenda.problems),
            "pnm doctor",
        ),
    ):
        lines += _section(screen, title, body, total, shown, more)
        if title == _FIRST:
            lines += _time_lines(agenda, screen)
    if agenda.unrecorded and not agenda.reconnect_total:
        them = "1 contact" if agenda.unrecorded == 1 else f"{agenda.unrecorded} contacts"
        lines += ["", f"Of {them} no contact is written down yet: pnm stale --label 'no contact recorded'"]
    elif len(lines) == 1:
        lines += ["", "Nothing waits for you this week."]
    return lines


def _agenda_fields(agenda: Agenda, session: Session) -> dict[str, Any]:
    from pnm_vault.cli.document import date_value, follow_up_value, private_contacts, problem_value, stale_value
    from pnm_vault.insights.catching_up.tie_facts import tie_facts

    private = private_contacts(session)
    facts = tie_facts(session.picture().network, session.today)
    return {
        "week": agenda.week.isoformat(),
        "reconnect": [stale_value(entry, facts) for entry in agenda.reconnect],
        "reconnect_total": agenda.reconnect_total,
        "follow_ups": [follow_up_value(entry, session.name_of, private) for entry in agenda.follow_ups],
        "follow_ups_total": agenda.follow_ups_total,
        "dates": [date_value(entry) for entry in agenda.dates],
        "dates_total": agenda.dates_total,
        "introductions": [introduction_value(pair) for pair in agenda.introductions],
        "introductions_total": agenda.introductions_total,
        "problems": [problem_value(found) for found in agenda.problems],
        "problems_total": agenda.problems_total,
        "time": time_value(agenda.time),
        "demand": demand_value(agenda.demand),
    }


def _agenda(session: Session) -> Agenda:
    from pnm_vault.insights.catching_up.agenda import build_agenda
    from pnm_vault.insights.catching_up.stale import rank_stale
    from pnm_vault.insights.remembering.dates import dates_ahead
    from pnm_vault.insights.remembering.follow_ups import sort_follow_ups

    picture, settings, day = session.picture(), session.settings, session.today
    return build_agenda(
        rank_stale(picture.network, settings, day, waiting=True),
        sort_follow_ups(picture.follow_ups, day),
        dates_ahead(picture.dates, day, settings.review.dates_ahead),
        session.introductions(settings.review.introductions),
        all_problems(session),
        settings,
        day,
        network=picture.network,
    )


@command("today", "pnm today", "pnm today --today 2026-11-23 --json")
@click.pass_obj
def today(invocation: Invocation) -> None:
    """Print the agenda."""
    with read_vault(invocation) as session:
        agenda = _agenda(session)
        if invocation.json:
            from pnm_vault.cli.document import print_document

            print_document("today", session.today, _agenda_fields(agenda, session))
            return
        screen = open_screen(invocation.color)
        print_lines(_agenda_lines(agenda, session, screen), screen)
