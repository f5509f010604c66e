"""Which of several contacts is most likely meant by a name that all of them go by."""

from collections.abc import Iterable

from pnm_vault.model.picture import Network
from pnm_vault.network.strength import standings_in


def rank_likeliest(paths: Iterable[str], network: Network) -> tuple[str, ...]:
    """Sort contacts by how much the tie means to the owner, the latest in touch first among equals.

    Those without a tie come last, by path.
    """
    wanted = frozenset(paths)
    keys: dict[str, tuple[float, int, str]] = dict.fromkeys(wanted, (0.0, 0, ""))
    for tie, standing in zip(network.ties, standings_in(network), strict=True):
        if tie.path in wanted:
            keys[tie.path] = (-standing, -tie.last.toordinal() if tie.last is not None else 0, tie.name)
    return tuple(sorted(wanted, key=lambda path: (keys[path], path)))
