"""How the names of two contacts are alike, in one word and in a sentence."""

from enum import StrEnum

from pnm_vault.insights.identity.latin import spelling_key
from pnm_vault.insights.identity.names import Kinship, PersonName, Word, kinship, only_end_differs
from pnm_vault.model.record import Row


class Likeness(StrEnum):
    """How two names are alike, the surest first."""

    SAME = "same"
    ORDER = "order"
    SPELLING = "spelling"
    SHORT = "short form"
    MIDDLE = "middle name"
    TYPO = "typo"
    INITIALS = "initials"
    SINGLE = "single name"
    PART = "part"
    OTHER_MIDDLE = "other middle name"
    SAME_GIVEN = "same first name"
    SAME_FAMILY = "same last name"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


# Names that may well be those of one contact, so that an address in common says that they are.
FITTING = frozenset(
    (
        Likeness.SAME,
        Likeness.ORDER,
        Likeness.SPELLING,
        Likeness.SHORT,
        Likeness.MIDDLE,
        Likeness.TYPO,
        Likeness.INITIALS,
        Likeness.SINGLE,
        Likeness.PART,
    )
)
_RANK = {likeness: at for at, likeness in enumerate(Likeness)}

# Last names that so many bear that a namesake is nothing rare. Source: the first places of the name statistics of
# English-, German-, Romance-, Slavic- and East Asian-speaking countries.
_COMMON_WORDS = (
    "smith jones williams brown taylor davies wilson evans johnson miller davis moore anderson thomas jackson white "
    "harris martin thompson clark lewis walker hall young king wright scott green adams baker hill roberts campbell "
    "murphy kelly obrien ryan muller schmidt schneider fischer weber meyer wagner becker schulz hoffmann koch bauer "
    "richter klein wolf huber gruber steiner silva santos oliveira souza sousa pereira ferreira costa rodrigues "
    "almeida lima gomes ribeiro alves carvalho garcia rodriguez martinez hernandez lopez gonzalez perez sanchez "
    "ramirez torres flores fernandez diaz cruz ruiz moreno rossi russo ferrari esposito bianchi romano colombo "
    "ricci marino greco bernard dubois petit durand leroy moreau simon laurent ivanov ivanova smirnov petrov "
    "petrova kuznetsov popov nowak kowalski kowalska novak horvat nagy kovacs jansen devries bakker visser "
    "andersson johansson hansen olsen nielsen jensen larsen singh kumar sharma patel khan ali ahmed hussain mohamed "
    "cohen levy wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu lin he lee kim park choi jung kang "
    "cho yoon nguyen tran le pham tanaka suzuki sato takahashi watanabe ito yamamoto wong chan lam ng tan lim goh"
)
_COMMON = frozenset(map(spelling_key, _COMMON_WORDS.split()))


class Compared(Row, frozen=True):
    """How two names are alike: in one word, in words for a reader, and the two names that were."""

    likeness: Likeness
    words: str
    one: str = ""
    other: str = ""


UNKNOWN = Compared(Likeness.UNKNOWN, "")
_Pairs = list[tuple[int, int, Kinship]]


def is_common(name: PersonName) -> bool:
    """Tell whether so many bear a name that two who do need not be one: a usual first name with a usual last name."""
    family = name.family.key
    return family in _COMMON and (bool(name.given.meant) or len(name.given.letters) <= 5)


def compare_names(ones: tuple[PersonName, ...], others: tuple[PersonName, ...]) -> Compared:
    """Compare all names of two contacts; the surest likeness counts, and among equals the one of the first names."""
    best = UNKNOWN
    for at, one in enumerate(ones):
        for to, other in enumerate(others):
            likeness, words = compare_two(one, other)
            if best is UNKNOWN or _RANK[likeness] < _RANK[best.likeness]:
                words = f"{words}; one of the two is an alias" if (at or to) and likeness in FITTING else words
                best = Compared(likeness, words, one.written, other.written)
            if likeness is Likeness.SAME and not (at or to):
                return best
    return best


def compare_two(one: PersonName, other: PersonName) -> tuple[Likeness, str]:
    """Compare two names; their words count in any order."""
    if one.words == other.words:
        return (Likeness.SAME, "same name") if len(one.words) > 1 else (Likeness.SINGLE, "same name, of one word")
    if len(one.words) == 1 or len(other.words) == 1:
        return _single(one, other)
    if len(one.letters) > 5 and len(one.letters) == len(other.letters) and one.letters in other.letters * 2:
        if one.letters == other.letters:
            return Likeness.SAME, "same name"
        return Likeness.ORDER, "the same name in another order"
    pairs = _aligned(one, other)
    if len(pairs) == min(len(one.words), len(other.words)):
        return _all_fit(one, other, pairs)
    return _some_fit(one, other, pairs)


def _single(one: PersonName, other: PersonName) -> tuple[Likeness, str]:
    """Compare where one has a single word, which may be a first name, a last name or a nickname."""
    shorter, longer = sorted((one, other), key=lambda name: len(name.words))
    word = shorter.words[0]
    found = [(kinship(word, part), part) for part in longer.words]
    surest, part = max(found, key=lambda pair: pair[0])
    if len(longer.words) == 1:
        if surest >= Kinship.SPELLING:
            return Likeness.SINGLE, "same name, of one word"
        return (Likeness.PART, _say(word, part, surest)) if surest >= Kinship.SHORT else (Likeness.UNKNOWN, "")
    if surest >= Kinship.SHORT:
        return Likeness.PART, f"“{word.written}” may be {longer.written}"
    return Likeness.UNKNOWN, ""


