"""`pnm reciprocity`: what you could do next for those who helped you, or asked you."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.insights.helping.reciprocity import Reciprocity, Turn
    from pnm_vault.insights.introducing.referrals import ThanksDue
    from pnm_vault.model.source import Source


def _turn_lines(turn: Turn, with_next: bool, screen: Screen) -> list[str]:
    from pnm_vault.review.reciprocity_words import deed_words, next_words
    from pnm_vault.review.wording import plain

    rows = [
        [Cell(f"{one.day}, {deed_words(one)}:"), Cell(plain(one.source.text)), Cell(_place(one.source), "dim")]
        for one in turn.deeds
    ]
    if with_next:
        lead, text, source = next_words(turn)
        rows.append([Cell(f"Next: {lead}"), Cell(text), Cell(_place(source), "dim")])
    return [f"  {screen.style(turn.name, 'bold')}", *screen.table(rows, indent="    ")]


def _place(source: Source | None) -> str:
    if source is None:
        return ""
    return f"{source.path}:{source.line}" if source.line else source.path


def _lines(found: Reciprocity, thanks: Sequence[ThanksDue], limit: int | None, screen: Screen) -> list[str]:
    from pnm_vault.review.reciprocity_words import SECTIONS

    lines: list[str] = []
    for name, turns in (("asked", found.asked), ("tell", found.tell), ("give", found.give)):
        if turns:
            title, hint = SECTIONS[name]
            lines += [*([""] if lines else []), screen.heading(title), *screen.wrapped(hint, "  ")]
            lines += [line for turn in turns[:limit] for line in _turn_lines(turn, name == "give", screen)]
            if limit is not None and len(turns) > limit:
                lines.append("  " + screen.style(f"and {len(turns) - limit} more", "dim"))
    if thanks:
        rows = [
            [Cell(f"Thank {one.by_name} for introducing {one.contact_name}"), Cell(f"you met on {one.met}")]
            for one in thanks[:limit]
        ]
        lines += [*([""] if lines else []), screen.heading("Worth a thank-you"), *screen.table(rows)]
    return lines


def _turn_value(turn: Turn) -> dict[str, Any]:
    from pnm_vault.cli.document import source_value

    return {
        "path": turn.path,
        "name": turn.name,
        "deeds": [
            {
                "day": one.day.isoformat(),
                "kind": one.kind.value,
                "way": one.way.value,
                "source": source_value(one.source),
            }
            for one in turn.deeds
        ],
        "ask": source_value(turn.ask),
        "interest": source_value(turn.interest),
    }


def _thanks_value(one: ThanksDue) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value

    return {
        "by": contact_value(one.by, one.by_name),
        "contact": contact_value(one.contact, one.contact_name),
        "met": one.met.isoformat(),
    }


@command("reciprocity", "pnm reciprocity", "pnm reciprocity --json")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most this many contacts in each list.")
@click.pass_obj
def reciprocity(invocation: Invocation, limit: int | None) -> None:
    """Print whom to answer, whom to tell how it went, for whom to do something, and whom to thank."""
    from pnm_vault.insights.introducing.referrals import thanks_due
    from pnm_vault.pipeline.questions.reciprocity import what_to_do_next

    with read_vault(invocation) as session:
        picture = session.picture()
        found = what_to_do_next(session)
        private = picture.network.private.keys()
        due = thanks_due(session.table("referrals"), picture.network.ties, picture.follow_ups, session.today)
        thanks = [one for one in due if private.isdisjoint((one.by, one.contact))]
    if invocation.json:
        from pnm_vault.cli.document import print_document

        lists = {"asked": found.asked, "tell": found.tell, "give": found.give}
        document = {
            "since": found.since.isoformat(),
            **{name: [_turn_value(turn) for turn in turns[:limit]] for name, turns in lists.items()},
            "thanks": [_thanks_value(one) for one in thanks[:limit]],
        }
        print_document("reciprocity", session.today, document)
        return
    screen = open_screen(invocation.color)
    lines = _lines(found, thanks, limit, screen)
    print_lines(lines, screen)
    if not lines:
        from pnm_vault.review.reciprocity_words import NOTHING, TO_RECORD

        say(invocation, f"{NOTHING} {TO_RECORD}")
