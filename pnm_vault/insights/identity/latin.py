"""Words of any script in plain Latin letters, so that spellings of one name meet."""

import unicodedata
from functools import lru_cache

from pnm_vault.patterns import pattern_of

# Letters that Unicode does not take apart into a plain one and a mark; Cyrillic as passports and mail addresses have
# it, Ukrainian and Serbian letters too; Greek one letter for one, since what is written with two is put together below.
_LETTERS = (
    "ß:ss ø:o ł:l đ:d ð:d þ:th ħ:h ŧ:t ĸ:k ŋ:n ı:i ə:e æ:ae œ:oe "
    "а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh "
    "щ:shch ъ: ы:y ь: э:e ю:yu я:ya ґ:g є:e і:i ї:i ў:u ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz "
    "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o"
)
_TABLE = str.maketrans({letter: plain for letter, _, plain in (one.partition(":") for one in _LETTERS.split())})
_GREEK_PAIRS = (("ου", "ou"), ("μπ", "b"), ("ντ", "d"), ("γγ", "ng"), ("αυ", "av"), ("ευ", "ev"), ("τζ", "tz"))
_DOUBLE = pattern_of(r"([a-z])\1+")
# One sound, many spellings: umlauts written out (Mueller), French and German ways to write Slavic names, and so on.
_SPELLINGS = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"), ("ks", "x"),
    ("kh", "h"), ("ck", "k"), ("th", "t"), ("ou", "u"), ("ya", "ia"), ("yu", "iu"), ("iy", "i"), ("ij", "i"),
    ("ei", "ai"), ("ey", "ai"), ("ay", "ai"), ("w", "v"), ("y", "i"), ("c", "k"),
)  # fmt: skip


def latin_of(text: str) -> str:
    """Give a text in small Latin letters without marks; scripts that have no table here stay as they are."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    # The mark of й falls with the others, so letters are parted first; ё and ї are their plain letters then.
    parted = unicodedata.normalize("NFKD", lowered)
    bare = "".join([sign for sign in parted if not unicodedata.combining(sign)])
    for pair, sound in _GREEK_PAIRS:
        bare = bare.replace(pair, sound)
    return bare.translate(_TABLE)


@lru_cache(maxsize=65536)
def spelling_key(word: str) -> str:
    """Give the form that spellings of one name share: Müller, Mueller and Muller; Sergey and Sergei.

    `word` is in Latin letters. Two words with the same key need not be the same name.
    """
    if not word.isascii() or len(word) < 3:
        return word
    key = word
    for spelling, plain in _SPELLINGS:
        key = key.replace(spelling, plain)
    return _DOUBLE.sub(r"\1", key)