def _aligned(one: PersonName, other: PersonName) -> _Pairs:
    """Pair the words of two names, the surest first, each word once; of equals those in the same place."""
    found = []
    last, others_last = len(one.words) - 1, len(other.words) - 1
    for at, word in enumerate(one.words):
        for to, another in enumerate(other.words):
            alike = kinship(word, another)
            both_families = at == last and to == others_last
            if alike is Kinship.SHORT and both_families and not (word.parts[1:] or another.parts[1:]):
                continue  # Frank and Franz are two families
            if alike is Kinship.TYPO and not both_families and only_end_differs(word, another):
                continue
            if alike:
                found.append((-alike, not both_families and (at == 0) != (to == 0), abs(at - to), at, to))
    pairs: _Pairs = []
    for weight, _, _, at, to in sorted(found):
        if all(at != had and to != had_too for had, had_too, _ in pairs):
            pairs.append((at, to, Kinship(-weight)))
    return sorted(pairs)


def _all_fit(one: PersonName, other: PersonName, pairs: _Pairs) -> tuple[Likeness, str]:
    """Say how two names are alike all words of the shorter of which have their like in the longer."""
    kinds = [kind for _, _, kind in pairs]
    surest = max(kinds)
    slips = kinds.count(Kinship.TYPO)
    if surest <= Kinship.INITIAL or slips > 1 or (slips and surest < Kinship.SPELLING):
        return Likeness.DIFFERENT, ""
    shorter, longer = (one, other) if len(one.words) <= len(other.words) else (other, one)
    families = (len(one.words) - 1, len(other.words) - 1)
    if len(shorter.words) < len(longer.words) and not _has_both_ends(pairs, families):
        return Likeness.PART, f"{shorter.written} is a part of {longer.written}"
    for kind, likeness in (
        (Kinship.TYPO, Likeness.TYPO),
        (Kinship.INITIAL, Likeness.INITIALS),
    ):
        if kind in kinds and not _only_in_the_middle(one, other, pairs, kind):
            return likeness, _say_pair(one, other, pairs, kind)
    if Kinship.SHORT in kinds:
        return Likeness.SHORT, _say_pair(one, other, pairs, Kinship.SHORT)
    if len(shorter.words) < len(longer.words):
        held = {(at if longer is one else to) for at, to, _ in pairs}
        spare = " ".join([word.written for at, word in enumerate(longer.words) if at not in held])
        return Likeness.MIDDLE, f"the same name but for “{spare}”"
    if Kinship.SPELLING in kinds or Kinship.INITIAL in kinds:
        return Likeness.SPELLING, f"the same name in another spelling: {one.written}, {other.written}"
    if [to for _, to, _ in pairs] != sorted(to for _, to, _ in pairs):
        return Likeness.ORDER, "the same name in another order"
    return Likeness.SAME, "same name"


def _has_both_ends(pairs: _Pairs, families: tuple[int, int]) -> bool:
    """Tell whether the last names are each other's like, or the names are in another order altogether."""
    ends = {(0, 0), families, (0, families[1]), (families[0], 0)}
    return len(ends & {(at, to) for at, to, _ in pairs}) >= 2


def _only_in_the_middle(one: PersonName, other: PersonName, pairs: _Pairs, kind: Kinship) -> bool:
    """Tell whether all pairs of a kind are of middle names: John F. Smith and John Francis Smith."""
    return all(
        0 < at < len(one.words) - 1 and 0 < to < len(other.words) - 1 for at, to, found in pairs if found is kind
    )


def _some_fit(one: PersonName, other: PersonName, pairs: _Pairs) -> tuple[Likeness, str]:
    """Say what two names have in common that are not each other's."""
    last, others_last = len(one.words) - 1, len(other.words) - 1
    sure = {(at, to) for at, to, kind in pairs if kind >= Kinship.SHORT}
    given, family = (0, 0) in sure, (last, others_last) in sure
    if given and family:
        return Likeness.OTHER_MIDDLE, "same first and last name"
    if given:
        return Likeness.SAME_GIVEN, f"different last names: {one.family.written}, {other.family.written}"
    if family:
        return Likeness.SAME_FAMILY, f"different first names: {one.given.written}, {other.given.written}"
    return Likeness.DIFFERENT, f"different names: {one.written}, {other.written}"


def _say_pair(one: PersonName, other: PersonName, pairs: _Pairs, kind: Kinship) -> str:
    said = next(_say(one.words[at], other.words[to], found) for at, to, found in pairs if found is kind)
    rest = [one.words[at].written for at, _, found in pairs if found >= Kinship.SPELLING]
    return f"{said}, and both are {' '.join(rest)}" if rest else said


def _say(one: Word, other: Word, kind: Kinship) -> str:
    if kind is Kinship.TYPO:
        return f"one letter apart: {one.written}, {other.written}"
    if kind is Kinship.INITIAL:
        short, full = (one, other) if one.initial else (other, one)
        return "the same initials" if full.initial else f"{short.written} may stand for {full.written}"
    for short, full in ((one, other), (other, one)):
        if full.key in short.meant and short.key not in full.meant:
            return f"{short.written} is a usual short form of {full.written}"
        if set(short.parts) < set(full.parts):
            return f"{short.written} is a part of {full.written}"
    return f"{one.written} and {other.written} are forms of one name"
