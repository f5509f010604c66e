"""Chains of referrals with the lines that prove them, read from the notes that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.insights.introducing.referrals import Referral, chain_back, chain_forward
from pnm_vault.model.record import Record
from pnm_vault.model.source import Source
from pnm_vault.notes.text.lines import MAX_TEXT
from pnm_vault.vault.read import read_note

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


class Chain(Record, frozen=True):
    """Who introduced a contact to the owner, and so on back; and whom this contact introduced, and so on."""

    back: tuple[Referral, ...]
    forward: tuple[Referral, ...]


def trace_chain(session: Session, path: str) -> Chain:
    """Follow the referrals of the contact at `path` both ways."""
    rows = session.table("referrals")
    texts: dict[str, list[str]] = {}

    def proved(referral: Referral) -> Referral:
        source = referral.proof
        if source.path not in texts:
            note = read_note(session.root, source.path)
            texts[source.path] = note.text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if note else []
        lines = texts[source.path]
        if not 0 < source.line <= len(lines):
            return replace(referral, proof=Source(source.path))
        return replace(referral, proof=replace(source, text=lines[source.line - 1].strip()[:MAX_TEXT].rstrip()))

    back, forward = chain_back(path, rows), chain_forward(path, rows)
    return Chain(tuple(map(proved, back)), tuple(map(proved, forward)))
