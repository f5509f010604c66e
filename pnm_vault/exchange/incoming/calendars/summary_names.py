"""Whom the words of a meeting name, and whose birthday a day is."""

from collections.abc import Iterable

from pnm_vault.exchange.outgoing.exported import one_line
from pnm_vault.patterns import pattern_of

_READ = 200  # characters of a summary that are looked at
_MOST_WORDS = 4  # of a name

# English first, with German, French, Spanish, Italian and Portuguese.
_WITH = pattern_of(r"(?:^|\s)(?:with|w/|mit|avec|con|com)\s+(.+)", 2)
_END = pattern_of(r"[(\[|@:;!?]|\s[-–—]\s|\s(?:at|about|re|on|in|for|zu|bei|wegen|chez|sur|a|en|per|para|da)\s")
_AND = pattern_of(r"\s*[,&+]\s*|\s+(?:and|und|et|e|y)\s+")
_BETWEEN = pattern_of(r"\s*(?:<\s?-?\s?>|↔|⇄)\s*")
_SLASH = pattern_of(r"\s*/\s*")
_BEFORE = pattern_of(r"^(?:1\s?[:-]\s?1\b|1on1\b|catch[- ]?up\b|intro\b)?(?:[^:]{0,40}:)?\s*", 2)
_SMALL_WORDS = "al bin da de del della den der di do dos du el la las le los ten ter van von zu zum zur"
_PARTICLES = frozenset(_SMALL_WORDS.split())
_OWN_WORDS = "i ich io je me mich moi my myself you yo"
_MYSELF = frozenset(_OWN_WORDS.split())

_YEAR = pattern_of(r"\s*[(\[*]\s?(?:\*|b\.|born)?\s?([12][0-9]{3})[)\]]?\s*$")
_AGE = pattern_of(r"\s*\([0-9]{1,3}\)\s*$|\s+[0-9]{1,3}(?:st|nd|rd|th|\.)?$")
_BIRTHDAY_BEHIND = pattern_of(
    r"^(.+?)(?:['’]s?)?\s+(?:has\s+|hat\s+|(?:[0-9]{1,3}(?:st|nd|rd|th|\.)\s+))?(?:birthday|b-?day|geburtstag)\b(.*)$",
    2,
)
_BIRTHDAY_BEFORE = pattern_of(
    r"^(?:birthday|b-?day|geburtstag|compleanno|anniversaire|cumpleaños|aniversário)"
    r"(?:\s?[:–-]\s?|\s+(?:of|von|vom|di|de|do|da)\s+|\s+(?:d['’])|\s+)(.+)$",
    2,
)


def names_in(summary: str, owner_names: Iterable[str]) -> tuple[str, ...]:
    """Give the names of others in the words of a meeting: `with Ann Lee`, `Ann <> me`, `Ann / Nora` of Nora's.

    Only words that begin with a capital letter are names; what stands on both sides of a `/` counts only where one side
    is the owner.
    """
    text = one_line(summary[: _READ * 4])[:_READ]
    own = _own_names(owner_names)
    sides = [_BEFORE.sub("", side).strip() for side in _BETWEEN.split(text)]
    if len(sides) < 2:
        sides = [_BEFORE.sub("", side).strip() for side in _SLASH.split(text)]
        if len(sides) != 2 or not any(side.casefold() in own for side in sides):
            sides = []
    if not sides and (found := _WITH.search(text)) is not None:
        sides = _AND.split(_END.split(found[1], maxsplit=1)[0])
    names = [_leading_name(side) for side in sides]
    return tuple(dict.fromkeys([name for name in names if name and name.casefold() not in own]))


def birthday_in(summary: str) -> tuple[str, int | None] | None:
    """Say whose birthday a summary tells of, and the year of birth where it stands there; None for another day."""
    text = one_line(summary[: _READ * 4])[:_READ]
    cake = "🎂" in text
    year = _YEAR.search(text)
    text = _AGE.sub("", _YEAR.sub("", text.replace("🎂", " ").strip())).strip()
    behind = _BIRTHDAY_BEHIND.match(text)
    found = behind if behind is not None and not behind[2].strip(" !") else _BIRTHDAY_BEFORE.match(text)
    if found is None and not cake:
        return None
    name = text.removesuffix("の誕生日").removesuffix("的生日") if found is None else found[1]
    name = name.strip(" ,:-–!")
    # `Happy birthday!` is what Google wishes the owner.
    is_nobody = not name or name.casefold() in _MYSELF or name.casefold() == "happy"
    return None if is_nobody else (name, int(year[1]) if year else None)


def _own_names(owner_names: Iterable[str]) -> frozenset[str]:
    names = [name.casefold() for name in owner_names if name]
    return _MYSELF.union(names, [name.split(" ")[0] for name in names])


def _leading_name(text: str) -> str:
    """Give the words of a name that a text begins with; empty for none."""
    words: list[str] = []
    for word in text.strip(" .,\"'").split(" ")[:_MOST_WORDS]:
        if not (word[:1].isalpha() and not word[:1].islower()) and not (words and word in _PARTICLES):
            break
        words.append(word)
    while words and words[-1] in _PARTICLES:
        words.pop()
    name = " ".join(words)
    # `HR`, `IT`, `Q3`: letters of a department or a quarter are nobody's name.
    return "" if len(words) == 1 and (name.isupper() or not name[-1].isalpha()) else name
