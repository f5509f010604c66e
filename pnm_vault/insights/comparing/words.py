"""From a statement to the words that can be compared: no accents, endings or filler, and nothing too private."""

from functools import lru_cache
from unicodedata import combining, normalize

from pnm_vault.model.record import Row
from pnm_vault.patterns import pattern_of


class Word(Row, frozen=True):
    """A word as it is compared (`stem`) and as written, in lower case. `place`: a name after `in`, `near` or the like.

    A place alone is no match: a dentist in Porto is no answer to a flat in Porto.
    """

    stem: str
    shown: str
    place: bool


_WORD = pattern_of(r"[^\W_]+[+#]*")
_VOWEL = pattern_of(r"[aeiouy]")
_SHORT = pattern_of(r"[^aeiou][aeiou][^aeiouwxy]")
_AT = frozenset(("in", "near", "around", "at", "from"))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})

# Words that say that something is asked or offered, and words without a meaning of their own, in the languages that
# notes are most often written in.
_FILLER = """
again back best better big bit day days early easy end ends evening event events free full half home large late little
local long month months next old older part place places plan plans run set short small start starting step time times
today top week weekend weeks whole young younger a about after all also an and any anybody anyone anything are around
as at be because been being both but by can could did do does doing don done during each either else etc every
everybody everyone everything few first for from get gets getting give gives giving go going good great had happy has
have having he her here hers him his how i if in into is it its just keen kind last less let lot lots make makes
making many may maybe me might mine more most much must my near need needed needs new nice no none nor not now of off
on one ones only open or other others our ours out over own people perhaps person please quite rather real really same
several she should since so some somebody someone something somewhere sort soon still stuff such than that the their
theirs them then there these they thing things this those through to together too toward towards two under until up
upon us use using very via want wanted wants was way ways we well were what when where whether which while who whom
whose why will with within without would year years yet you your yours am s t ve ll re isn doesn http https www com
cold cool dry funny hot loud quiet warm wet
advice advise advising ask asking assist assistance connect connecting connection contact experience experienced
expert expertise find finding glad hear help helped helpful helping helps hint idea insight interested interest intro
introduce introducing introduction introductions invite know knowing knowledge knows learn learning like likes looking
look looks love loves meet meeting meetup offer offering offers opportunity recommend recommendation recommendations
recommended search searching seek seeking share sharing skill speak suggestion support talk talking teach teaching tip
tips try trying understand wish wishes work working works aber als auch auf aus bei bin bis das dem den der des die
ein eine einem einen einer er es fur gern hat ich im ist jemand kann mit nach nicht oder sich sie sind suche sucht
uber um und von vom wie wir zu zum zur au aux avec ce cherche dans de du elle en est et il je la le les leur mais nous
ou par pas pour que qui sa se ses son sur un une vous al con como del el ella esta las lo los mas mi muy para pero por
sin su sus una unas unos y ao aos da dos em na nas nos num numa o os pela pelo procura procuro quem uma che cerca
cerco della delle di gli nel nella per sono uno aan bij dat deze een het ik met naar niet om op te uit van voor wij
zijn zoek
"""

# Filler that is also the name of a thing: behind an article, or in the plural, it is that.
_THINGS = frozenset(("van", "hat", "bin", "den"))
_ARTICLES = frozenset(("a", "the", "my", "our", "your", "his", "her", "their"))
# Filler beside other words, where it would join a teacher of maths with one of music; a question of nothing else is
# about it.
_VAGUE = """
advice adviser advisor bin connect den event evening experience expert hat home introduction learn meet meetup month
place plan set skill speak support talk teach tip van weekend work
"""

# A statement with one of these words is about health, religion, politics, orientation or origin: it is between the
# contact and the owner, and no reason for anything.
_SENSITIVE = """
abortion addict addiction adhd alcoholic alcoholism allergy alzheimer anorexia antidepressant anxiety arthritis asthma
autism autistic bereavement bipolar blood bulimia burnout cancer chemo chemotherapy chronic clinic counselling
counseling dementia depressed depression diabetes diabetic diagnosis disability disabled disease disorder doctor
dyslexia epilepsy fertility gp gynaecologist gynecologist health healthcare hepatitis hiv hospital illness infertility
insomnia ivf medical medication menopause mental migraine miscarriage neurologist oncologist oncology parkinson
physician physio physiotherapist physiotherapy pregnancy pregnant psychiatric psychiatrist psychiatry psychologist
psychotherapist psychotherapy ptsd rehab rehabilitation schizophrenia sick sickness sober sobriety stroke suicide
surgeon surgery symptom therapist therapy trauma tumor tumour arzt arztin depressionen gesundheit krankheit krebs
medecin medico medica medizin salud sante saude therapie agnostic anglican atheism atheist baptism baptist bible
buddhism buddhist catholic christian christianity church evangelical faith gospel hindu hinduism imam islam islamic
jewish judaism kirche koran lutheran mass minister mormon mosque moschee muslim orthodox parish pastor pray prayer
priest protestant quran rabbi ramadan religion religious sikh synagogue temple theology torah worship activism
activist afd brexit cdu communism communist conservative democrat election fascism liberal maga partisan political
politician politics politik protest republican socialism socialist spd tory trump union unionist vote voter voting
asexual bisexual gay gender homosexual lesbian lgbt lgbtq lgbtqia nonbinary queer sex sexual sexuality trans
transgender transsexual ethnic ethnicity racial racism
"""

