"""`pnm acquainted`: which two contacts probably know each other already."""

from typing import Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import count, read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines
from pnm_vault.insights.comparing.shared_values import say_common
from pnm_vault.insights.introducing.acquainted import AcquaintedAnswer, Proved

PAIRS = 12


def acquaintance_lines(one: Proved, screen: Screen) -> list[str]:
    """Lay out one pair: both names, then what they have in common with the lines that prove it."""
    pair = one.pair
    lines = [f"{screen.style(pair.first_name, 'bold')} and {screen.style(pair.second_name, 'bold')}"]
    for term, proofs in zip(pair.terms, one.proofs, strict=True):
        lines += screen.wrapped(say_common(term), "  ")
        places = ", ".join(f"{proof.path}:{proof.line}" if proof.line else proof.path for proof in proofs)
        lines.append(f"    {screen.style(places, 'dim')}")
    return lines


def acquaintance_value(one: Proved) -> dict[str, Any]:
    """Give one pair for JSON."""
    from pnm_vault.cli.document import contact_value, source_value

    pair = one.pair
    return {
        "first": contact_value(pair.first, pair.first_name),
        "second": contact_value(pair.second, pair.second_name),
        "score": pair.score,
        "parts": {"adamic_adar": pair.adamic_adar, "pagerank": pair.pagerank},
        "reasons": [
            {
                "kind": term.kind.value,
                "text": say_common(term),
                "weight": term.weight,
                "proofs": [source_value(proof) for proof in proofs],
            }
            for term, proofs in zip(pair.terms, one.proofs, strict=True)
        ],
    }


@command("acquainted", "pnm acquainted", "pnm acquainted --limit 50 --json")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=PAIRS, help="At most this many pairs; else 12."
)
@click.pass_obj
def acquainted(invocation: Invocation, limit: int) -> None:
    """Print pairs that probably know each other, likeliest first."""
    with read_vault(invocation) as session:
        answer = session.acquainted(limit)
    if invocation.json:
        from pnm_vault.cli.document import print_document

        fields = {"contacts": answer.contacts, "recorded": answer.recorded, "structure": answer.structure}
        pairs = [acquaintance_value(one) for one in answer.pairs]
        print_document("acquainted", session.today, {"total": answer.found, **fields, "pairs": pairs})
        return
    screen = open_screen(invocation.color)
    print_lines((line for one in answer.pairs for line in acquaintance_lines(one, screen)), screen)
    _say_more(invocation, answer)


def _say_more(invocation: Invocation, answer: AcquaintedAnswer) -> None:
    if answer.pairs and not answer.structure:
        known = f"Who knows whom is recorded for {answer.recorded} of {count(answer.contacts, 'contact')}"
        say(invocation, f"{known}, too few to go by common acquaintances.")
    if answer.pairs:
        say(invocation, "If they do: pnm link NAME NAME writes it into both notes.")
    else:
        say(invocation, "No pair stands out: it takes circles, work, events or acquaintances that two have in common.")
