"""The names of one contact in parts, and how two of them are alike."""

import re
from collections.abc import Iterable
from enum import IntEnum

from pnm_vault.insights.identity.latin import latin_of, spelling_key
from pnm_vault.insights.identity.short_forms import names_meant
from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of

MAX_NAME = 120
MAX_WORDS = 6
# A name of fewer letters has too many neighbours for one letter to be a slip.
TYPO_LETTERS = 5

_BRACKETS = pattern_of(r"[(\[]([^()\[\]]{0,80})[)\]]")
_BORN = pattern_of(r"\A(?:née?|nee|geb\.?|geborene?r?|born|nata|nato|formerly|dite?|aka|a\.k\.a\.)\s+", re.IGNORECASE)
_QUOTED = pattern_of('["“”„«»]([^"“”„«»]{1,40})["“”„«»]')
_WORD = pattern_of(r"[^\W\d_]+(?:['’`][^\W\d_]+)*\.?(?:[-‐‑][^\W\d_]+(?:['’`][^\W\d_]+)*\.?)*")
_TITLES_WORDS = (
    "dr prof professor mr mrs ms mx miss sir dame lord lady rev fr pastor ing dipl mag herr frau sig sigra signor "
    "signora don dott dottssa avv arch geom rag sr sra srta dra monsieur madame mme mlle m pan pani doc judr mudr "
    "phdr hon capt col sgt lt maj gen"
)
_TITLES = frozenset(_TITLES_WORDS.split())
_LETTERS_BEHIND_WORDS = (
    "phd md mba bsc msc ba ma dds esq cpa cfa pmp jd llm llb rn frs obe mbe cbe pe dphil dsc csc dipl ing pmi"
)
_LETTERS_BEHIND = frozenset(_LETTERS_BEHIND_WORDS.split())
_GENERATIONS = {"jr": 2, "junior": 2, "jun": 2, "sr": 1, "senior": 1, "sen": 1, "ii": 2, "iii": 3, "iv": 4}
_PARTICLES_WORDS = (
    "de da do dos das del della dello dei degli di du des la le les los las van von vom zu zur zum der den dem ten "
    "ter te y e i bin ibn bint ben al el ul af av o d"
)
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
# Where one of these comes first and none last, the family name stands first: Wang Wei, Nguyen Thi Lan, Nagy Anna.
_EASTERN_WORDS = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang "
    "deng feng han cao zeng peng xiao cai pan tian dong yuan jiang kim lee park choi jung jeong kang cho yoon jang "
    "lim shin kwon hwang seo nguyen tran le pham huynh phan vu dang bui ngo duong tanaka suzuki sato takahashi "
    "watanabe ito yamamoto nakamura kobayashi kato yoshida yamada nagy kovacs toth szabo horvath"
)
_EASTERN = frozenset(_EASTERN_WORDS.split())


class Word(Row, frozen=True):
    """One word of a name: as written, in Latin letters, by its spelling key, and the names that it may stand for.

    `parts` are the words of a double one (`Jean-Pierre`), itself alone otherwise. `initial`: it is only the first
    letters of names, `A.` or `J.-P.`.
    """

    written: str
    letters: str
    key: str
    meant: frozenset[str]
    parts: tuple[str, ...]
    initial: bool


class PersonName(Row, frozen=True):
    """A name without titles: its words, given name first and particles left out.

    `letters` are all its letters with those of particles, by which `Vandenbergh` and `van den Bergh` meet.
    `generation` is 1 for Sr., 2 for Jr. or II and so on, 0 where nothing tells.
    """

    written: str
    words: tuple[Word, ...]
    letters: str
    generation: int = 0

    @property
    def given(self) -> Word:
        """Return the first given name."""
        return self.words[0]

    @property
    def family(self) -> Word:
        """Return the last word of the family name; the only word of a name of one."""
        return self.words[-1]


class Kinship(IntEnum):
    """How two words are alike; the greater, the surer that they are one name."""

    NONE = 0
    INITIAL = 1
    TYPO = 2
    SHORT = 3
    SPELLING = 4
    EQUAL = 5


def read_names(text: str) -> tuple[PersonName, ...]:
    """Read a name with what stands in brackets or quotes behind it: a name at birth, a nickname with the family name.

    Empty where there is no letter. Order: the name itself first.
    """
    text = text[:MAX_NAME].lstrip("@")
    others = [match[1] for match in _BRACKETS.finditer(text)]
    called = [match[1] for match in _QUOTED.finditer(text)]
    main = read_name(_QUOTED.sub(" ", _BRACKETS.sub(" ", text)))
    if main is None:
        return ()
    found = [main]
    for other in others:
        born = _BORN.sub("", other.strip())
        name = read_name(born)
        if name is None:
            continue
        if len(name.words) == 1 and len(main.words) > 1:
            # (née Rossi) is another family name; (Bob) another given one.
            by_birth = born != other.strip()
            words = (main.given, name.words[0]) if by_birth else (name.words[0], main.family)
            name = _made(other, words)
        found.append(name)
    for word in called:
        name = read_name(word)
        if name is not None and len(name.words) == 1 and len(main.words) > 1:
            found.append(_made(word, (name.words[0], main.family)))
    return tuple(found)


