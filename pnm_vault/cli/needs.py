"""`pnm needs`: what contacts look for, and who has something for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import model_for, read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.helping.needs import NeedShown, NeedsRadar
    from pnm_vault.insights.remembering.facts import FactToCheck
    from pnm_vault.model.source import Source

LIMIT = 20


@command("needs", "pnm needs", "pnm needs --limit 50 --json")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help="At most this many of each sort; else 20."
)
@click.pass_obj
def needs(invocation: Invocation, limit: int) -> None:
    """Print what contacts look for, the longest first: what you can do, whom they could meet, what is open, or old."""
    from pnm_vault.insights.helping.needs import Limits
    from pnm_vault.pipeline.questions.helping import answer_needs

    with read_vault(invocation) as session:
        found = answer_needs(session, limits=Limits(limit, limit, limit, limit), model=model_for(invocation, session))
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("needs", session.today, _fields(found))
        return
    screen = open_screen(invocation.color)
    print_lines(_lines(found, screen), screen)
    if not (found.yours or found.others or found.nobody or found.old):
        say(
            invocation,
            "Nothing that contacts look for is open. Note what they look for (`asks`, or a heading `## Looking For`), "
            "and in your own note what you can help with (`offers`).",
        )


def _lines(found: NeedsRadar, screen: Screen) -> list[str]:
    lines: list[str] = []

    def block(title: str, rows: list[list[str]], more: int) -> None:
        if rows:
            lines.extend([*([""] if lines else []), screen.heading(title)])
            lines.extend([line for row in rows for line in row])
            if more:
                lines.append("  " + screen.style(f"and {more} more", "dim"))

    block(
        "You could help",
        [
            _row([one.need.name], one.need, "you care about" if one.interest else "you offer", one.proof, screen)
            for one in found.yours
        ],
        found.more_yours,
    )
    block(
        "They could meet",
        [_row([one.need.name, one.name], one.need, "offers", one.proof, screen) for one in found.others],
        found.more_others,
    )
    block("Nobody yet", [_row([one.name], one, "", None, screen) for one in found.nobody], found.more_nobody)
    block("Still so?", [_old_row(one, screen) for one in found.old], found.more_old)
    return lines


def _row(names: list[str], need: NeedShown, lead: str, proof: Source | None, screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    title = " could meet ".join([screen.style(name, "bold") for name in names])
    since = f"  {screen.style(f'since {need.day}', 'dim')}" if need.day is not None else ""
    said = [[Cell("looks for:"), Cell(plain(need.text)), Cell(_place(need.proof), "dim")]]
    if proof is not None:
        said.append([Cell(f"{lead}:"), Cell(plain(proof.text)), Cell(_place(proof), "dim")])
    return [f"  {title}{since}", *screen.table(said, indent="    ")]


def _old_row(one: FactToCheck, screen: Screen) -> list[str]:
    from pnm_vault.review.pages.facts import dated_words
    from pnm_vault.review.wording import plain

    place = f"{one.path}:{one.fact.line}" if one.fact.line else one.path
    said = [[Cell("looks for:"), Cell(plain(one.fact.text)), Cell(place, "dim")]]
    name = screen.style(one.name, "bold")
    return [f"  {name}  {screen.style(dated_words(one.last), 'dim')}", *screen.table(said, indent="    ")]


def _place(source: Source) -> str:
    return f"{source.path}:{source.line}" if source.line else source.path


def _fields(found: NeedsRadar) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value

    def need(one: NeedShown) -> dict[str, Any]:
        return {
            **contact_value(one.path, one.name),
            "text": one.text,
            "since": day_value(one.day),
            "source": source_value(one.proof),
        }

    return {
        "yours": [
            {**need(one.need), "by": "interests" if one.interest else "offers", "answer": source_value(one.proof)}
            for one in found.yours
        ],
        "others": [
            {
                **need(one.need),
                "other": contact_value(one.path, one.name),
                "answer": source_value(one.proof),
                "more": one.more,
            }
            for one in found.others
        ],
        "nobody": [need(one) for one in found.nobody],
        "old": [
            {
                **contact_value(one.path, one.name),
                "text": one.fact.text,
                "line": one.fact.line or None,
                "last": day_value(one.last.day if one.last is not None else None),
            }
            for one in found.old
        ],
        "more": {
            "yours": found.more_yours,
            "others": found.more_others,
            "nobody": found.more_nobody,
            "old": found.more_old,
        },
    }
