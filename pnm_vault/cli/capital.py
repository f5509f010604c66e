"""`pnm capital`: what contacts can bring about together, what rests on one alone, and the gaps."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.insights.capital.access import GoalStanding, Shares
    from pnm_vault.insights.capital.resources import ResourceList
    from pnm_vault.insights.capital.social_capital import Holder, ResourceStanding, SocialCapital
    from pnm_vault.insights.helping.own_help import Helper
    from pnm_vault.model.resource import Resource
    from pnm_vault.model.source import Source


@command("capital", "pnm capital", "pnm capital --list > Resources.md", "pnm capital --json")
@click.option("--list", "listed", is_flag=True, help="Print the list of resources, as a note to make your own.")
@click.pass_obj
def capital(invocation: Invocation, listed: bool) -> None:
    """Print which resources your contacts give access to, what rests on one alone, the gaps, and how goals stand."""
    from pnm_vault.pipeline.questions.capital import answer_capital, asked_about

    if listed and invocation.json:
        raise click.UsageError("--list and --json cannot be used together.")
    with read_vault(invocation) as session:
        if listed:
            click.echo("\n".join(_note_lines(asked_about(session))))
            return
        found = answer_capital(session)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        print_document("capital", session.today, _fields(found))
        return
    screen = open_screen(invocation.color)
    print_lines(_lines(found, screen), screen)
    if not found.enough:
        say(
            invocation,
            "Too few contacts say what they offer (`offers`, or a heading `## Can Help With`) or do (`role`) for a gap "
            "to mean anything.",
        )


def _note_lines(asked: ResourceList) -> list[str]:
    def line(one: Resource) -> str:
        return f"- {one.text}: {', '.join(one.words)}"

    lines = ["---", "type: resources", "---", "# Resources"]
    for part, members in groupby((*asked.resources, *asked.fields), key=lambda one: one.part):
        lines += ["", *([f"## {part}", ""] if part else []), *map(line, members)]
    return lines


def _lines(found: SocialCapital, screen: Screen) -> list[str]:
    lines: list[str] = []

    def block(title: str, rows: Sequence[str]) -> None:
        if rows:
            lines.extend([*([""] if lines else []), screen.heading(title), *rows])

    having = [one for one in found.resources if one.count]
    for part, members in groupby(having, key=lambda one: one.resource.part):
        block(part or "Resources", [line for one in members for line in _resource_lines(one, screen)])
    block("Nobody here says so yet", [line for one in found.gaps for line in _gap_lines(one, screen)])
    access = found.access
    shares = (("Field of work", access.fields), ("Place", access.places), ("Generation", access.generations))
    block("Whom you reach", [_shares_line(title, one) for title, one in shares if one.enough])
    block("Where it looks ahead", [line for one in found.goals for line in _goal_lines(one, found.me, screen)])
    block("Where it looks back", [f"  {one.label}: {one.count} of {access.fields.known}" for one in access.back])
    return lines


def _resource_lines(one: ResourceStanding, screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    count = "one alone" if one.count == 1 else str(one.count)
    more = f", {one.count - len(one.holders)} more" if one.count > len(one.holders) else ""
    head = (
        f"  {screen.style(plain(one.resource.text), 'bold')}  {screen.style(f'{count}, {one.warm} warm{more}', 'dim')}"
    )
    return [head, *_holder_rows(one.holders, screen)]


def _gap_lines(one: ResourceStanding, screen: Screen) -> list[str]:
    from pnm_vault.review.wording import plain

    asked = f"  {screen.style(f'asked for in {_place(one.asked)}', 'dim')}" if one.asked is not None else ""
    return [f"  {plain(one.resource.text)}{asked}", *_holder_rows(one.perhaps, screen)]


def _holder_rows(holders: Sequence[Holder], screen: Screen) -> list[str]:
    from pnm_vault.review.pages.capital import HOLDS
    from pnm_vault.review.wording import plain

    rows = [
        [
            Cell(one.name),
            Cell(f"{HOLDS[one.via]} {plain(one.said.text)}"),
            Cell(f"last contact {one.last}" if one.last is not None else "no contact yet", "dim"),
            Cell(_place(one.said), "dim"),
        ]
        for one in holders
    ]
    return screen.table(rows, indent="    ") if rows else []


def _shares_line(title: str, shares: Shares) -> str:
    said = ", ".join([f"{one.label} {one.count}" for one in shares.largest])
    more = f", and {shares.more} more" if shares.more else ""
    return f"  {title} (known of {shares.known} of {shares.of}): {said}{more}"


def _goal_lines(one: GoalStanding, me: str, screen: Screen) -> list[str]:
    from pnm_vault.review.pages.help import SAYS
    from pnm_vault.review.wording import plain

    there = f"{one.there} of {one.of} contacts" if one.there else "no contact yet"
    head = f"  {screen.style(plain(one.text), 'bold')}  {screen.style(f'{there}  {me}:{one.line}', 'dim')}"
    rows = [
        [
            Cell(way.reached.name),
            Cell(f"{SAYS[way.fit.holding]} {plain(way.fit.text)}"),
            Cell(f"through {way.reached.via[1]}" if way.reached.via is not None else "", "dim"),
            Cell(_place_of(way), "dim"),
        ]
        for way in one.ways
    ]
    return [head, *(screen.table(rows, indent="    ") if rows else [])]


def _place_of(way: Helper) -> str:
    from pnm_vault.insights.helping.own_help import proof_of_fit

    return _place(proof_of_fit(way))


def _place(source: Source) -> str:
    return f"{source.path}:{source.line}" if source.line else source.path


def _fields(found: SocialCapital) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, source_value
    from pnm_vault.insights.helping.own_help import proof_of_fit

    access = found.access
    return {
        "told": found.told,
        "of": found.of,
        "own_list": found.own,
        "resources": [
            {
                "text": one.resource.text,
                "part": one.resource.part,
                "words": list(one.resource.words),
                "count": one.count,
                "warm": one.warm,
                "single_point": one.single is not None,
                "gap": found.enough and not one.count,
                "asked": source_value(one.asked),
                "holders": [_holder_value(holder) for holder in one.holders],
                "perhaps": [_holder_value(holder) for holder in one.perhaps],
            }
            for one in found.resources
        ],
        "access": {
            name: {
                "known": shares.known,
                "of": shares.of,
                "enough": shares.enough,
                "largest": [{"label": one.label, "count": one.count} for one in shares.largest],
                "more": shares.more,
            }
            for name, shares in (
                ("fields", access.fields),
                ("places", access.places),
                ("generations", access.generations),
            )
        },
        "goals": [
            {
                "text": one.text,
                "source": {"path": found.me, "line": one.line, "text": one.text},
                "there": one.there,
                "of": one.of,
                "ways": [
                    {
                        **contact_value(way.reached.path, way.reached.name),
                        "by": way.fit.holding.value,
                        "via": contact_value(*way.reached.via) if way.reached.via is not None else None,
                        "source": source_value(proof_of_fit(way)),
                    }
                    for way in one.ways
                ],
            }
            for one in found.goals
        ],
        "back": [{"label": one.label, "count": one.count} for one in access.back],
    }


def _holder_value(one: Holder) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, day_value, source_value

    return {
        **contact_value(one.path, one.name),
        "by": one.via.value,
        "warm": one.warm,
        "last_contact": day_value(one.last),
        "source": source_value(one.said),
        "proof": source_value(one.proof),
    }
