"""Under which names contacts stand in notes, so that none of a private one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session


def names_of(session: Session, paths: frozenset[str]) -> tuple[str, ...]:
    """Give every name by which these contacts, and the notes about them among `paths`, are called or linked, sorted."""
    if not paths:
        return ()
    index = session.index()
    names = [index.contacts[one] for one in paths if one in index.contacts]
    names += [one.removesuffix(".md").rpartition("/")[2] for one in paths]
    names += [alias for alias, among in index.aliases.items() if not paths.isdisjoint(among)]
    return tuple(sorted(set(names)))
