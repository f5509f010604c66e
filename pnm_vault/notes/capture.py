"""One line of prose to what is written down: the day, the contacts, the words for the log, what to do next.

`yesterday: coffee with Ann and @bob, offered to look at my CV +send slides by friday`. Contacts are those named at the
start, after the first `with`, and after every `@`; where nobody is, those right after a verb of contact (`called Ann`),
else those named in full anywhere. Nothing is guessed: a name that fits several contacts, or a capitalised one in such
a place that fits nobody, is a fault.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from pnm_vault.model.note import Channel, Direction
from pnm_vault.model.record import Record, Row
from pnm_vault.notes.text.channels import read_channel, says_contact
from pnm_vault.notes.text.links import clean_target
from pnm_vault.notes.values.dates import MONTHS
from pnm_vault.notes.values.day_words import leading_past_day, split_due
from pnm_vault.patterns import pattern_of

MAX_TEXT = 2_000
MAX_NAME_WORDS = 5
DEFAULT_WORDS = "in touch"
DEFAULT_TASK = "Follow up"

_FOLLOW_UP = pattern_of(r"(?:\A|\s)\+(?=[^\W\d_]|\Z)")
_TOKEN = pattern_of(r"\[\[[^\[\]\n]{1,200}\]\]|\bw/|[,;:()&+]|[^\s,;:()&+\[\]]+")
_NEXT_WORD = pattern_of(r" [^\W\d_]{2,30}(?= )")
# Around the names of contacts while the words are put together; no text holds them.
_BEGIN, _END = "\x00", "\x01"
_EDGE = " \t,;:–—-"
_WITH = frozenset(["with", "w/", "mit", "avec", "con"])
_AND = frozenset(["and", "&", "+", "und", "et", "y", "e", "as"])
_TOWARDS_WORDS = (
    "to from called call rang ring phoned texted text emailed e-mailed mailed messaged wrote met saw visited pinged "
    "helped invited thanked hosted introduced facetimed skyped whatsapped joined"
)
_TOWARDS = frozenset(_TOWARDS_WORDS.split())
_NO_NAME_WORDS = "i i'm i'd i've i'll monday tuesday wednesday thursday friday saturday sunday"
_NO_NAMES = frozenset(_NO_NAME_WORDS.split()) | frozenset(MONTHS)


class Named(Row, frozen=True):
    """The contacts that a name fits (sorted paths). `whole`: by their full name, an alias or a path."""

    paths: tuple[str, ...]
    whole: bool


Resolve = Callable[[str], Named | None]


class Fault(Row, frozen=True):
    """Why a capture cannot be written down as it stands.

    `kind` is `unknown` (nobody is called `text`), `ambiguous` (all of `paths` are), `nobody` (no contact is named) or
    `bad-day` (`text` is no day of the calendar, or has two meanings).
    """

    kind: str
    text: str
    paths: tuple[str, ...] = ()


class Wish(Row, frozen=True):
    """Something to do next; `due` None: without a day."""

    text: str
    due: date | None


class Mention(Row, frozen=True):
    """Where the words name a contact: from the character `start` up to `stop`."""

    start: int
    stop: int
    path: str


class Capture(Record, frozen=True):
    """What a line of prose says. `contacts` are paths in the order in which they are named.

    `words` are those of the user but for the date words, the marks before names, and the wishes. `mentions` are in the
    order of the words; who only addressed the line (`Ann: ...`) is in none.
    """

    day: date
    words: str
    contacts: tuple[str, ...] = ()
    channel: Channel = Channel.NOTE
    direction: Direction = Direction.UNKNOWN
    wishes: tuple[Wish, ...] = ()
    faults: tuple[Fault, ...] = ()
    mentions: tuple[Mention, ...] = ()


def parse_capture(text: str, today: date, resolve: Resolve, given: Sequence[str] = ()) -> Capture:
    """Read one line of prose; `resolve` says whom a name means. With contacts `given`, none is looked for in the text.

    Never raises; what is wrong is in `faults`.
    """
    text = " ".join(text[:MAX_TEXT].replace(_BEGIN, " ").replace(_END, " ").split())
    said, *wished = _FOLLOW_UP.split(text)
    faults: list[Fault] = []
    day, said = _take_day(said.strip(), today, faults)
    names = _Names(said, resolve)
    if not given:
        names.find()
        faults += names.faults
    if day is None and names.ends:
        day, said = _day_behind_names(said, names, today)
    words, mentions = _words_of(said, names)
    channel, direction = read_channel(words)
    contacts = tuple(dict.fromkeys(given or names.found))
    if not contacts and not faults:
        faults.append(Fault("nobody", text))
    wishes = tuple([_wish(one, today) for one in wished if one.strip()])
    return Capture(day or today, words, contacts, channel, direction, wishes, tuple(faults), mentions)


def _take_day(text: str, today: date, faults: list[Fault]) -> tuple[date | None, str]:
    found = leading_past_day(text, today)
    if found is None:
        return None, text
    day, end = found
    if day is None:
        faults.append(Fault("bad-day", text[:end].strip()))
    return day, text[end:].lstrip(_EDGE)


def _day_behind_names(text: str, names: "_Names", today: date) -> tuple[date | None, str]:
    """Read a day right behind the names, or one word of contact further on: `coffee with Ann yesterday, she ...`.

    `Ann rang last night` is as plain; what lies behind more words may be the day of something else.
    """
    for end in (*names.ends, *[end + word.end() for end in names.ends if (word := _contact_word(text[end:]))]):
        rest = text[end:]
        after = rest.lstrip()
        found = leading_past_day(after, today) if after and rest != after else None
        if found is not None and found[0] is not None:
            names.cut = (end, len(text) - len(after) + found[1])
            return found[0], text
    return None, text


def _contact_word(text: str) -> re.Match[str] | None:
    word = _NEXT_WORD.match(text)
    return word if word is not None and says_contact(word[0]) else None


def _words_of(text: str, names: "_Names") -> tuple[str, tuple[Mention, ...]]:
    """Give the words for the log, and where they name contacts.

    An address at the start (`Ann: called`), `@` marks and the day are left out.
    """
    at = names.address
    spans = sorted({span for span in names.spans if span[0] >= at})
    splices = [(start, start + 1, "") for start in names.marks if start >= at]
    splices += [(start, start, _BEGIN) for start, _, _ in spans] + [(stop, stop, _END) for _, stop, _ in spans]
    splices += [(*names.cut, "")] if names.cut else []
    pieces: list[str] = []
    for start, stop, new in sorted(splices):
        pieces += [text[at:start], new]
        at = stop
    marked = " ".join("".join([*pieces, text[at:]]).split()).strip(_EDGE)
    words = ""
    mentions: list[Mention] = []
    for piece in re.split(f"([{_BEGIN}{_END}])", marked):
        if piece == _BEGIN:
            mentions.append(Mention(len(words), len(words), spans[len(mentions)][2]))
        elif piece == _END:
            mentions[-1] = Mention(mentions[-1].start, len(words), mentions[-1].path)
        else:
            words += piece
    return words or DEFAULT_WORDS, tuple(mentions)


def _wish(text: str, today: date) -> Wish:
    words, due = split_due(text, today)
    return Wish(words.strip(_EDGE) or DEFAULT_TASK, due)


class _Token(NamedTuple):
    """A word or separator: where it stands, and its text without the marks of sentences around it."""

    start: int
    stop: int
    text: str
    closed: bool  # a sentence or a possessive ends here: no name goes on


class _Names:
    """The names in a text. `ends` are the ends of lists of names, `marks` the places of `@`, `spans` those of contacts.

    `address` is where the text goes on behind names that only address it (`Ann, Bob: ...`); `cut` a piece to leave out.
    """

    def __init__(self, text: str, resolve: Resolve) -> None:
        self.resolve = resolve
        self.tokens = [_token(match) for match in _TOKEN.finditer(text)]
        self.found: list[str] = []
        self.faults: list[Fault] = []
        self.ends: list[int] = []
        self.marks: list[int] = []
        self.spans: list[tuple[int, int, str]] = []
        self.address = 0
        self.cut: tuple[int, int] | None = None

    def find(self) -> None:
        """Look in all the places where names count."""
        stop = self._list(0, at_start=True)
        if stop and (stop == len(self.tokens) or self.tokens[stop].text == ":"):
            self.address = self.tokens[min(stop, len(self.tokens) - 1)].stop
        for at, token in enumerate(self.tokens):
            if token.text.lower() in _WITH and self._list(at + 1, may_miss=True) > at + 1:
                break
        for at, token in enumerate(self.tokens):
            if at >= stop and len(token.text) > 1 and token.text[0] == "@":
                self._list(at, marked=True)
        if not self.found and not self.faults:
            self._find_elsewhere()

    def _find_elsewhere(self) -> None:
        count = self._capitals(0)
        if count and count < len(self.tokens) and self.tokens[count].text == ":":
            address = self._text(0, count)
            if read_channel(address)[0] is Channel.NOTE:  # `Call: ...` addresses nobody
                self._miss(0, count)
                return
        for at, token in enumerate(self.tokens[:-1]):
            if token.text.lower() in _TOWARDS and self._is_named(at + 1) and self._list(at + 1):
                return
        for at, token in enumerate(self.tokens):
            if token.text[:1].isupper() or token.text[:1] == "[":
                count, named = self._longest(at)
                if named is not None and named.whole:
                    self._take(at, count, named)
                    self.ends.append(self.tokens[at + count - 1].stop)
                    return

    def _is_named(self, at: int) -> bool:
        """Tell whether a name stands at token `at`: in small letters, as on a phone, only a whole one."""
        first = self.tokens[at].text[:1]
        if first.isupper() or first == "[":
            return True
        named = self._longest(at)[1]
        return named is not None and named.whole

    def _list(self, at: int, *, at_start: bool = False, may_miss: bool = False, marked: bool = False) -> int:
        """Take the names from token `at` on, joined by commas and `and`; give the token behind them, 0 for no name.

        `may_miss`: a capitalised word that is nobody's name is a fault already in the first place. `marked`: so is any
        word, and one name is all.
        """
        first = at
        while at < len(self.tokens):
            count, named = self._longest(at)
            if at_start and named is not None and at == first and not self._is_address(at, count, named):
                return 0
            if named is None:
                count = self._stranger(at, at > first, may_miss, marked)
                if not count:
                    break
            elif not named.whole and self._surname_follows(at + count):
                count += self._capitals(at + count)
                self._miss(at, count)
            else:
                self._take(at, count, named)
            at += count
            if marked:
                break
            joined = self._joint(at)
            if not joined:
                break
            at += joined
        stop = self._behind(first, at)
        if stop > first:
            self.ends.append(self.tokens[stop - 1].stop)
            return stop
        return 0

    def _behind(self, first: int, at: int) -> int:
        """Step back over joints that no name followed."""
        while at > first and (self.tokens[at - 1].text.lower() in _AND or self.tokens[at - 1].text in (",", ";")):
            at -= 1
        return at

    def _is_address(self, at: int, count: int, named: Named) -> bool:
        """Tell whether a text begins with a name, and not with a word that is one too (`mark the date`)."""
        behind = self.tokens[at + count].text if at + count < len(self.tokens) else ":"
        text = self.tokens[at].text
        return behind == ":" or text[:1].isupper() or text[:1] in "@["

    def _longest(self, at: int) -> tuple[int, Named | None]:
        """Find the longest name from token `at` on: the number of its tokens, and who it is."""
        last = at
        while last < len(self.tokens) and last - at < MAX_NAME_WORDS and self._is_word(last):
            last += 1
            if self.tokens[last - 1].closed:
                break
        for stop in range(last, at, -1):
            named = self.resolve(self._text(at, stop))
            if named is not None and not self._is_possessive(stop - 1):
                return stop - at, named
        return 1, None

    def _text(self, at: int, stop: int) -> str:
        return " ".join([_bare_name(token.text) for token in self.tokens[at:stop]])

    def _is_word(self, at: int) -> bool:
        return len(self.tokens[at].text) > 1 or self.tokens[at].text.isalnum()

    def _is_possessive(self, at: int) -> bool:
        return self.tokens[at].text.endswith(("'s", "’s"))

    def _surname_follows(self, at: int) -> bool:
        return at < len(self.tokens) and not self.tokens[at - 1].closed and self._is_capital(at)

    def _is_capital(self, at: int) -> bool:
        text = self.tokens[at].text
        return text[:1].isupper() and text.lower() not in _NO_NAMES and not self._is_possessive(at)

    def _capitals(self, at: int) -> int:
        """Count the capitalised words from token `at` on."""
        stop = at
        while stop < len(self.tokens) and self._is_word(stop) and self._is_capital(stop):
            stop += 1
            if self.tokens[stop - 1].closed:
                break
        return stop - at

    def _stranger(self, at: int, joined: bool, may_miss: bool, marked: bool) -> int:
        """Note a name that is nobody's: the number of its tokens; 0 where these are no names."""
        count = self._capitals(at)
        if marked:
            self._miss(at, max(count, 1))
            return max(count, 1)
        if not count or not (joined or may_miss):
            return 0
        comma = at > 0 and self.tokens[at - 1].text in (",", ";")
        if comma and not self._name_follows(at + count):
            return 0  # `with Ann, Graz was cold`
        self._miss(at, count)
        return count

    def _name_follows(self, at: int) -> bool:
        joined = self._joint(at)
        return bool(joined) and at + joined < len(self.tokens) and self._longest(at + joined)[1] is not None

    def _joint(self, at: int) -> int:
        """Count the tokens of a joint between two names: `,`, `and`, `, and`."""
        stop = at
        if stop < len(self.tokens) and self.tokens[stop].text == "," and not self.tokens[stop - 1].closed:
            stop += 1
        if stop < len(self.tokens) and self.tokens[stop].text.lower() in _AND and not self.tokens[stop - 1].closed:
            stop += 1
        return stop - at

    def _take(self, at: int, count: int, named: Named) -> None:
        if len(named.paths) > 1:
            self.faults.append(Fault("ambiguous", self._text(at, at + count), named.paths))
        else:
            self.found += named.paths
            start = self.tokens[at].start + self.tokens[at].text.startswith("@")
            self.spans.append((start, self.tokens[at + count - 1].stop, named.paths[0]))
        self._mark(at)

    def _miss(self, at: int, count: int) -> None:
        self.faults.append(Fault("unknown", self._text(at, at + count)))
        self._mark(at)

    def _mark(self, at: int) -> None:
        if self.tokens[at].text.startswith("@"):
            self.marks.append(self.tokens[at].start)


def _token(match: re.Match[str]) -> _Token:
    text = match[0]
    if text.startswith("[[") or len(text) == 1:
        return _Token(match.start(), match.end(), text, False)
    lead = len(text) - len(text.lstrip("\"'“‘(*_"))
    core = text[lead:].rstrip("\"'”’*_")
    bare = core.rstrip(".!?…")
    initial = len(bare) == 1 and core == f"{bare}."
    closed = bare != core and not initial
    start = match.start() + lead
    return _Token(start, start + len(bare), bare or text, closed)


def _bare_name(text: str) -> str:
    if text.startswith("[["):
        return clean_target(text[2:-2])
    return text.removeprefix("@")
