"""Favours that a log line tells of: by a label (`gave: a lift`), or by words that can hardly mean anything else.

A favour that is none is worse than one that was missed. So a third person's deed (`her brother offered to ...`), a
denial, and an offer in a line of several people (`with Ann and Bob, offered to ...`) count for nothing. What
`notes.text.told_deeds` reads is told with them.
"""

import re

from pnm_vault.model.favour import FavourKind
from pnm_vault.notes.text.told_deeds import DEED_SIGNS, NAME, Told, bare_name, clause_from, kind_of, told_deeds
from pnm_vault.patterns import holds_any, pattern_of

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
SIGNS = (*DEED_SIGNS, "ave:", "ot:", "offered")

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
# `her brother lent me`, `the neighbours helped us`: somebody else did.
_THIRD = pattern_of(r"(?:\A|[\s,;])(?i:her|his|their|my|our|the|a|an) [\w'’-]+(?: (?i:also|kindly|then|has|had))? ?\Z")
# `Bob lent me the van`
_NAMED = pattern_of(rf"(?:\A|[,;.] )({NAME}) \Z")


def told_favours(words: str) -> tuple[Told, ...]:
    """Give the favours that the words of a log line (the date left out) tell of; each text is a part of them."""
    if not holds_any(words, SIGNS):
        return ()
    labels = list(_LABEL.finditer(words)) if ":" in words else []
    if labels:
        ends = [label.start() for label in labels[1:]] + [len(words)]
        told = [
            Told(text, bool(label[1]), kind_of(text), start=label.end())
            for label, end in zip(labels, ends, strict=True)
            if (text := clause_from(words[:end], label.end()))
        ]
        return tuple(told)
    deeds = told_deeds(words)
    mine = theirs = None
    folded = words.lower()
    if "elped" in folded or "lent" in folded or "gave" in folded or "favo" in folded:
        mine, theirs = I_HELPED.search(words), HELPED_ME.search(words)
        if mine and theirs:
            # Each helped the other: who began?
            return tuple([one for one in deeds if one.kind is not FavourKind.FAVOUR])
    if mine or theirs:
        favour = _told_help(words, mine, theirs, whole=not deeds)
    else:
        favour = _told_offer(words) if "offered" in folded or "ntroduced" in folded else None
    if favour is None or any(_overlap(one, favour) for one in deeds):
        return deeds
    return tuple(sorted((*deeds, favour), key=lambda one: one.start))


def _overlap(one: Told, other: Told) -> bool:
    return one.start < other.start + len(other.text) and other.start < one.start + len(one.text)


def _told_help(words: str, mine: re.Match[str] | None, theirs: re.Match[str] | None, whole: bool) -> Told | None:
    """Read what one did for the other, where the owner (`mine`) or the contact (`theirs`) is said to have helped."""
    told = mine or theirs
    assert told is not None
    if _is_denied(words, told.start()) or _THIRD.search(words[: told.start()]):
        return None
    named = None if mine else _NAMED.search(words[: told.start()])
    text, start = (words, 0) if whole else (clause_from(words, told.start()), told.start())
    return Told(text, mine is not None, name=bare_name(named[1]) if named else "", start=start)


def _told_offer(words: str) -> Told | None:
    given, offer = _I_OFFERED.search(words), _OFFERED_ME.search(words)
    if bool(given) == bool(offer):
        return None
    said = given or offer
    assert said is not None
    if _is_denied(words, said.start(1)) or _SEVERAL.search(words[: said.start()]):
        return None
    kind = FavourKind.INTRODUCTION if "ntroduced" in said[1] else FavourKind.FAVOUR
    return Told(clause_from(words, said.start(1)), given is not None, kind, start=said.start(1))


def _is_denied(words: str, at: int) -> bool:
    """Tell whether the clause before the index `at` takes back what follows."""
    clause = re.split(r"[,;.]", words[:at])[-1]
    return _DENIED.search(clause) is not None
