"""`pnm groups`: small gatherings that would cross circles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.introducing.groups import Group, GroupsAnswer

LIMIT = 3
_NUMBERS = ("four", "five", "six")


def _title(group: Group) -> str:
    names = [guest.name for guest in group.guests]
    where = f" in {group.place}" if group.place else ""
    return f"Dinner for {_NUMBERS[len(names) - 4]}{where}: {_listed(names)}"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _lines(group: Group, screen: Screen) -> list[str]:
    lines = [screen.style(line, "bold") for line in screen.wrapped(_title(group), "")]
    lines += [screen.style(line, "dim") for line in screen.wrapped(f"across {_listed([*group.circles])}", "  ")]
    for reason in group.reasons:
        lines += screen.wrapped(reason.text, "  ")
        proofs = ", ".join(f"{proof.path}:{proof.line}" for proof in reason.proofs)
        if proofs:
            lines.append(f"    {screen.style(proofs, 'dim')}")
    return lines


def _value(group: Group) -> dict[str, Any]:
    from pnm_vault.cli.document import contact_value, source_value

    names = {guest.path: guest.name for guest in group.guests}
    return {
        "text": _title(group),
        "place": group.place or None,
        "guests": [{**contact_value(one.path, one.name), "circle": one.circle or None} for one in group.guests],
        "circles": list(group.circles),
        "score": group.score,
        "reasons": [
            {
                "first": contact_value(reason.first, names[reason.first]),
                "second": contact_value(reason.second, names[reason.second]),
                "kind": reason.kind,
                "text": reason.text,
                "proofs": [source_value(proof) for proof in reason.proofs],
            }
            for reason in group.reasons
        ],
    }


def _what_to_record(found: GroupsAnswer, narrowed: bool) -> str:
    """Say what would help, the scarcest first."""
    if found.guests < 4:
        return "No gathering yet: it takes four contacts whom you are in touch with."
    lacking = sorted(
        [
            (found.placed, "where they live (`city`)"),
            (found.circled, "their `circles`"),
            (found.profiled, "what they ask for, offer and like (`asks`, `offers`, `interests`)"),
            (found.acquainted, "whom they know (`knows`; `pnm acquainted` asks about the likeliest)"),
        ],
        key=lambda one: one[0],
    )
    said = "; ".join([f"{words}, so far of {number} of {found.guests}" for number, words in lacking])
    return f"No gathering stands out{' there' if narrowed else ' yet'}. What would help to record: {said}."


@command("groups", "pnm groups", "pnm groups --near Trieste --size 4", "pnm groups --about printing --json")
@click.option("--near", metavar="PLACE", default="", help="Only in this place, or of a circle named after it.")
@click.option("--about", metavar="TOPIC", default="", help="Only where two have this topic for each other.")
@click.option("--size", type=click.IntRange(4, 6), metavar="N", help="How many guests, 4 to 6; else 5, or 6 or 4.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help="At most this many; else 3.")
@click.pass_obj
def groups(invocation: Invocation, near: str, about: str, size: int | None, limit: int) -> None:
    """Print gatherings, each with the reasons for every two who would meet there."""
    from pnm_vault.insights.comparing.words import every_word_of
    from pnm_vault.insights.introducing.groups import GroupWish
    from pnm_vault.pipeline.questions.groups import whom_to_bring_together

    if about and not every_word_of(about):
        raise click.UsageError(f"“{about}” holds no word that could be looked for.")
    with read_vault(invocation) as session:
        found = whom_to_bring_together(session, GroupWish(limit, size, near, about))
    if invocation.json:
        from pnm_vault.cli.document import print_document

        counts = {name: getattr(found, name) for name in ("guests", "placed", "circled", "profiled", "acquainted")}
        document = {"groups": [_value(group) for group in found.groups], "recorded": counts}
        print_document("groups", session.today, document)
        return
    screen = open_screen(invocation.color)
    for number, group in enumerate(found.groups):
        print_lines([*([""] if number else []), *_lines(group, screen)], screen)
    if not found.groups:
        say(invocation, _what_to_record(found, bool(near or about or size)))
