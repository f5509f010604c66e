"""`pnm network`: what the owner's network is like, with what every number rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Cell, Screen, open_screen, print_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pnm_vault.insights.network_state.standing import Named
    from pnm_vault.model.source import Source
    from pnm_vault.review.network_words import NetworkRow, NetworkSection


def section_lines(sections: Sequence[NetworkSection], screen: Screen) -> list[str]:
    """Lay out sections: a heading, sentences, then lines with the places that prove them."""
    lines: list[str] = []
    for section in sections:
        lines += [*([""] if lines else []), screen.heading(section.title)]
        for sentence in section.sentences:
            lines += screen.wrapped(sentence, "  ")
        for row in section.rows:
            lines += screen.wrapped(_words(row), "  - ")
            places = [place for place in (_place(row.proof), _place(row.other_proof)) if place]
            if places:
                lines += screen.table([[Cell(", ".join(places), "dim")]], indent="    ")
    return lines


def _words(row: NetworkRow) -> str:
    parts = (row.lead, _names(row.contacts), row.text, _names(row.others), row.tail)
    return " · ".join([part for part in parts if part])


def _names(named: Sequence[Named]) -> str:
    return ", ".join([one.name for one in named])


def _place(source: Source | None) -> str:
    if source is None:
        return ""
    return f"{source.path}:{source.line}" if source.line else source.path


@command("network", "pnm network", "pnm network --json")
@click.pass_obj
def network(invocation: Invocation) -> None:
    """Print size and layers, trend, circles, who knows whom and who bridges; private contacts are not in it."""
    from pnm_vault.insights.discretion import PrivateNames
    from pnm_vault.insights.introducing.acquainted import without_private_terms
    from pnm_vault.pipeline.questions.network_state import answer_network, answer_synergy
    from pnm_vault.review.network_words import PAIRS_TO_RECORD, network_sections

    with read_vault(invocation) as session:
        private = frozenset(session.picture().network.private.values())
        state = answer_network(session, private)
        synergy = answer_synergy(session, PrivateNames(private))
        pairs = session.acquainted(PAIRS_TO_RECORD, for_page=True).pairs if state.structure is None else ()
        pairs = without_private_terms(pairs, private)
    if invocation.json:
        from pnm_vault.cli.document import print_document
        from pnm_vault.cli.network_document import network_fields

        print_document("network", session.today, network_fields(state, synergy, pairs))
        return
    screen = open_screen(invocation.color)
    print_lines(section_lines(network_sections(state, synergy, pairs), screen), screen)
    if state.until is not None and not state.is_small:
        say(invocation, f"As of {state.until}, as far as contact goes; who knows whom is as of now.")
