"""`pnm introductions`: those under way, and which two contacts would gain from meeting each other."""

from typing import Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import model_for, read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines
from pnm_vault.insights.introducing.introductions import Introduction
from pnm_vault.insights.introducing.introductions_under_way import UnderWay
from pnm_vault.review.introduction_words import under_way_words
from pnm_vault.review.wording import gain_words


def introduction_lines(pair: Introduction, screen: Screen, indent: str = "", brief: bool = False) -> list[str]:
    """Lay out one pair: both names and who gains, then each reason with the lines that prove it.

    `brief`: the first reason alone, without proof.
    """
    title = f"{screen.style(pair.first_name, 'bold')} and {screen.style(pair.second_name, 'bold')}"
    lines = [f"{indent}{title}  {screen.style(gain_words(pair), 'dim')}"]
    for reason in pair.reasons[:1] if brief else pair.reasons:
        proofs = ", ".join(f"{proof.path}:{proof.line}" for proof in reason.proofs)
        lines += screen.wrapped(reason.text, f"{indent}  ")
        if proofs and not brief:
            lines.append(f"{indent}    {screen.style(proofs, 'dim')}")
    return lines


def introduction_value(pair: Introduction) -> dict[str, Any]:
    """Give one pair for JSON."""
    from pnm_vault.cli.document import contact_value, source_value

    return {
        "first": contact_value(pair.first, pair.first_name),
        "second": contact_value(pair.second, pair.second_name),
        "score": pair.score,
        "gain": pair.gain.value,
        "reasons": [
            {
                "kind": reason.kind,
                "text": reason.text,
                "terms": list(reason.terms),
                "proofs": [source_value(proof) for proof in reason.proofs],
            }
            for reason in pair.reasons
        ],
    }


def under_way_lines(one: UnderWay, screen: Screen) -> list[str]:
    """Lay out an introduction under way: both names, where it stands and what comes next, the line that says so."""
    title = f"{screen.style(one.first_name, 'bold')} and {screen.style(one.second_name, 'bold')}"
    proof = f"{one.path}:{one.proof.line}" if one.proof is not None else one.path
    return [title, *screen.wrapped(under_way_words(one), "  "), f"    {screen.style(proof, 'dim')}"]


def under_way_value(one: UnderWay) -> dict[str, Any]:
    """Give an introduction under way for JSON."""
    from pnm_vault.cli.document import contact_value, day_value, source_value

    return {
        "path": one.path,
        "first": contact_value(one.first, one.first_name),
        "second": contact_value(one.second, one.second_name),
        "status": one.stand.progress.value,
        "since": day_value(one.since),
        "due": day_value(one.due),
        "lapsed": one.lapsed,
        "text": under_way_words(one),
        "proof": source_value(one.proof) if one.proof is not None else None,
    }


@command("introductions", "pnm introductions", "pnm introductions --limit 50 --json")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most this many pairs; else as pnm.toml says."
)
@click.pass_obj
def introductions(invocation: Invocation, limit: int | None) -> None:
    """Print introductions under way and suggested ones."""
    with read_vault(invocation) as session:
        under_way = session.introductions_under_way()
        model = model_for(invocation, session)
        pairs = session.introductions(limit or session.settings.review.introductions, model)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        document = {
            "under_way": [under_way_value(one) for one in under_way],
            "pairs": [introduction_value(pair) for pair in pairs],
        }
        print_document("introductions", session.today, document)
        return
    screen = open_screen(invocation.color)
    print_lines((line for one in under_way for line in under_way_lines(one, screen)), screen)
    if under_way and pairs:
        print_lines([""], screen)
    print_lines((line for pair in pairs for line in introduction_lines(pair, screen)), screen)
    if not pairs:
        say(invocation, "No introductions to suggest yet: they come from what contacts ask for, offer and care about.")
