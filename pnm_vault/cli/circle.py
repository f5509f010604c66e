"""`pnm circle`: one circle or organisation: who is in it, what they look for and offer, and whom they know outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.note_written import note_value, tell_written
from pnm_vault.cli.opening import count, open_vault, read_vault, say, warn
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines
from pnm_vault.cli.written import dry_run_option
from pnm_vault.errors import UnknownCircleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

    from pnm_vault.insights.network_state.circle import Group, GroupView, Wish
    from pnm_vault.pipeline import Session

MOST_NAMED = 10


def _complete_circle(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a circle."""
    from pnm_vault.cli.shells import complete_circle

    return complete_circle(ctx, param, incomplete)


def choose_group(session: Session, query: str) -> Group:
    """Give the one circle or organisation that answers to a name.

    Raises:
        UnknownCircleError: none does, or several do.
    """
    from pnm_vault.insights.network_state.circle import groups_called
    from pnm_vault.pipeline.questions.circle import all_groups

    groups = all_groups(session)
    found = groups_called(query, groups)
    if len(found) == 1:
        return found[0]
    shown = found or sorted(groups, key=lambda one: (-len(one.members), one.name.casefold()))
    rows = "\n".join(
        [f"{one.name}  ({one.kind.value}, {count(len(one.members), 'contact')})" for one in shown[:MOST_NAMED]]
    )
    if found:
        raise UnknownCircleError(
            f"More than one circle or organisation answers to “{query}”: give its whole name.", rows
        )
    raise UnknownCircleError(f"There is no circle or organisation called “{query}”.", rows)


def _lines(view: GroupView, screen: Screen) -> list[str]:
    total = len(view.members)
    head = f"{view.group.kind.value}, {count(total, 'contact')}"
    pairs = total * (total - 1) // 2
    if pairs:
        head += f"; {len(view.ties)} of {count(pairs, 'pair')} known to know each other"
    lines = [f"{screen.heading(view.group.name)}  {screen.style(head, 'dim')}"]
    lines += screen.table(
        [
            [
                Cell(one.contact.name, "bold"),
                Cell(f"last contact {one.last}" if one.last else "no contact yet"),
                Cell(f"{count(one.days, 'day')} in the year"),
                Cell("private" if one.private else ""),
                Cell(one.proof.path + f":{one.proof.line}" if one.proof is not None else one.contact.path, "dim"),
            ]
            for one in view.members
        ]
    )
    lines += _said("They look for", view.asks, screen) + _said("They offer", view.offers, screen)
    if view.ways_out:
        lines += ["", screen.heading("Whom they know outside")]
        lines += screen.table(
            [
                [Cell(one.contact.name, "bold"), Cell(one.other.name), Cell(", ".join(one.circles), "dim")]
                for one in view.ways_out
            ]
        )
    return lines


def _said(title: str, wishes: Sequence[Wish], screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    if not wishes:
        return []
    rows = [
        [
            Cell(one.contact.name, "bold"),
            Cell(plain(one.source.text)),
            Cell(f"{one.source.path}:{one.source.line}", "dim"),
        ]
        for one in wishes
    ]
    return ["", screen.heading(title), *screen.table(rows)]


def _fields(view: GroupView) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value

    def wishes(said: Sequence[Wish]) -> list[dict[str, Any]]:
        return [
            {"contact": contact_value(one.contact.path, one.contact.name), "source": source_value(one.source)}
            for one in said
        ]

    return {
        "name": view.group.name,
        "kind": view.group.kind.value,
        "members": [
            {
                "path": one.contact.path,
                "name": one.contact.name,
                "private": one.private,
                "standing": one.standing,
                "days": one.days,
                "last_contact": day_value(one.last),
                "proof": source_value(one.proof),
            }
            for one in view.members
        ],
        "ties": [
            {"first": contact_value(one.path, one.name), "second": contact_value(two.path, two.name)}
            for one, two in view.ties
        ],
        "asks": wishes(view.asks),
        "offers": wishes(view.offers),
        "ways_out": [
            {
                "contact": contact_value(one.contact.path, one.contact.name),
                "other": contact_value(one.other.path, one.other.name),
                "circles": list(one.circles),
            }
            for one in view.ways_out
        ],
    }


@command("circle", "pnm circle choir", 'pnm circle "Acme Lab" --json', "pnm circle choir --write")
@click.argument("name", shell_complete=_complete_circle)
@click.option("--write", is_flag=True, help="Make the review note about it, or bring it up to date.")
@dry_run_option
@click.pass_obj
def circle(invocation: Invocation, name: str, write: bool, dry_run: bool) -> None:
    """Print who is in a circle or an organisation, those who mean most to you first, or write its note."""
    if dry_run and not write:
        raise click.UsageError("--dry-run is about --write.")
    if write:
        _write(invocation, name, dry_run)
        return
    from pnm_vault.pipeline.questions.circle import look_at

    with read_vault(invocation) as session:
        view = look_at(session, choose_group(session, name))
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("circle", session.today, {**_fields(view), "note": None})
        return
    screen = open_screen(invocation.color)
    print_lines(_lines(view, screen), screen)
    if len(view.members) > 1 and not view.ties:
        say(invocation, "Nobody is known to know anybody here: pnm link NAME NAME writes it down.")


def _write(invocation: Invocation, name: str, dry_run: bool) -> None:
    """Write the note about a group; exit code 1 where it had to be left alone."""
    from pnm_vault.pipeline.questions.circle import look_at
    from pnm_vault.pipeline.writing.circle_writing import write_circle

    with open_vault(invocation) as session:
        group = choose_group(session, name)
        written = write_circle(session, group, dry_run=dry_run)
        if invocation.json:
            from pnm_vault.cli.document import print_document

            fields = _fields(look_at(session, group))
            print_document("circle", session.today, {**fields, "note": note_value(written)})
        elif written.other:
            warn(f"{written.path} is the note about {written.other}: rename one of the two.")
        else:
            nothing = f"Nobody in {group.name} is shown on a review note: there is nothing to write."
            tell_written(invocation, written, dry_run, nothing)
            if written.report.created:
                say(invocation, "From now on pnm regenerate keeps it up to date; delete it, and that ends.")
    if written.problems or written.report.skipped or written.other:
        click.get_current_context().exit(1)
