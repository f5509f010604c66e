"""Where the private side of a network has something for the professional one, and the other way round."""

from collections.abc import Mapping

from msgspec.structs import replace

from pnm_vault.insights.helping.help_found import HelpFound
from pnm_vault.insights.helping.needs import Limits, MeetNeed, NeedsGround, needs_radar
from pnm_vault.model.record import Record
from pnm_vault.model.tie import Tie

# A classmate, a neighbour or an acquaintance may be either, so they are on no side.
PRIVATE = frozenset(("family", "friend"))
PROFESSIONAL = frozenset(("colleague", "mentor", "mentee"))
MOST_SHOWN = 3


class Synergy(Record, frozen=True):
    """Needs that somebody of the other side may have an answer to, the oldest first, with how many there are beyond.

    `for_work`: a professional contact looks for it and a private one offers it; `for_life`: the other way round.
    """

    for_work: tuple[MeetNeed, ...] = ()
    for_life: tuple[MeetNeed, ...] = ()
    more_for_work: int = 0
    more_for_life: int = 0


def synergy_of(found: HelpFound, ground: NeedsGround, ties: Mapping[str, Tie]) -> Synergy:
    """Choose, of what was matched, what crosses from one side to the other; by the rules of `helping.needs`.

    `ties` are by contact path.
    """
    # Few contacts are in a match, so nobody else is asked for their side.
    concerned = {path for need in found.needs for path in (need.path, *[fit.path for fit in need.others])}
    sides = {path: ties[path].category for path in concerned if path in ties}
    private = frozenset([path for path, category in sides.items() if category in PRIVATE])
    professional = frozenset([path for path, category in sides.items() if category in PROFESSIONAL])
    for_work, more_for_work = _crossing(found, ground, professional, private)
    for_life, more_for_life = _crossing(found, ground, private, professional)
    return Synergy(for_work, for_life, more_for_work, more_for_life)


def _crossing(
    found: HelpFound, ground: NeedsGround, asking: frozenset[str], offering: frozenset[str]
) -> tuple[tuple[MeetNeed, ...], int]:
    needs = [
        replace(one, yours=None, others=others)
        for one in found.needs
        if one.path in asking and (others := tuple([fit for fit in one.others if fit.path in offering]))
    ]
    if not needs:
        return (), 0
    radar = needs_radar(replace(found, needs=tuple(needs), old=()), ground, Limits(others=MOST_SHOWN))
    return radar.others, radar.more_others