# Words that are no form of what the endings below would make of them: a mother is no moth, a trailer no trail.
_WHOLE = """
archer badger banner barber batter beaker bitter blazer bother brother bumper bunker butter career center chapter
charter clothing clover copper corner counter cracker crater customer dinner engineer evening factor father feather
flower folder founder goods gutter hammer heather herring hunger ladder leather ledger letter litter locker manner
mariner master matter merger miller mining morning mother news number officer outdoor outing owner paper partner
pastor pepper pitcher placement plane porter poster potter primer proper quarter ranger recording rooster rubber
saucer sector series server shoulder shower shutter sister slipper spanner species sticker stranger summer supper
sweater tailor tanner tender theme toddler tractor trailer traitor waiter washer wedding whisker wicker winner winter
"""
_IRREGULAR = {word: word for word in _WHOLE.split()} | {
    "bowler": "bowling",
    "bowling": "bowling",
    "boxer": "boxing",
    "boxing": "boxing",
    "children": "child",
    "knives": "knife",
    "lives": "life",
    "men": "man",
    "mentor": "mentor",
    "mentorship": "mentor",
    "mice": "mouse",
    "miner": "mining",
    "rower": "rowing",
    "rowing": "rowing",
    "runner": "running",
    "running": "running",
    "shelves": "shelf",
    "trainer": "training",
    "training": "training",
    "wives": "wife",
    "women": "woman",
}


def stem_of(word: str) -> str:
    """Return a word without accents, plural and the endings -ing, -ed, -er, -or, -ion, -ment, in lower case.

    A light stemmer for English of our own, after the idea of Porter 1980 (An algorithm for suffix stripping, Program
    14:130-137): it takes off less, since a wrong match costs more here than a missed one.
    """
    if not word.isascii():
        word = "".join(letter for letter in normalize("NFKD", word) if not combining(letter))
    word = word.casefold()
    if not word.isascii():
        word = word.translate(_LETTERS)
    if word[-1:] in "+#":
        base = word.rstrip("+#")
        return word if len(base) <= 2 else stem_of(base)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isascii():
        return word
    word = _singular(word)
    return _IRREGULAR[word] if word in _IRREGULAR else _without_e(_without_ending(word))


def words_of(text: str) -> tuple[Word, ...]:
    """Return the distinct words of a statement that can be compared, in order; nothing of a statement too private."""
    return _words(text, guarded=True)


def every_word_of(text: str) -> tuple[Word, ...]:
    """Return the same, of a private statement too: for what nobody but the owner is shown."""
    return _words(text, guarded=False)


def words_asked_for(text: str) -> tuple[Word, ...]:
    """Return the words of a question; where it holds filler alone, those of them that may be asked for."""
    return every_word_of(text) or names_in(text)


def names_in(text: str) -> tuple[Word, ...]:
    """Return the distinct words of a statement that are filler elsewhere and may be asked for: `teacher`, `weekend`."""
    found: dict[str, Word] = {}
    for written in _written(text):
        if (stem := _stem(written)) in _vague_stems():
            found.setdefault(stem, Word(stem, written.casefold(), False))
    return tuple(found.values())


def tells_private(text: str) -> bool:
    """Tell whether a word of a text is about health, faith, politics, orientation or origin."""
    return bool(text) and not words_of(text) and any(_stem(word) in _private_stems() for word in _written(text))


def phrase_of(words: tuple[Word, ...]) -> str:
    """Return the stems of a statement as one phrase."""
    return " ".join([word.stem for word in words])


@lru_cache(maxsize=16384)
def _words(text: str, *, guarded: bool) -> tuple[Word, ...]:
    found: dict[str, Word] = {}
    at_place = False
    before = ""
    for written in _written(text):
        stem = _stem(written)
        if guarded and stem in _private_stems():
            return ()
        place = at_place and written[0].isupper()
        at_place = place or written in _AT
        is_filler = stem in _filler_stems() and not (stem in _THINGS and _is_thing(written, before))
        if len(stem) > 1 and not is_filler and stem not in found:
            found[stem] = Word(stem, written.casefold(), place)
        before = written
    return tuple(found.values())


def _is_thing(written: str, before: str) -> bool:
    """Tell a thing from filler that is spelt as it is: Dutch `van`, German `hat`."""
    return written.casefold() not in _THINGS or before.casefold() in _ARTICLES


def _written(text: str) -> list[str]:
    return _WORD.findall(text if text.isascii() else normalize("NFC", text))


_stem = lru_cache(maxsize=16384)(stem_of)


@lru_cache(maxsize=1)
def _filler_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _FILLER.split()))


@lru_cache(maxsize=1)
def _vague_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _VAGUE.split()))


@lru_cache(maxsize=1)
def _private_stems() -> frozenset[str]:
    return frozenset(map(stem_of, _SENSITIVE.split()))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2] not in "siu" else word


def _without_ending(word: str) -> str:
    for ending, shortest in (("ment", 5), ("ing", 3), ("ion", 5), ("ed", 3), ("er", 4), ("or", 4)):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            if len(rest) < shortest or not _VOWEL.search(rest) or word.endswith("eed"):
                return word
            if rest[-1] == rest[-2] and rest[-1] not in "aeiouls" and len(rest) > 3:
                return rest[:-1]
            # hiking, hiked: hike
            return rest + "e" if len(rest) == 3 and ending != "er" and _SHORT.match(rest) else rest
    return word


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 4 and (word[-1] == "e" or word.endswith("phy")) else word
