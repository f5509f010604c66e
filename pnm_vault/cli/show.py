"""`pnm show`: one contact's whole picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.follow_ups import follow_up_row
from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault
from pnm_vault.cli.stale import silence_words
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.insights.catching_up.tie_facts import in_words
from pnm_vault.insights.helping.favours import favours_of, ways_of
from pnm_vault.review.wording import cadence_words, plain

if TYPE_CHECKING:
    from pnm_vault.insights.catching_up.stale import StaleContact
    from pnm_vault.insights.catching_up.tie_facts import TieFacts
    from pnm_vault.model.contact import Contact, Statement
    from pnm_vault.model.contact_record import ContactRecord
    from pnm_vault.model.favour import Favour
    from pnm_vault.model.interaction import Interaction
    from pnm_vault.model.problem import Problem
    from pnm_vault.pipeline import Session

_RECENT = 8


def _date_text(label: str, month: int, day: int, year: int | None) -> str:
    return f"{label} {month:02d}-{day:02d}" if year is None else f"{label} {year:04d}-{month:02d}-{day:02d}"


def _head_lines(contact: Contact, screen: Screen) -> list[str]:
    name = screen.heading(contact.name)
    also = f"  also {', '.join(contact.aliases)}" if contact.aliases else ""
    role = contact.role or ""
    if contact.organisations:
        role = f"{role} at {', '.join(contact.organisations)}" if role else ", ".join(contact.organisations)
    marks = [contact.status.value] if contact.status.value != "active" else []
    marks += ["private"] if contact.private else []
    marks += [] if contact.suggest else ["never suggested"]
    facts = (
        ", ".join(filter(None, (contact.category or "", *marks))),
        f"circles: {', '.join(contact.circles)}" if contact.circles else "",
        role,
        contact.place or "",
        contact.time_zone or "",
        ", ".join((*contact.emails, *contact.phones, *contact.urls)),
    )
    lines = [name + screen.style(also, "dim"), "  " + screen.style(contact.path, "dim")]
    return lines + [f"  {screen.style(fact, '')}" for fact in facts if fact]


def _block(screen: Screen, title: str, body: list[str]) -> list[str]:
    return ["", screen.heading(title), *body] if body else []


def _statements(screen: Screen, path: str, statements: Iterable[Statement | None]) -> list[str]:
    return screen.table([[Cell(said.text), Cell(f"{path}:{said.line}", "dim")] for said in statements if said])


def _standing_lines(
    record: ContactRecord, standing: StaleContact | None, facts: TieFacts | None, screen: Screen
) -> list[str]:
    contact = record.contact
    if standing is None:
        never = contact.cadence is not None and contact.cadence.days is None
        return [f"  {'No reminders, as the note asks.' if never else 'No cadence and no rhythm yet.'}"]
    lines = [f"  {standing.label.value}: {cadence_words(standing.gap, standing.rule)}"]
    if standing.last and standing.proof:
        lines.append(
            f"  last contact {standing.last}  " + screen.style(f"{standing.proof.path}:{standing.proof.line}", "dim")
        )
    if standing.due:
        lines.append(f"  {'quiet until' if standing.snoozed else 'due'} {standing.due}")
    if standing.planned:
        lines.append(f"  planned {standing.planned}")
    reasons = [*standing.reasons, *silence_words(standing)]
    if facts is not None:
        reasons += map(in_words, facts.reasons)
        mine, theirs = facts.started
        if facts.starts is None and mine + theirs and contact.category != "family" and facts.layer != 1:
            reasons.append(f"Who begins: too little to say yet (you {mine}, they {theirs}).")
    return lines + [f"  {screen.style(reason, '')}" for reason in reasons]


def _interaction_lines(record: ContactRecord, screen: Screen) -> list[str]:
    from pnm_vault.insights.briefing.telling import Line, undated
    from pnm_vault.notes.text.channels import read_how

    newest = record.interactions[::-1]
    rows = [
        [
            Cell(entry.day.isoformat()),
            Cell(read_how(entry)[0].value),
            Cell(plain(undated(Line(entry.day, entry.source.path, entry.source.line, entry.source.text)))),
            Cell(f"{entry.source.path}:{entry.source.line}", "dim"),
        ]
        for entry in newest[:_RECENT]
    ]
    lines = screen.table(rows)
    if len(newest) > _RECENT:
        lines.append(screen.style(f"  and {len(newest) - _RECENT} earlier", "dim"))
    return lines


def _favour_lines(path: str, favours: Sequence[Favour], screen: Screen) -> list[str]:
    """Lay out how many went which way, and the last ones, the newest first, those without a day behind them."""
    counts = [f"{way.value} {number}" for way, number in ways_of(favours).items() if number]
    newest = sorted(favours, key=lambda one: (-(one.day or date.min).toordinal(), one.path or path, one.line))
    rows = [
        [
            Cell(favour.way.value),
            Cell(favour.kind.value),
            Cell(favour.day.isoformat() if favour.day else ""),
            Cell(plain(favour.text)),
            Cell(f"{favour.path or path}:{favour.line}", "dim"),
        ]
        for favour in newest[:_RECENT]
    ]
    lines = [f"  {', '.join(counts)}"] if len(favours) > 1 else []
    more = [screen.style(f"  and {len(newest) - _RECENT} earlier", "dim")] if len(newest) > _RECENT else []
    return [*lines, *screen.table(rows), *more]


def _picture_lines(
    session: Session,
    record: ContactRecord,
    standing: StaleContact | None,
    facts: dict[str, TieFacts],
    problems: list[Problem],
    screen: Screen,
) -> list[str]:
    contact = record.contact
    path = contact.path
    met_on = [f"  on {contact.met_on}"] if contact.met_on else []
    introduced = [f"  introduced by {screen.style(session.name_of(other), '')}" for other in record.introduced_by]
    dates = [
        [Cell(_date_text(day.label, day.month, day.day, day.year)), Cell(f"{path}:{day.line}", "dim")]
        for day in contact.dates
    ]
    follow_ups = [follow_up_row(entry, session.name_of) for entry in record.follow_ups]
    events = [[Cell(event.day.isoformat()), Cell(event.title), Cell(event.path, "dim")] for event in record.events]
    wrong = [
        [Cell(f"{found.path}:{found.line}"), Cell(f"{found.severity.value}: {found.message}")] for found in problems
    ]
    blocks = (
        ("Keeping in touch", _standing_lines(record, standing, facts.get(path), screen)),
        ("How you met", _statements(screen, path, (contact.how_met, contact.where_met)) + met_on + introduced),
        ("Contacts", _interaction_lines(record, screen)),
        ("Follow-ups", screen.table(follow_ups)),
        ("Dates", screen.table(dates)),
        ("Events together", screen.table(events)),
        ("Knows", [f"  {screen.style(session.name_of(other), '')}" for other in record.knows]),
        ("Asks", _statements(screen, path, contact.asks)),
        ("Offers", _statements(screen, path, contact.offers)),
        ("Interests", _statements(screen, path, contact.interests)),
        ("What they know of you", _statements(screen, path, contact.they_know)),
        ("What you learn together", _statements(screen, path, contact.learning)),
        ("Favours", _favour_lines(path, favours_of(record), screen)),
        ("Problems in this note", screen.table(wrong)),
    )
    return _head_lines(contact, screen) + [line for title, body in blocks for line in _block(screen, title, body)]


def _statement_values(path: str, statements: Iterable[Statement]) -> list[dict[str, Any]]:
    return [{"text": said.text, "path": path, "line": said.line} for said in statements]


def _interaction_value(entry: Interaction, company: list[dict[str, Any]]) -> dict[str, Any]:
    from pnm_vault.cli import document
    from pnm_vault.notes.text.channels import read_how

    channel, direction = read_how(entry)
    return {
        "day": entry.day.isoformat(),
        "channel": channel.value,
        "direction": direction.value,
        "company": company,
        "source": document.source_value(entry.source),
    }


def _picture_fields(
    session: Session,
    record: ContactRecord,
    standing: StaleContact | None,
    facts: dict[str, TieFacts],
    problems: list[Problem],
) -> dict[str, Any]:
    from pnm_vault.cli import document

    contact = record.contact
    path = contact.path
    private = document.private_contacts(session)
    favours = favours_of(record)

    def person(other: str) -> dict[str, Any]:
        return document.contact_value(other, session.name_of(other))

    return {
        "path": path,
        "name": contact.name,
        "aliases": list(contact.aliases),
        "category": contact.category,
        "circles": list(contact.circles),
        "tags": list(contact.tags),
        "priority": contact.priority,
        "closeness": contact.closeness,
        "status": contact.status.value,
        "private": contact.private,
        "suggest": contact.suggest,
        "organisations": list(contact.organisations),
        "role": contact.role,
        "place": contact.place,
        "time_zone": contact.time_zone,
        "emails": list(contact.emails),
        "phones": list(contact.phones),
        "urls": list(contact.urls),
        "cadence_days": contact.cadence.days if contact.cadence else None,
        "next_contact": document.day_value(contact.next_contact),
        "how_met": contact.how_met.text if contact.how_met else None,
        "where_met": contact.where_met.text if contact.where_met else None,
        "met_on": document.day_value(contact.met_on),
        "introduced_by": [person(other) for other in record.introduced_by],
        "knows": [person(other) for other in record.knows],
        "standing": document.stale_value(standing, facts) if standing else None,
        "interactions": [
            _interaction_value(entry, [person(other) for other in entry.company]) for entry in record.interactions[::-1]
        ],
        "events": [
            {"path": event.path, "title": event.title, "day": event.day.isoformat(), "end": event.end.isoformat()}
            for event in record.events
        ],
        "follow_ups": [document.follow_up_value(entry, session.name_of, private) for entry in record.follow_ups],
        "dates": [
            {"label": day.label, "month": day.month, "day": day.day, "year": day.year, "line": day.line}
            for day in contact.dates
        ],
        "asks": _statement_values(path, contact.asks),
        "offers": _statement_values(path, contact.offers),
        "interests": _statement_values(path, contact.interests),
        "they_know": _statement_values(path, contact.they_know),
        "learning": _statement_values(path, contact.learning),
        "favours": [
            {
                "text": favour.text,
                "kind": favour.kind.value,
                "way": favour.way.value,
                "given": favour.given and not favour.asked,
                "day": document.day_value(favour.day),
                "path": favour.path or path,
                "line": favour.line,
            }
            for favour in favours
        ],
        "favour_counts": {way.value.replace(" ", "_"): number for way, number in ways_of(favours).items()},
        "problems": [document.problem_value(found) for found in problems],
    }


@command("show", "pnm show Ada Lovelace", "pnm show People/Ada.md --json")
@click.argument("name", nargs=-1, required=True, shell_complete=complete_name)
@click.pass_obj
def show(invocation: Invocation, name: tuple[str, ...]) -> None:
    """Print one contact's picture; several words are one name."""
    from pnm_vault.insights.catching_up.stale import rank_stale
    from pnm_vault.insights.catching_up.tie_facts import tie_facts

    with read_vault(invocation) as session:
        path = choose_contact(session, " ".join(name))
        record = session.record(path)
        picture = session.picture()
        ranked = rank_stale(picture.network, session.settings, session.today)
        standing = next((entry for entry in ranked if entry.path == path), None)
        facts = tie_facts(picture.network, session.today)
        problems = [found for found in picture.problems if found.path == path]
        if invocation.json:
            from pnm_vault.cli.document import print_document

            print_document("show", session.today, _picture_fields(session, record, standing, facts, problems))
            return
        screen = open_screen(invocation.color)
        print_lines(_picture_lines(session, record, standing, facts, problems, screen), screen)
