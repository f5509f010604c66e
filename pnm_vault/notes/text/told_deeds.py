"""Advice, referrals, recommendations and introductions that a log line tells of: asked for, given and received.

Who did it must be plain: by the subject (`I`, `she`, a name), or, where the line has none, by whom it was done for
(`gave her feedback` was the owner, `referred me to Bo` was the other one). `recommended a dentist` says neither, and
counts for nothing. English only, as everything that is read of who did what.
"""

import re
from collections.abc import Iterator

from pnm_vault.model.favour import FavourKind
from pnm_vault.model.record import Row
from pnm_vault.patterns import holds_any, pattern_of

MOST_TOLD = 5  # in one line


class Told(Row, frozen=True):
    """A favour in a line: the words (a part of it), whether the owner helps, and what `model.favour` says of the rest.

    `start` is the index at which the words begin.
    """

    text: str
    given: bool
    kind: FavourKind = FavourKind.FAVOUR
    asked: bool = False
    name: str = ""
    start: int = 0


# What may stand in a text that tells of one; to look for these is quicker than to try the patterns.
DEED_SIGNS = (
    "elped", "lent ", "gave ", "sked ", "dvi", "eedback", "ecommend", "efer", "ntro", "favo", " client", " customer",
    "n touch", "onnected", "assed ", "orwarded ", "ouched", "ndorsed", "word for ", "estimonial",
)  # fmt: skip

_CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŠŽČĆĐ"
# Words that begin a line with a capital and are nobody's name.
_NO_NAME = (
    r"(?!(?:Also|Then|Kindly|Again|Just|Even|Already|Finally|Both|And|But|So|Later|Today|Yesterday|Afterwards|We|She|He|"
    r"They|Her|His|Their|My|Our|Have|Has|Had)\b)"
)
NAME = rf"(?:\[\[[^\[\]\n]{{1,120}}\]\]|{_NO_NAME}[{_CAPITAL}][\w'’-]{{1,30}}(?: [{_CAPITAL}][\w'’-]{{1,30}})?)"
_START = r"(?P<start>\A|[,;.:!] |[—–-] |\b(?i:and|but|then) )(?:(?i:and|but|then|so) )?"
_WHO = rf"(?P<s>(?i:I|we|she|he|they)\b|{NAME})(?:['’](?:ve|d))? "
_OFTEN = r"(?:(?i:also|then|kindly|again|just|even|already|finally|have|has|had|both) ){0,2}"
_SUBJECT = rf"{_START}(?:{_WHO})?{_OFTEN}"
_SOMEBODY = rf"{_START}{_WHO}{_OFTEN}"
_OBJECT = rf"(?P<o>(?i:me|us|her|him|them)\b|{NAME})"
_POSSESSIVE = r"(?P<o>(?i:my|our|her|his|their)\b|\[\[[^\[\]\n]{1,120}\]\]['’]s)"
_END = r"(?=\s*(?:[.,;:!)—–-]|\Z)|\s(?:to|at|with|for|when|as|on|in|and|before|after|about)\b)"
_SOME = (
    r"(?:(?i:a|an|the|some|any|more|much|lots of|a lot of|a few|a bit of|good|great|very|really|useful|sound|honest|"
    r"detailed|careful|kind|quick|long|short|first|second|written|frank|valuable|helpful|excellent|solid|wise|"
    r"practical|legal|career|technical|professional|glowing|strong|lovely|warm|small|big|little|his|her|their|my|our) )"
    r"{0,4}"
)
_COUNSEL = r"(?i:advice|feedback|tips|pointers|guidance|counsel|comments|opinion|suggestions)\b"
_LETTER = (
    r"(?i:recommendation letter|letter of recommendation|reference letter|recommendation|reference|testimonial)\b"
    r"(?! (?:to|number)\b)"
)
_PAPERS = r"(?i:CV|résumé|resume|name|number|details|portfolio|contact details|application)\b"
_HELPING = (
    r"(?i:recommend|introduce|refer|advise|help|proofread|vouch|lend|look over|put in a (?:good )?word|"
    r"put (?:me|us|her|him|them) in touch|connect (?:me|us|her|him|them)|"
    rf"write (?:(?:me|us|her|him|them) )?{_SOME}{_LETTER})\b"
)

