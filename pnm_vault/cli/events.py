"""`pnm events`: events ahead, events just been, and communities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.introductions import introduction_lines, introduction_value
from pnm_vault.cli.invocation import Invocation, command, days_option
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.review.wording import plain

if TYPE_CHECKING:
    from datetime import date

    from pnm_vault.insights.gathering.communities import CommunityStanding
    from pnm_vault.insights.gathering.events import EventAhead, EventBeen, There
    from pnm_vault.insights.gathering.gatherings import Gatherings
    from pnm_vault.model.gathering import EventNote


def _heading(event: EventNote, screen: Screen) -> str:
    days = f"{event.day}" if event.day == event.end else f"{event.day} to {event.end}"
    place = f", {event.place}" if event.place else ""
    return f"{screen.style(event.title, 'bold')}  {days}{place}  {screen.style(event.path, 'dim')}"


def _people(title: str, people: tuple[There, ...], screen: Screen, more: int = 0) -> list[str]:
    if not people:
        return []
    rows = [
        [Cell(one.name, "bold"), Cell(f"last contact {one.last}" if one.last else "no contact yet"), *_place_of(one)]
        for one in people
    ]
    lines = [f"  {title}", *screen.table(rows, indent="    ")]
    return [*lines, f"    and {more} more"] if more else lines


def _place_of(one: There) -> list[Cell]:
    return [Cell("private" if one.private else ""), Cell(one.path, "dim")]


def _ahead_lines(ahead: EventAhead, screen: Screen) -> list[str]:
    lines = [_heading(ahead.event, screen)]
    lines += _people("You know there", ahead.there, screen)
    lines += _people(f"Also in {ahead.event.place}", ahead.in_town, screen, ahead.in_town_more)
    if ahead.to_meet or ahead.wanted:
        lines.append("  Whom to meet")
    for one in ahead.to_meet:
        lines.append(f"    {screen.style(one.contact.name, 'bold')}")
        for reason in one.reasons:
            lines += screen.wrapped(plain(reason.text), "      ")
            proofs = ", ".join(f"{proof.path}:{proof.line}" for proof in reason.proofs)
            lines += [f"        {screen.style(proofs, 'dim')}"] if proofs else []
    for wanted in ahead.wanted:
        lines += screen.wrapped(f"You wrote: {plain(wanted.text)}", "    ")
    if ahead.to_meet_more:
        lines.append(f"    and {ahead.to_meet_more} more")
    if ahead.introductions:
        lines.append("  Whom to introduce there")
    for pair in ahead.introductions:
        lines += introduction_lines(pair, screen, "    ")
    return lines


def _been_lines(been: EventBeen, screen: Screen) -> list[str]:
    lines = [_heading(been.event, screen)]
    lines += _people("No word since", been.waiting, screen)
    return lines + _people("Expected, and not said to have come", been.expected, screen)


def _community_row(one: CommunityStanding, today: date) -> list[Cell]:
    last = f"last visit {one.last}" if one.last else "no visit yet"
    due = f"planned for {one.planned}" if one.planned else f"next {one.due}" if one.due else ""
    return [
        Cell(one.community.title, "bold"),
        Cell(f"{len(one.members)} of {count(one.community.listed, 'member')}"),
        Cell(one.community.rhythm),
        Cell(last),
        Cell(due, "yellow" if one.is_due(today) else ""),
        Cell(f"{one.proof.path}:{one.proof.line}" if one.proof else one.community.path, "dim"),
    ]


def _document(found: Gatherings, reach: int, today: date) -> dict[str, Any]:
    return {
        "days": reach,
        "ahead": [_ahead_value(one) for one in found.ahead],
        "been": [_been_value(one) for one in found.been],
        "communities": [_community_value(one, today) for one in found.communities],
    }


def _event_value(event: EventNote) -> dict[str, Any]:
    return {
        "path": event.path,
        "title": event.title,
        "day": event.day.isoformat(),
        "end": event.end.isoformat(),
        "place": event.place or None,
        "topics": list(event.topics),
        "url": event.url or None,
    }


def _there_value(one: There) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value, source_value

    return {
        "path": one.path,
        "name": one.name,
        "last_contact": day_value(one.last),
        "private": one.private,
        "proof": source_value(one.proof),
    }


def _ahead_value(ahead: EventAhead) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, source_value

    return {
        **_event_value(ahead.event),
        "there": [_there_value(one) for one in ahead.there],
        "in_town": [_there_value(one) for one in ahead.in_town],
        "in_town_more": ahead.in_town_more,
        "to_meet": [
            {
                **contact_value(one.contact.path, one.contact.name),
                "reasons": [
                    {
                        "kind": reason.kind,
                        "text": reason.text,
                        "terms": list(reason.terms),
                        "proofs": [source_value(proof) for proof in reason.proofs],
                    }
                    for reason in one.reasons
                ],
            }
            for one in ahead.to_meet
        ],
        "to_meet_more": ahead.to_meet_more,
        "wanted": [{"text": one.text, "line": one.line} for one in ahead.wanted],
        "introductions": [introduction_value(pair) for pair in ahead.introductions],
    }


def _been_value(been: EventBeen) -> dict[str, Any]:
    return {
        **_event_value(been.event),
        "waiting": [_there_value(one) for one in been.waiting],
        "expected": [_there_value(one) for one in been.expected],
    }


def _community_value(one: CommunityStanding, today: date) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value

    community = one.community
    return {
        "path": community.path,
        "title": community.title,
        "place": community.place or None,
        "topics": list(community.topics),
        "url": community.url or None,
        "listed": community.listed,
        "members": [_there_value(member) for member in one.members],
        "rhythm": community.rhythm or None,
        "rhythm_days": community.days,
        "last_visit": day_value(one.last),
        "proof": source_value(one.proof),
        "planned": day_value(one.planned),
        "due": day_value(one.due),
        "is_due": one.is_due(today),
        "asks": [
            {**contact_value(said.member.path, said.member.name), "text": said.statement.text} for said in one.asks
        ],
        "offers": [
            {**contact_value(said.member.path, said.member.name), "text": said.statement.text} for said in one.offers
        ],
    }


@command("events", "pnm events", "pnm events --days 120")
@days_option
@click.pass_obj
def events(invocation: Invocation, days: int | None) -> None:
    """Print events ahead, events just been, and communities."""
    from pnm_vault.pipeline.questions.gatherings import answer_gatherings

    with read_vault(invocation) as session:
        reach = session.settings.review.events_ahead if days is None else days
        found = answer_gatherings(session, days=reach)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("events", session.today, _document(found, reach, session.today))
        return
    screen = open_screen(invocation.color)
    lines: list[str] = []
    for title, blocks in (
        ("Ahead", [_ahead_lines(one, screen) for one in found.ahead]),
        ("Just been", [_been_lines(one, screen) for one in found.been]),
    ):
        for at, block in enumerate(blocks):
            lines += [*([""] if lines else []), *([screen.heading(title)] if at == 0 else []), *block]
    if found.communities:
        rows = [_community_row(one, session.today) for one in found.communities]
        lines += [*([""] if lines else []), screen.heading("Communities"), *screen.table(rows)]
    print_lines(lines, screen)
    if not lines:
        say(invocation, f"No events within {count(reach, 'day')}, none just been, and no community.")
