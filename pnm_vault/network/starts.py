"""Who began: what the words of a log say about who wrote, called or came first, and since when two know each other."""

from collections.abc import Sequence
from datetime import date
from math import comb

from pnm_vault.model.contact import Contact
from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Channel, Direction, Origin
from pnm_vault.notes.text.channels import read_how

_WRITTEN = frozenset((Channel.MESSAGE, Channel.EMAIL, Channel.LETTER))
_UNKNOWN, _FROM_ME, _FROM_THEM = Direction.UNKNOWN, Direction.FROM_ME, Direction.FROM_THEM
# Nobody in these is new because the log is: they were there before it.
_OLD_TIES = frozenset(("family", "friend", "classmate"))
# What may still be chance: one case in so many on either side.
ONE_IN = 20


def wrote_last(past: Sequence[Interaction]) -> tuple[Direction, bool]:
    """Return who began what there was on the last day, and whether that was all writing, which one answers.

    `past` is sorted by day. Where the lines of that day disagree the direction is unknown: their order in a note says
    nothing about the order of the day.
    """
    if not past:
        return _UNKNOWN, False
    last = past[-1].day
    lines = [(read_how(one), one.origin) for one in past[-8:] if one.day == last]
    said = {direction for (_, direction), _ in lines if direction is not _UNKNOWN}
    if len(said) != 1:
        return _UNKNOWN, False
    return said.pop(), all(is_written(*how, origin) for how, origin in lines)


def is_written(channel: Channel, direction: Direction, origin: Origin) -> bool:
    """Tell whether a line is about writing: "wrote to Ann" says so though it names no channel."""
    if channel is Channel.NOTE:
        return direction is not _UNKNOWN or origin is Origin.FIELD
    return channel in _WRITTEN


def day_started(past: Sequence[Interaction], directions: Sequence[Direction]) -> tuple[int, int]:
    """Count the days on which the owner began, and those on which the contact did; a day of both counts for neither.

    `directions` are those of the interactions, in the same order.
    """
    mine = {one.day for one, direction in zip(past, directions, strict=True) if direction is _FROM_ME}
    theirs = {one.day for one, direction in zip(past, directions, strict=True) if direction is _FROM_THEM}
    return len(mine - theirs), len(theirs - mine)


def one_side_starts(one: int, other: int) -> bool:
    """Tell whether so many days begun by one against the other are more than chance would give.

    That is: the 90 % interval of Beta(1 + one, 1 + other) lies above 1/2, which holds from 4:0, 6:1 and 8:2 on. It is
    the chance of `one` + 1 or more heads in `one` + `other` + 1 tosses of a coin.
    """
    tosses = one + other + 1
    ways = sum([comb(tosses, heads) for heads in range(one + 1, tosses + 1)])
    return bool(ways * ONE_IN <= 2**tosses)


def met_on(contact: Contact, past: Sequence[Interaction]) -> date | None:
    """Return the day since which two know each other, for a tie that has one contact day and nothing older to it.

    None for every other tie. What the note says of the day they met decides; without it the day itself, if it was
    written down as it happened (a `last_contact` is often all there is about an old friend) and neither the category
    nor a `closeness` speaks of an older tie.
    """
    if not past or past[0].day != past[-1].day:
        return None
    if contact.met_on is not None:
        return contact.met_on
    if contact.closeness is not None or contact.category in _OLD_TIES:
        return None
    return None if all(one.origin is Origin.FIELD for one in past) else past[0].day