GAVE_ADVICE = pattern_of(
    rf"{_SUBJECT}(?i:gave|sent) (?:{_OBJECT} {_SOME}{_COUNSEL}|{_SOME}{_COUNSEL} to {_OBJECT.replace('<o>', '<o2>')})"
)
SHE_GAVE_ADVICE = pattern_of(rf"{_SOMEBODY}(?i:gave) {_SOME}{_COUNSEL}(?! to\b)")
GOT_ADVICE = pattern_of(rf"{_SUBJECT}(?i:got|received) {_SOME}{_COUNSEL} from {_OBJECT}{_END}")
GOT_THEIR_ADVICE = pattern_of(rf"{_START}(?:(?:I|we) )?{_OFTEN}(?i:got) {_POSSESSIVE} {_COUNSEL}")
ADVISED = pattern_of(rf"{_SUBJECT}(?i:advised) {_OBJECT} (?:to|on|against|about|not|that|how|in)\b")
RECOMMENDED_FOR = pattern_of(
    rf"{_SUBJECT}(?i:recommended) {_OBJECT} (?:(?:for|to|as|a|an|the|some|two|my|our)\b|\[\[|[{_CAPITAL}][\w'’-])"
)
RECOMMENDED_TO = pattern_of(
    rf"{_SUBJECT}(?i:recommended) (?!(?i:me|us|her|him|them)\b)[^,;!?]{{1,60}} to "
    rf"(?P<o>(?i:me|us|her|him|them)\b){_END}"
)
SHE_RECOMMENDED = pattern_of(
    rf"{_SOMEBODY}(?i:recommended) (?!(?i:me|us|her|him|them) (?:for|to|as|a|an|the|some|two)\b)"
    rf"(?!{NAME} (?:for|as)\b)(?=\S)(?P<what>(?:that|I|we|against|not)\b)?"
)
WROTE_LETTER = pattern_of(
    rf"{_SUBJECT}(?i:wrote|gave) (?:{_OBJECT} (?:an? |the |my )?{_SOME}{_LETTER}|"
    rf"{_SOME}{_LETTER} for {_OBJECT.replace('<o>', '<o2>')}{_END})"
)
WROTE_THEIRS = pattern_of(rf"{_SUBJECT}(?i:wrote) {_POSSESSIVE} {_LETTER}")
VOUCHED = pattern_of(rf"{_SUBJECT}(?i:vouched for|put in a (?:good )?word for|endorsed) {_OBJECT}{_END}")
REFERRED = pattern_of(
    rf"{_SUBJECT}(?i:referred) {_OBJECT} (?:on )?to (?!(?:the |a |an )?(?i:manual|docs|documentation|website|page|book|"
    r"paper|terms|policy|section|article)\b)"
)
PASSED_ON = pattern_of(
    rf"{_SUBJECT}(?i:passed|forwarded|handed) (?:on |along )?{_POSSESSIVE} {_PAPERS} (?:on |along )?to\b"
)
SENT_CLIENT = pattern_of(
    rf"{_SUBJECT}(?i:sent|brought) (?:{_OBJECT} (?:an? )(?:new )?(?:client|customer|patient|commission)\b|"
    r"(?:an? )?(?:new )?(?:clients?|customers?|patients?) (?P<o2>my|our|her|his|their) way\b)"
)
INTRODUCED = pattern_of(rf"{_SUBJECT}(?i:introduced) {_OBJECT} to\b")
CONNECTED = pattern_of(
    rf"{_SUBJECT}(?:(?i:put) {_OBJECT} in touch with\b|(?i:connected) {_OBJECT.replace('<o>', '<o2>')} (?:with|to)\b)"
)
HELPED = pattern_of(
    rf"{_SUBJECT}(?:(?i:helped) (?P<o>(?i:him|them)\b|(?i:her) (?=(?:with|to|out|move|find|carry|write|paint|pack|"
    rf"unpack|prepare|set up|fix|get|choose|clean|plan|practi[sc]e|translate|print|build)\b)|(?i:her)(?=[.,;!]|\Z)|"
    rf"{NAME})|(?i:helped)(?: out)? with {_POSSESSIVE.replace('<o>', '<o2>')})"
)
SHE_HELPED = pattern_of(
    rf"{_SOMEBODY}(?i:helped)(?: out)? with the (?:move|moving|boxes|flat|garden|party|form|forms|taxes|translation|"
    r"paperwork|application|removal|shelves|wedding|funeral)\b"
)
LENT = pattern_of(
    rf"{_SUBJECT}(?:(?i:lent) (?P<o>(?i:her|him|them)\b|{NAME}) (?:an?|the|my|our|some|two|three)\b|"
    rf"(?i:gave) (?P<o2>(?i:her|him|them)\b|{NAME}) a (?:lift|hand|ride)\b)"
)
ASKED_FOR = pattern_of(
    rf"{_SUBJECT}(?i:asked) {_OBJECT} for {_SOME}(?P<what>{_COUNSEL}|(?i:help|hand|favou?rs?|lift|introduction|intro|"
    r"referral)\b|(?i:recommendations?|reference|testimonial|letter of recommendation)\b)"
)
ASKED_FOR_THEIRS = pattern_of(
    rf"{_SUBJECT}(?i:asked for|sought|requested) {_POSSESSIVE} (?P<what>{_COUNSEL}|(?i:help|recommendation|referral)\b)"
)
ASKED_TO = pattern_of(
    rf"{_SUBJECT}(?i:asked) {_OBJECT} (?:to|(?:if|whether) (?:she|he|they|I|we) (?:could|can|would|might)) "
    rf"(?P<what>{_HELPING})"
)

