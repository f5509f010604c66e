"""`pnm follow-ups`: what the owner meant to do, by when it is due."""

from collections.abc import Callable

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, open_screen, print_lines
from pnm_vault.insights.gathering.meetings import Acquaintance
from pnm_vault.insights.remembering.promises import OpenPromise
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.review.wording import plain

_GROUPS = (("overdue", "red"), ("this_week", "yellow"), ("later", ""), ("undated", ""))
_PROMISED = ((True, "You said you would"), (False, "They said they would"))
_TITLES = {"overdue": "Was due", "this_week": "Within a week", "later": "Later", "undated": "Without a date"}


def follow_up_row(follow_up: FollowUp, name_of: Callable[[str], str], style: str = "") -> list[Cell]:
    """Lay out one follow-up: due day, contacts, text, and where it is written."""
    return [
        Cell(str(follow_up.due) if follow_up.due else "", style),
        Cell(", ".join(name_of(path) for path in follow_up.contacts), "bold"),
        Cell(plain(follow_up.text)),
        Cell(f"{follow_up.source.path}:{follow_up.source.line}", "dim"),
    ]


def _met_row(met: Acquaintance) -> list[Cell]:
    """Lay out somebody new: the day, the name, what there is to open with, and the line that tells of it."""
    from pnm_vault.review.pages.meetings import openers

    proof = met.proof
    return [
        Cell(met.day.isoformat()),
        Cell(met.name, "bold"),
        Cell("; ".join(openers(met))),
        Cell(f"{proof.path}:{proof.line}" if proof else "", "dim"),
    ]


def _promise_row(promise: OpenPromise, name_of: Callable[[str], str]) -> list[Cell]:
    """Lay out one promise: the day on which it was made, contacts, words, and where they stand."""
    said = promise.said
    return [
        Cell(said.day.isoformat()),
        Cell(", ".join(name_of(path) for path in promise.contacts), "bold"),
        Cell(plain(said.text)),
        Cell(f"{said.path}:{said.line}", "dim"),
    ]


@command("follow-ups", "pnm follow-ups", "pnm follow-ups --json")
@click.pass_obj
def follow_ups(invocation: Invocation) -> None:
    """Print whom you met of late, the follow-ups in groups, then what either side promised."""
    from pnm_vault.insights.gathering.meetings import new_acquaintances
    from pnm_vault.insights.remembering.follow_ups import sort_follow_ups
    from pnm_vault.insights.remembering.promises import promises_of_all

    with read_vault(invocation) as session:
        groups = sort_follow_ups(session.picture().follow_ups, session.today)
        promises = promises_of_all(session.table("promises"), session.today)
        picture = session.picture()
        met = new_acquaintances(picture.network, session.table("first_meetings"), picture.follow_ups, session.today)
        if invocation.json:
            from pnm_vault.cli.document import (
                acquaintance_value,
                follow_up_value,
                print_document,
                private_contacts,
                promise_value,
            )

            private = private_contacts(session)
            rows = [
                {"group": group, **follow_up_value(entry, session.name_of, private)}
                for group, _ in _GROUPS
                for entry in getattr(groups, group)
            ]
            promised = [promise_value(one, session.name_of, private) for one in promises]
            document = {
                "met": [acquaintance_value(one) for one in met],
                "follow_ups": rows,
                "promises": promised,
            }
            print_document("follow-ups", session.today, document)
            return
        screen = open_screen(invocation.color)
        lines = [screen.heading("After meeting"), *screen.table([_met_row(one) for one in met])] if met else []
        for group, style in _GROUPS:
            entries = getattr(groups, group)
            if entries:
                lines += ["", screen.heading(_TITLES[group])] if lines else [screen.heading(_TITLES[group])]
                lines += screen.table([follow_up_row(entry, session.name_of, style) for entry in entries])
        for mine, title in _PROMISED:
            made = [one for one in promises if one.mine is mine]
            if made:
                lines += ["", screen.heading(title)] if lines else [screen.heading(title)]
                lines += screen.table([_promise_row(one, session.name_of) for one in made])
    print_lines(lines, screen)
    if not lines:
        say(invocation, "No open follow-ups.")
