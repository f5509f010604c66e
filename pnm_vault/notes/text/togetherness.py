"""Who else took part, by the words around the links: `with [[Ann]] and [[Bob]]`, `[[Ann]] joined`."""

import re

from pnm_vault.notes.text.links import Span, is_day_name, link_spans, unstruck
from pnm_vault.patterns import pattern_of

_WITH = pattern_of(r"(?:\b(?:with|mit|avec|con)|\bw/)[\s*_]*+\Z", re.IGNORECASE)
_JOINER = pattern_of(r"\A[\s*_]*+(?:,[\s*_]*+)?(?:(?:and|&|\+|und|et|y|e)[\s*_]*+)?\Z", re.IGNORECASE)
_JOINED = pattern_of(
    r"[\s*_]{0,3},?[ ]?(?:joined|too\b|(?:came|was|were|tagged) (?:along|too|there|with us)|war dabei|waren dabei)\b",
    re.IGNORECASE,
)


def company(text: str) -> tuple[str, ...]:
    """Return the targets that the words of `text` say took part; a link for any other reason is no company."""
    text = unstruck(text)
    found: list[str] = []
    chain: list[str] = []
    counted = False
    end = 0
    for target, start, stop in link_spans(text):
        before = text[end:start]
        if not (chain and before.strip(" *_") and _JOINER.match(before)):
            chain = []
            counted = _WITH.search(before[-12:]) is not None
        end = stop
        if is_day_name(target):
            chain = []
            continue
        chain.append(target)
        if counted:
            found.append(target)
        elif _JOINED.match(text, stop, stop + 40):
            found += chain
            chain = []
    return tuple(dict.fromkeys(found))


def first_chain(text: str, spans: list[Span]) -> tuple[str, ...]:
    """Return the first target with those joined to it by commas and `and`."""
    found: list[str] = []
    end = 0
    for target, start, stop in spans:
        if found and not (text[end:start].strip(" *_") and _JOINER.match(text[end:start])):
            break
        found.append(target)
        end = stop
    return tuple(dict.fromkeys(found))