_ADVICE, _REFERRAL, _RECOMMENDATION = FavourKind.ADVICE, FavourKind.REFERRAL, FavourKind.RECOMMENDATION
_INTRODUCTION = FavourKind.INTRODUCTION
# What a text must hold for a pattern to be tried, the pattern, and what it tells of.
_DEEDS = (
    (("gave", "Gave", "sent", "Sent"), GAVE_ADVICE, _ADVICE),
    (("gave",), SHE_GAVE_ADVICE, _ADVICE),
    (("dvised",), ADVISED, _ADVICE),
    (("ecommended",), RECOMMENDED_FOR, _RECOMMENDATION),
    (("ecommended",), RECOMMENDED_TO, _RECOMMENDATION),
    (("ecommended",), SHE_RECOMMENDED, _RECOMMENDATION),
    (("ecommendation", "eference", "estimonial"), WROTE_LETTER, _RECOMMENDATION),
    (("ecommendation", "eference", "estimonial"), WROTE_THEIRS, _RECOMMENDATION),
    (("ouched for", "word for", "ndorsed"), VOUCHED, _RECOMMENDATION),
    (("eferred",), REFERRED, _REFERRAL),
    (("assed ", "orwarded ", "anded "), PASSED_ON, _REFERRAL),
    ((" client", " customer", " patient", " commission"), SENT_CLIENT, _REFERRAL),
    (("ntroduced",), INTRODUCED, _INTRODUCTION),
    (("in touch with", "onnected"), CONNECTED, _INTRODUCTION),
    (("elped",), HELPED, FavourKind.FAVOUR),
    (("elped",), SHE_HELPED, FavourKind.FAVOUR),
    (("ent ", "ave "), LENT, FavourKind.FAVOUR),
)
# These tell of what came the other way than the subject would have it.
_GOT = ((("dvice", "eedback", " from "), GOT_ADVICE), (("got ", "Got "), GOT_THEIR_ADVICE))
_ASKS = (ASKED_FOR, ASKED_FOR_THEIRS, ASKED_TO)

_OWNER = frozenset(("i", "we", "me", "us", "my", "our"))
_OTHERS = frozenset(("she", "he", "they", "her", "him", "them", "his", "their"))
_KIND_SIGNS = (
    (_INTRODUCTION, re.compile(r"\b(?:introduc|intro\b|in touch|connect)", re.IGNORECASE)),
    (_REFERRAL, re.compile(r"\b(?:referr|refer\b)", re.IGNORECASE)),
    (_RECOMMENDATION, re.compile(r"\b(?:recommend|reference|testimonial|vouch|(?:good|a) word)", re.IGNORECASE)),
    (_ADVICE, re.compile(r"\b(?:advice|advis|feedback|tips|pointers|guidance|counsel|opinion)", re.IGNORECASE)),
)
_CLAUSE = pattern_of(r"[,;.:!?] |[—–-] ")
_HEAD = pattern_of(rf"(?:(?i:and|but|then) )?(?:(?P<s>(?i:I|we|she|he|they)\b)|(?P<name>{NAME}) [a-z])")
_THEIR_PEOPLE = pattern_of(r"\A(?:and )?(?:her|his|their|my|our|the|a|an)\b", re.IGNORECASE)
_NAMED = pattern_of(rf"(?:\b(?i:with|met|saw|and|from|rang|called) |, |\A)({NAME})")
_SENTENCE_END = pattern_of(
    r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\bProf)(?<!\b[A-Z])[.](?=\s|\Z)|[;!?](?=\s|\Z)"
)
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def kind_of(words: str) -> FavourKind:
    """Say what sort of help words name; a favour where they name none."""
    return next((kind for kind, pattern in _KIND_SIGNS if pattern.search(words)), FavourKind.FAVOUR)