def read_name(text: str) -> PersonName | None:
    """Read one name; None where there is no word in it."""
    written = " ".join(text.split())
    before, comma, behind = text.partition(",")
    generation = 0
    tail: list[str] = []
    if comma and all(_bare(word) in _LETTERS_BEHIND | _GENERATIONS.keys() for word in behind.replace(",", " ").split()):
        tail = [_bare(word) for word in behind.replace(",", " ").split()]
        text, comma = before, ""
    if comma:
        text = f"{behind.replace(',', ' ')} {before}"
    words = [match[0] for match in _WORD.finditer(text)]
    while len(words) > 1 and _bare(words[0]) in _TITLES and not (len(words[0]) == 1 and len(words) < 3):
        words.pop(0)
    while len(words) > 2 and (_bare(words[-1]) in _LETTERS_BEHIND or _bare(words[-1]) in _GENERATIONS):
        tail.append(_bare(words.pop()))
    for word in tail:
        generation = generation or _GENERATIONS.get(word, 0)
    read = [_word(word) for word in words]
    plain = [word for at, word in enumerate(read) if not (0 < at < len(read) - 1 and word.letters in _PARTICLES)]
    if not plain:
        return None
    if not comma and len(plain) > 1 and plain[0].letters in _EASTERN and plain[-1].letters not in _EASTERN:
        plain = [*plain[1:], plain[0]]
    if len(plain) > MAX_WORDS:
        plain = [*plain[:2], *plain[2 - MAX_WORDS :]]
    return PersonName(written, tuple(plain), _letters(read), generation)


def _made(written: str, words: tuple[Word, ...]) -> PersonName:
    return PersonName(written, words, _letters(words))


def _letters(words: Iterable[Word]) -> str:
    return "".join([word.letters.replace("-", "") for word in words])


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _word(written: str) -> Word:
    letters = latin_of(written.replace(".", "").translate(_PLAIN))
    parts = tuple([part for part in letters.split("-") if part]) or (letters,)
    joined = "".join(parts)
    key = spelling_key(joined)
    return Word(written, letters, key, names_meant(key), parts, all(len(part) == 1 for part in parts))


_PLAIN = str.maketrans({"'": "", "’": "", "`": "", "‐": "-", "‑": "-"})


def kinship(one: Word, other: Word) -> Kinship:
    """Tell how two words of names are alike."""
    if one.letters == other.letters:
        return Kinship.INITIAL if one.initial else Kinship.EQUAL
    if one.initial or other.initial:
        return _by_initial(one, other)
    if one.key == other.key:
        return Kinship.SPELLING
    if one.meant & other.meant or ((one.parts[1:] or other.parts[1:]) and _double(one, other)):
        return Kinship.SHORT
    return Kinship.TYPO if is_typo(one, other) else Kinship.NONE


def _by_initial(one: Word, other: Word) -> Kinship:
    short, full = (one, other) if one.initial else (other, one)
    starts = [part[0] for part in full.parts]
    if len(short.parts) > len(starts):
        # `JP` or `J.-P.` for `Jean-Pierre` written as one word is rare; `M.-L.` for `Marielouise` rarer.
        return Kinship.NONE
    fits = [part == start for part, start in zip(short.parts, starts, strict=False)]
    return Kinship.INITIAL if all(fits) else Kinship.NONE


def _double(one: Word, other: Word) -> bool:
    """Tell whether one is a part of the other's double name: `Anna` and `Anna-Maria`, `Smith` and `Smith-Jones`."""
    fewer, more = sorted((one, other), key=lambda word: len(word.parts))
    return len(fewer.parts) < len(more.parts) and set(fewer.parts) <= set(more.parts)


def is_typo(one: Word, other: Word) -> bool:
    """Tell whether one slip of a key lies between two words, and neither is a name of its own.

    A slip in the last letter of a given name is none: Maria and Mario are two people.
    """
    if min(len(one.letters), len(other.letters)) < TYPO_LETTERS or (one.meant and other.meant):
        return False
    if abs(len(one.letters) - len(other.letters)) > 1:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(one.letters, other.letters, score_cutoff=1) == 1


def only_end_differs(one: Word, other: Word) -> bool:
    """Tell whether two words differ in nothing but their last letter: Paul and Paula, Petrov and Petrova."""
    short, long = sorted((one.letters, other.letters), key=len)
    return short[:-1] == long[:-1] if len(short) == len(long) else long[:-1] == short
