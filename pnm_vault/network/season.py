"""A change of season: a line of the log that tells of a move, a new job or the end of a place two had in common."""

import re
from collections.abc import Sequence

from pnm_vault.model.interaction import Interaction
from pnm_vault.patterns import holds_any, pattern_of

# A season that ended long before the last days of contact explains no silence after them.
NEWEST = 4

# A meeting is moved as well (`moved to Tuesday`): a day, a time or a digit behind it is no new home.
_DAYS = (
    r"(?!(?:the |next |this |an? )*(?:mon|tues?|wednes|thurs|fri|satur|sun)day|(?:next|later|another|the) |tomorrow"
    r"|january|february|march\b|april|may\b|june|july|august|september|october|november|december|[0-9])"
)
_PLACES = r"(?:company|firm|job|team|office|band|choir|club|school|university|city|country|town)"
_CHANGE = pattern_of(
    rf"\b(?:mov(?:ed|es|ing) (?:away\b|back to |house\b|abroad\b|to {_DAYS})"
    rf"|(?:left|leaving|quit) (?:her|his|their|the|our|my) (?:old )?{_PLACES}\b"
    r"|last day (?:at|of) (?:work|school|the job)\b|(?:a|her|his|their) new (?:job|position)\b"
    r"|chang(?:ed|es|ing) (?:jobs|schools?)\b|graduat(?:ed|es|ing)\b|retir(?:ed|es|ing)\b"
    r"|(?:parental|maternity|paternity) leave\b|emigrat(?:ed|es|ing)\b)",
    re.IGNORECASE,
)
# Every alternative holds one of these: asked first, for hardly a line does, and the pattern is slow to say so.
_HINTS = ("mov", "left", "quit", "leav", "last day", "new job", "new position", "chang", "graduat", "retir", "emigrat")


def season_of(past: Sequence[Interaction]) -> Interaction | None:
    """Return the newest of the last few interactions whose line tells of a change of season; None when none does.

    `past` is sorted by day. Nothing is concluded from it: it is quoted beside a silence, and the owner knows.

    Source: our own list of words. That ties fade with the setting that carried them is Feld 1981 (The focused
    organization of social ties, American Journal of Sociology 86:1015-1035).
    """
    newest = past[-NEWEST:]
    # All lines at once first, since hardly any tells of one.
    if not _may_tell("\n".join([one.source.text for one in newest])):
        return None
    return next((one for one in reversed(newest) if _tells(one.source.text)), None)


def _tells(text: str) -> bool:
    return _may_tell(text) and _CHANGE.search(text) is not None


def _may_tell(text: str) -> bool:
    return holds_any(text.lower(), _HINTS)