def told_deeds(words: str) -> tuple[Told, ...]:
    """Give what the words of a log line (the date left out) tell of, in their order; each text is a part of them."""
    if not holds_any(words, DEED_SIGNS) or "~~" in words:
        return ()
    found: list[Told] = []
    for one in sorted(_all_in(words), key=lambda told: (told.start, -len(told.text))):
        if len(found) < MOST_TOLD and not any(had.start <= one.start < had.start + len(had.text) for had in found):
            found.append(one)
    return tuple(found)


def clause_from(words: str, start: int) -> str:
    """Give the words from an index to the end of the sentence."""
    end = _SENTENCE_END.search(words, start)
    return words[start : end.start() if end else len(words)].strip(" \t,—–-")


def _all_in(words: str) -> Iterator[Told]:
    for hints, pattern, kind in _DEEDS:
        if holds_any(words, hints):
            for match in pattern.finditer(words):
                counsel = pattern is SHE_RECOMMENDED and match["what"]
                yield from _told(words, match, FavourKind.ADVICE if counsel else kind)
    for hints, pattern in _GOT:
        if holds_any(words, hints):
            for match in pattern.finditer(words):
                yield from _told(words, match, FavourKind.ADVICE, turned=True)
    if "sked " in words or "sought " in words or "equested " in words:
        for pattern in _ASKS:
            for match in pattern.finditer(words):
                yield from _told(words, match, kind_of(match["what"]), asked=True)


def _told(
    words: str, match: re.Match[str], kind: FavourKind, *, asked: bool = False, turned: bool = False
) -> Iterator[Told]:
    """Say who did it for whom; nothing where that is not plain, or where it was not so."""
    groups = match.groupdict()
    subject, other = groups.get("s") or "", (groups.get("o") or groups.get("o2") or "").strip()
    start = match.start("s") if subject else match.end("start")
    text = clause_from(words, start)
    before = words[: match.start("start")]
    if not text or words[start + len(text) : start + len(text) + 2].strip().startswith("?"):
        return
    if before.translate(_QUOTES).count('"') % 2:
        return
    if not subject:
        carried = _carried(before, match["start"], _is_owner(other))
        if carried is None:
            return
        subject = carried
    sides = [_is_owner(word) for word in (subject, other) if word]
    if not sides or (len(sides) > 1 and sides[0] == sides[1]):
        return
    by_owner = sides[0] if subject else not sides[0]
    name = _name_in(subject, other) or (_antecedent(before) if not _is_named(subject, other) else "")
    if name is not None:
        # Who asks is helped; so is who got something.
        yield Told(text, by_owner != (asked or turned), kind, asked, name, start)


def _is_owner(word: str) -> bool:
    return word.casefold() in _OWNER


def _is_named(subject: str, other: str) -> bool:
    return any(word and word.casefold() not in _OWNER | _OTHERS for word in (subject, other))


def _name_in(subject: str, other: str) -> str:
    """Give the name among the two as it is written, of a link its target."""
    named = [word for word in (subject, other) if word and word.casefold() not in _OWNER | _OTHERS]
    return bare_name(named[0]) if named else ""


def bare_name(name: str) -> str:
    """Give a name without brackets: of a link its target."""
    if not name.startswith("[["):
        return name.removesuffix("'s").removesuffix("’s")
    return name[2:].partition("]]")[0].partition("|")[0].partition("#")[0].strip()


def _carried(before: str, start: str, for_owner: bool) -> str | None:
    """Give the subject that a clause without one takes over from the clause before; None where it cannot be told.

    `Lunch in town and gave me feedback` may as well be `Bob came and gave me feedback`.
    """
    if not before or start.strip() in (".", ";", "!", ":"):
        return ""
    clause = _CLAUSE.split(before)[-1].strip()
    if _THEIR_PEOPLE.match(clause):
        return None
    head = _HEAD.match(clause)
    if head is None or start.strip().casefold() not in ("and", "but", "then"):
        return ""
    if head["s"] or head["name"].startswith("[["):
        return head["s"] or head["name"]
    return None if for_owner else ""


def _antecedent(before: str) -> str | None:
    """Give the one whom the line names before, whom a pronoun then means; empty: nobody, None: several."""
    names = dict.fromkeys([bare_name(match[1]) for match in _NAMED.finditer(before) if _counts(match)])
    return None if len(names) > 1 else next(iter(names), "")


def _counts(match: re.Match[str]) -> bool:
    """Tell whether a name stands for somebody: at the beginning of a line, or behind a comma, only a link does."""
    return match[1].startswith("[[") or not (match.start() == match.start(1) or match[0].startswith(", "))
