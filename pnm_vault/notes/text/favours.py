"""Favours that a log line tells of: by a label (`gave: a lift`), or by words that can hardly mean anything else.

A favour that is none is worse than one that was missed. So a third person's deed (`her brother offered to ...`), a
denial, and an offer in a line of several people (`with Ann and Bob, offered to ...`) count for nothing.
"""

import re

from pnm_vault.patterns import pattern_of

Told = tuple[str, bool]  # the words, and whether the owner did it

HELPED_ME = pattern_of(
    r"\b(?:helped (?:me|us)|did me a favou?r|favou?r (?:from|received)|gave me a (?:lift|hand|ride)|lent me)\b",
    re.IGNORECASE,
)
I_HELPED = pattern_of(
    r"\b(?:i (?:helped|lent|gave (?:her|him|them) a (?:lift|hand|ride))|did (?:her|him|them) a favou?r|"
    r"favou?r (?:for|given))\b",
    re.IGNORECASE,
)
# What may stand in a text that tells of a favour; to look for these is quicker than to try the patterns.
SIGNS = ("help", "favo", "lent me", "gave me a", "gave:", "got:", "Gave:", "Got:", "offered", "ntroduced")

_LABEL = pattern_of(r"(?:\A|[,;.] ?|[—–-] )(?:(gave|favou?r given)|(?:got|favou?r received)):\s", re.IGNORECASE)
_START = r"(?:\A|[,;.:] ?|[—–-] |\band )(?:and |then )?"
_TO_DO = r"(?:to (?:[\w'’-]+ ){1,5}?)?"
_OFFERED_ME = pattern_of(
    _START + rf"(?:(?:she|he|they) )?((?:offered {_TO_DO}(?:me|my|us|our)|introduced (?:me|us) to)\b)", re.IGNORECASE
)
_I_OFFERED = pattern_of(
    _START + rf"((?:i|we) (?:offered {_TO_DO}(?:her|him|them|their|his)|introduced (?:her|him|them) to)\b)",
    re.IGNORECASE,
)
_DENIED = pattern_of(
    r"\b(?:not|never|nobody|nearly|almost|if|wish|hoped?|would|could|should|wanted)\b|n['’]t\b", re.IGNORECASE
)
_SEVERAL = pattern_of(
    r"(?:\b(?:with|mit|avec|con)|\bw/)\s[^.;]{1,80}(?:\b(?:and|und|et)\b|&)|\]\](?:,| and| &) \[\[", re.IGNORECASE
)
_CLAUSE_END = pattern_of(r"[;.](?=\s|\Z)")


def told_favours(words: str) -> tuple[Told, ...]:
    """Give the favours that the words of a log line (the date left out) tell of; each text is a part of them."""
    if not any(sign in words for sign in SIGNS):
        return ()
    labels = list(_LABEL.finditer(words))
    if labels:
        ends = [label.start() for label in labels[1:]] + [len(words)]
        found = [(_clause(words[label.end() : end]), bool(label[1])) for label, end in zip(labels, ends, strict=True)]
        return tuple([told for told in found if told[0]])
    mine, theirs = I_HELPED.search(words), HELPED_ME.search(words)
    if mine or theirs:
        told = mine or theirs
        assert told is not None
        return () if (mine and theirs) or _is_denied(words, told.start()) else ((words, mine is not None),)
    given, offer = _I_OFFERED.search(words), _OFFERED_ME.search(words)
    if bool(given) == bool(offer):
        return ()
    said = given or offer
    assert said is not None
    if _is_denied(words, said.start(1)) or _SEVERAL.search(words[: said.start()]):
        return ()
    return ((_clause(words[said.start(1) :]), given is not None),)


def _is_denied(words: str, at: int) -> bool:
    """Tell whether the clause before the index `at` takes back what follows."""
    clause = re.split(r"[,;.]", words[:at])[-1]
    return _DENIED.search(clause) is not None


def _clause(words: str) -> str:
    end = _CLAUSE_END.search(words)
    return words[: end.start() if end else len(words)].strip(" \t,—–-")
