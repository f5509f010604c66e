"""The words that people use for a category, a closeness, a priority, a status and for yes and no."""

from collections.abc import Mapping

from pnm_vault.model.contact import Status

_CATEGORY_WORDS = {
    "friend": "friend friends buddy buddies pal pals mate mates bff bestie bestfriend closefriend goodfriend oldfriend "
    "friendship amigo amiga",
    "family": "family relative relatives kin mother father mom mum mommy mummy dad daddy parent parents brother "
    "brothers sister sisters sibling siblings son sons daughter daughters child children kid kids uncle uncles "
    "aunt aunts auntie cousin cousins nephew nephews niece nieces grandmother grandfather grandma grandpa granny "
    "grandparent grandparents grandchild grandson granddaughter wife husband spouse inlaw inlaws motherinlaw "
    "fatherinlaw brotherinlaw sisterinlaw stepmother stepfather stepbrother stepsister godmother godfather "
    "godchild familia",
    "colleague": "colleague colleagues coworker coworkers workmate workmates boss manager peer peers team teammate "
    "teammates teammember report directreport employee employer work workcolleague formercolleague excolleague "
    "collaborator collaborators businesspartner officemate cofounder",
    "classmate": "classmate classmates schoolmate schoolmates coursemate coursemates schoolfriend alumni alumnus "
    "alumna alum fellowstudent batchmate labmate",
    "mentor": "mentor mentors advisor advisors adviser advisers coach coaches teacher teachers professor supervisor",
    "mentee": "mentee mentees student students protege protégé protegee advisee coachee",
    "acquaintance": "acquaintance acquaintances acquaintanceship aquaintance aquaintances",
}
_CATEGORIES: Mapping[str, str] = {word: name for name, words in _CATEGORY_WORDS.items() for word in words.split()}

# Words of the same fields that only say that the note is a contact, or nothing.
_KIND_TEXT = "person people persons contact contacts persona personas other misc unknown human moc"
_KIND_WORDS = frozenset(_KIND_TEXT.split())

_CLOSENESS = {
    "inner": 5,
    "innercircle": 5,
    "closest": 5,
    "verystrong": 5,
    "veryclose": 5,
    "intimate": 5,
    "close": 4,
    "strong": 4,
    "high": 4,
    "active": 4,
    "warm": 3,
    "medium": 3,
    "moderate": 3,
    "professional": 2,
    "network": 2,
    "weak": 2,
    "low": 2,
    "casual": 2,
    "acquaintance": 1,
    "dormant": 1,
    "cold": 1,
    "distant": 1,
    "veryweak": 1,
}
CIRCLE_CLOSENESS: Mapping[str, int] = {"inner": 5, "active": 4, "network": 2, "dormant": 1}

# hal_md grades by letter: a, would refer to anybody; f, avoid.
TAG_CLOSENESS: Mapping[str, int] = {
    "alist": 5,
    "blist": 4,
    "clist": 3,
    "dlist": 2,
    "elist": 1,
    "flist": 1,
    "very-strong": 5,
    "strong": 4,
    "weak": 2,
    "very-weak": 1,
}

_PRIORITY = {
    "high": 1,
    "highest": 1,
    "critical": 1,
    "urgent": 1,
    "top": 1,
    "vip": 1,
    "h": 1,
    "a": 1,
    "p1": 1,
    "medium": 2,
    "normal": 2,
    "mid": 2,
    "moderate": 2,
    "m": 2,
    "b": 2,
    "p2": 2,
    "low": 3,
    "lowest": 3,
    "minor": 3,
    "l": 3,
    "c": 3,
    "p3": 3,
}

_ARCHIVED_WORDS = "inactive archive archived paused pause ex former closed ended hidden obsolete lost inaktiv"
_INBOX_WORDS = "inbox untriaged"
_DECEASED_WORDS = "deceased dead died passed passedaway late"
STATUSES: Mapping[str, Status] = {
    **dict.fromkeys(_INBOX_WORDS.split(), Status.INBOX),
    **dict.fromkeys(_ARCHIVED_WORDS.split(), Status.ARCHIVED),
    **dict.fromkeys(_DECEASED_WORDS.split(), Status.DECEASED),
}
TAG_STATUSES: Mapping[str, Status] = {
    "ex": Status.ARCHIVED,
    "archive": Status.ARCHIVED,
    "archived": Status.ARCHIVED,
    "inactive": Status.ARCHIVED,
    "deceased": Status.DECEASED,
    "dead": Status.DECEASED,
}

_TRUE = frozenset(["true", "yes", "y", "on", "1", "x"])
_FALSE = frozenset(["false", "no", "n", "off", "0", "never", "none"])
PRIVATE_WORDS = frozenset(["private", "confidential", "secret", "hidden"])


def bare_word(text: str) -> str:
    """Reduce text to the letters and digits of one lower-case word, `[[...]]`, `#`, emoji and spaces left out."""
    word = text.lower()
    if word.isalnum():
        return word
    if word.startswith("[[") and word.endswith("]]"):
        word = word[2:-2].partition("|")[0].rpartition("/")[2]
    return "".join(filter(str.isalnum, word))


def category_of(text: str, own: Mapping[str, str]) -> str | None:
    """Return the category that a word stands for, or None. `own` maps the user's case-folded words to categories."""
    return own.get(text.strip().casefold()) or _CATEGORIES.get(bare_word(text))


def is_kind_word(text: str) -> bool:
    """Tell whether a word only says that a note is a contact (`People`), or nothing (`other`)."""
    word = bare_word(text)
    return not word or word in _KIND_WORDS


def closeness_of(text: str) -> int | None:
    """Return 1 (distant) to 5 (closest) for a number or word, or None."""
    word = bare_word(text)
    if word in ("1", "2", "3", "4", "5"):
        return int(word)
    return _CLOSENESS.get(word)


def priority_of(text: str) -> int | None:
    """Return 1 (high) to 3 (low) for a number or word, or None. 4 and 5, where people count to five, are low."""
    word = bare_word(text)
    if word in ("1", "2", "3", "4", "5"):
        return min(int(word), 3)
    return _PRIORITY.get(word)


def truth_of(text: str) -> bool | None:
    """Return True or False for the words people use for yes and no, else None."""
    word = text.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None
