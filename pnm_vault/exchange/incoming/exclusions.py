"""Which addresses and calendars the owner does not want to hear of."""

from collections.abc import Callable, Iterable
from functools import lru_cache

_REMEMBERED = 16_384  # addresses that were compared already; a mailbox names few people, often
_MACHINE_WORDS = (
    "alert alerts automailer bounce bounces daemon donotreply mailer-daemon maildaemon news newsletter newsletters "
    "noreply notification notifications notify postmaster unknownorganizer"
)
_MACHINES = frozenset(_MACHINE_WORDS.split())
_CALENDARS = ("group.calendar.google.com", "group.v.calendar.google.com", "resource.calendar.google.com")


def exclusion_of(exclude: Iterable[str]) -> Callable[[str], bool]:
    """Give what tells whether an address, or a calendar's name, is among those to leave out.

    An entry is an address, a calendar's name, or either with `*` for any characters (`*@lists.example`); case does not
    count. An address is also left out by itself without its tag (`ann+news@example.org` by `ann@example.org`).
    """
    whole = frozenset([entry.strip().casefold() for entry in exclude if "*" not in entry])
    parts = [tuple(entry.strip().casefold().split("*")) for entry in exclude if "*" in entry]

    @lru_cache(maxsize=_REMEMBERED)
    def is_left_out(name: str) -> bool:
        folded = name.strip().casefold()
        return any(
            one in whole or any(_fits(one, pieces) for pieces in parts)
            for one in dict.fromkeys([folded, untagged(folded)])
        )

    return is_left_out


def untagged(address: str) -> str:
    """Give an address without its tag: `nora+shop@example.org` is `nora@example.org` to who reads it."""
    local, at, host = address.partition("@")
    return local.partition("+")[0] + at + host if at else address


def is_machine(address: str) -> bool:
    """Tell whether an address, in lower case, is one that nobody reads or writes by hand."""
    local, _, host = address.partition("@")
    words = local.partition("+")[0].replace("_", "-").replace(".", "-")
    joined = words.replace("-", "")
    if "noreply" in joined or "donotreply" in joined or host in _CALENDARS:
        return True
    return words in _MACHINES or words.partition("-")[0] in ("bounce", "bounces")


def _fits(text: str, pieces: tuple[str, ...]) -> bool:
    """Tell whether a text is the pieces in their order with anything between, in one walk."""
    first, *middle, last = pieces
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        found = text.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True
