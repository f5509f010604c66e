"""The rows as the insights read them: sorted, without keys; laid out again and again while a session lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from pnm_vault.model.picture import Network, Picture
from pnm_vault.network.ranks import Ranks

if TYPE_CHECKING:
    from pnm_vault.model.problem import Problem
    from pnm_vault.model.tie import Tie
    from pnm_vault.network.build import Rows

Value = TypeVar("Value")

# With so many ties moved all is laid out anew: that costs no more, and one move at a time would.
MANY = 250


class Layout:
    """Lays rows out. What was made of tables, or ties, that are the same ones as the last time is taken over."""

    def __init__(self) -> None:
        self._rows: Rows | None = None
        self._picture = Picture()
        self._ranks = Ranks([], [], ())

    def lay_out(
        self, rows: Rows, seen: Iterable[Problem] = (), moved: Mapping[str, Tie | None] | None = None
    ) -> Picture:
        """Give the picture of rows. `seen` are problems met outside of notes.

        `moved` are, by contact path, the ties that are others than in the rows laid out last (None: gone); None where
        that is not known.
        """
        before, drawn = self._rows, self._picture
        network = self._moved(rows, moved) if before is not None and moved is not None else None
        picture = Picture(
            network=network if network is not None else self._network(rows),
            follow_ups=(
                drawn.follow_ups
                if before is not None and before.follow_ups is rows.follow_ups
                else tuple([item for found in _sorted(rows.follow_ups) for item in found])
            ),
            dates=drawn.dates if before is not None and before.dates is rows.dates else _sorted(rows.dates),
            problems=_problems(rows, seen),
            me=rows.me,
        )
        self._rows, self._picture = rows, picture
        return picture

    def _network(self, rows: Rows) -> Network:
        ties = _sorted(rows.ties)
        self._ranks = Ranks.of(ties, rows.half_life)
        return Network(ties, rows.half_life, rows.mean_log_gap, self._ranks.standings)

    def _moved(self, rows: Rows, moved: Mapping[str, Tie | None]) -> Network | None:
        """Give the network of the last time with the few ties that moved; None where it is better made anew."""
        old = self._picture.network
        if rows.half_life != old.half_life or len(moved) > MANY:
            return None
        fresh = {old.places[path]: tie for path, tie in moved.items() if tie is not None and path in old.places}
        if len(fresh) < len(moved):  # a contact came or went, so that every place is another one
            return None
        ties = list(old.ties)
        for place, tie in fresh.items():
            ties[place] = tie
        self._ranks = self._ranks.exchanged(fresh, ties, rows.half_life)
        network = replace(old, ties=tuple(ties), mean_log_gap=rows.mean_log_gap, standings=self._ranks.standings)
        vars(network).update(_still_right(old, [(old.ties[place], tie) for place, tie in fresh.items()]))
        return network


# What a network works out on demand that hardly any move changes.
_LASTING = ("places", "names", "private", "active", "met", "began")


def _still_right(old: Network, moved: Sequence[tuple[Tie, Tie]]) -> dict[str, object]:
    """Give what a network worked out on demand as it is when ties moved (each before and after; none came or went).

    What a move may change is left out, and is worked out anew when somebody asks.
    """
    worked_out = vars(old)
    found: dict[str, object] = {name: worked_out[name] for name in _LASTING if name in worked_out}
    fresh = {tie.path: tie for _, tie in moved}
    if "by_path" in worked_out:
        found["by_path"] = {**old.by_path, **fresh}
    if "open_ties" in worked_out and all(one.is_open is other.is_open for one, other in moved):
        found["open_ties"] = {**old.open_ties, **{path: tie for path, tie in fresh.items() if tie.is_open}}
    for one, other in moved:
        if one.name != other.name:
            found.pop("names", None)
        if one.private or other.private:
            found.pop("private", None)
        if one.status is not other.status:
            found.pop("active", None)
        if one.met is not None or other.met is not None:
            found.pop("met", None)
        if one.first != other.first:
            found.pop("began", None)
    return found


def _problems(rows: Rows, seen: Iterable[Problem]) -> tuple[Problem, ...]:
    problems = [problem for _, found in sorted(rows.problems.items()) for problem in found]
    problems.extend((*rows.index_problems, *seen))
    problems.sort(key=lambda problem: (problem.path, problem.line, problem.code, problem.message))
    return tuple(problems)


def _sorted(table: Mapping[str, Value]) -> tuple[Value, ...]:
    plain = dict(table.items())
    return tuple([plain[path] for path in sorted(plain)])
