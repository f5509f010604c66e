"""Who can help with something: strong ties, weak ties worth a message, and those one step away."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import log

from msgspec.structs import replace

from pnm_vault.index.lookup import loosen
from pnm_vault.insights.catching_up.tie_facts import KIN
from pnm_vault.insights.comparing.likeness import SYNONYM
from pnm_vault.insights.comparing.near_words import NearWords
from pnm_vault.insights.comparing.synonyms import Synonyms
from pnm_vault.insights.comparing.words import every_word_of, names_in, words_asked_for
from pnm_vault.insights.helping.finding import fold_text
from pnm_vault.model.contact import Contact, Statement, Status
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.model.tie import Tie
from pnm_vault.network.coverage import Coverage, coverage_of
from pnm_vault.network.layers import layer_of
from pnm_vault.network.rhythm import own_gap
from pnm_vault.network.strength import standing_by_path
from pnm_vault.patterns import pattern_of

# Below this share of the question's weight, nothing is said; nor below the other where only lines of text answer, since
# words meet in a line by chance.
ENOUGH = 0.3
ENOUGH_TEXT = 0.6
# An ask reaches the owner's nearest for certain and anybody else the less; whoever is known through another half of it.
LEAST_REACH, STEP = 0.2, 0.5
# A tie of at least about half-yearly contact is a strong one here.
STRONG_LAYER = 3
# A weak tie with some mutual contacts, but not many, helps most.
FEW_MUTUAL = 10
WORTH_A_MESSAGE = 1.25
REASONS_SHOWN = 3
_FOUND = (Status.ACTIVE, Status.INBOX)  # the owner asks, so nothing is said unasked
_PROOF_LENGTH = 200

_SOMEBODY_ELSE = pattern_of(
    r"\b(?:her|his|their)\s(?:\w+\s)?(?:sister|brother|wife|husband|partner|son|daughter|mother|father|friend|colleague|"
    r"cousin|neighbour|neighbor|boss|flatmate|uncle|aunt|niece|nephew)s?\b|"
    r"\bknows (?:a|an|somebody|someone|two|three)\b",
    re.IGNORECASE,
)
# Whoever looks for something does not offer it.
ASKING = pattern_of(
    r"\b(?:ask(?:s|ed|ing)? |look(?:s|ed|ing)? for |search(?:es|ed|ing)? for |needs? |wants? )", re.IGNORECASE
)


class Field(StrEnum):
    """Where the words were found, the best first."""

    OFFERS = "offers"
    ABOUT = "about"
    TEXT = "text"


WEIGHTS = {Field.OFFERS: 3, Field.ABOUT: 2, Field.TEXT: 1}


class Question(Record, frozen=True):
    """What is looked for. `text` in anything that a contact is or says, `can` in what they offer alone.

    `near` is a part of a place or circle, `category` and `circle` are whole; empty ones ask for nothing.
    """

    text: str = ""
    can: str = ""
    near: str = ""
    category: str = ""
    circle: str = ""


class Evidence(Record, frozen=True):
    """One contact with the text of their note and what other notes log with them."""

    contact: Contact
    text: str = ""
    elsewhere: tuple[Source, ...] = ()


class WhoReason(Row, frozen=True):
    """A line that fits: `terms` are those words of the question that it answers, none where it is by meaning alone."""

    field: Field
    terms: tuple[str, ...]
    proof: Source


class WhoRow(Row, frozen=True):
    """Somebody who may help. `last` is the last contact, proved by `proof`; None: none recorded.

    `score` is 0 to 1. `mutual` counts the contacts who know them. `via` is the path and the name of the contact who
    knows them. `somebody` is True when it is somebody else, of whom only the note of this contact tells.
    """

    path: str
    name: str
    private: bool
    score: float
    last: date | None
    proof: Source | None
    mutual: int
    worth_a_message: bool
    reasons: tuple[WhoReason, ...]
    via: tuple[str, str] | None = None
    somebody: bool = False


class WhoAnswer(Record, frozen=True):
    """Three blocks, each best first, then by path."""

    strong: tuple[WhoRow, ...] = ()
    weak: tuple[WhoRow, ...] = ()
    one_step: tuple[WhoRow, ...] = ()


def who_can_help(
    question: Question,
    evidence: Iterable[Evidence],
    network: Network,
    known: Mapping[str, Sequence[str]],
    synonyms: Synonyms,
    meant: Mapping[str, float] | None = None,
) -> WhoAnswer:
    """Find who fits a question, archived and deceased contacts left out; whoever waits in the inbox may be found.

    score = (3 offers + 2 about + 1 text) / 6 x reach. Each of the three is the share of the question's weight that its
    lines answer: a word counts ln(1 + contacts / contacts who have it), in full for the same word, four fifths for a
    synonym, half for a near spelling. `about` is role, organisation, interests, tags and circles. Of `can` only offers
    count. The weights are our own convention, and nothing is said below a share of 0.3 in all fields together, or of
    0.6 in text alone.

    `meant` says of texts (see `texts_to_compare`) how alike they are to the question in meaning, 0 to 1, where that is
    known: an offer or what a contact is answers at least so much of it.

    reach = 0.2 + 0.8 x standing; half of it for whoever is only known through another. A weak tie with one to ten
    mutual contacts is worth a quarter more, where enough is recorded of who knows whom (see `network.coverage`).

    Source: Rajkumar, Saint-Jacques, Bojinov, Brynjolfsson & Aral 2022 (A causal test of the strength of weak ties,
    Science 377:1304-1310) for weak ties with few mutual contacts, so that the same five are not asked for everything;
    Dodds, Muhamad & Watts 2003 (An experimental study of search in global social networks, Science 301:827-829) for
    going no further than one step.
    """
    asked = _Asked(question, synonyms, meant or {})
    fitting = [one for one in evidence if one.contact.status in _FOUND and asked.admits(one.contact)]
    found = [(one.contact, asked.look_at(one)) for one in fitting]
    asked.weigh([fit for _, fit in found])
    reach = Reach(network, known)
    strong: list[WhoRow] = []
    weak: list[WhoRow] = []
    one_step: list[WhoRow] = []
    for contact, fit in found:
        tie = reach.ties.get(contact.path)
        if tie is None:
            continue
        score, reasons = asked.score(fit.own)
        if reasons is not None:
            via = reach.via(tie) if tie.last is None else None
            row = reach.row(tie, score, reasons, via)
            (one_step if via else strong if reach.is_strong(tie) else weak).append(row)
        score, reasons = asked.score(fit.others) if fit.others else (0.0, None)
        if reasons:
            row = reach.row(tie, score * STEP, reasons, None)
            one_step.append(replace(row, worth_a_message=False, somebody=True))
    return WhoAnswer(*[tuple(sorted(rows, key=_best_first)) for rows in (strong, weak, one_step)])


def texts_to_compare(question: Question, evidence: Iterable[Evidence]) -> list[str]:
    """Return the texts whose likeness in meaning to a question counts: offers, role, interests."""
    found: list[str] = []
    for contact in [one.contact for one in evidence]:
        found += [offer.text for offer in contact.offers]
        if not question.can:
            found += [interest.text for interest in contact.interests]
            found += [contact.role] if contact.role else []
    return found


def _best_first(row: WhoRow) -> tuple[float, str]:
    return -row.score, row.path


_Matches = dict[Field, list[tuple[Mapping[int, float], float, Source]]]


class _Fit(Row, frozen=True):
    """What of a question is answered by a contact, and by somebody whom only their note names.

    By field: each line with how much it counts for every word of the question, and its likeness by meaning.
    """

    own: _Matches
    others: _Matches


class _Asked:
    """A question made ready: what its words are, what means the same, how much each of them weighs."""

    def __init__(self, question: Question, synonyms: Synonyms, meant: Mapping[str, float]) -> None:
        self.question = question
        self.synonyms = synonyms
        self.meant = meant
        self.said = question.can or question.text
        self.words = words_asked_for(self.said)
        self.words_of = every_word_of if every_word_of(self.said) else names_in
        self.places = {word.stem: place for place, word in enumerate(self.words)}
        self.groups = {one.group: one.stems for one in synonyms.concepts_of(self.words)}
        self.near = NearWords([word.shown for word in self.words])
        self.shown = {word.shown: place for place, word in enumerate(self.words)}
        self.weights = [1.0] * len(self.words)
        # What a text must hold of a word to be worth a look at each of its lines: its beginning, endings change.
        likely = {*self.places, *synonyms.stems_of(self.groups)}
        self.beginnings = tuple({stem[: max(3, len(stem) - 2)] for stem in likely})

    def admits(self, contact: Contact) -> bool:
        """Tell whether a contact is where and what the question wants."""
        asked = self.question
        circles = [loosen(circle) for circle in contact.circles]
        if asked.near:
            places = [loosen(contact.place or ""), *circles]
            if not any(f" {place}".find(f" {loosen(asked.near)}") >= 0 for place in places):
                return False
        if asked.category and loosen(asked.category) != loosen(contact.category or ""):
            return False
        return not asked.circle or loosen(asked.circle) in circles

    def look_at(self, evidence: Evidence) -> _Fit:
        """Match all that is known of a contact with the words of the question."""
        contact = evidence.contact
        own: _Matches = {}
        others: _Matches = {}
        if not self.said:
            return _Fit(own, others)
        self._match_all(own, Field.OFFERS, contact.path, contact.offers)
        if self.question.can:
            return _Fit(own, others)
        self._match_all(own, Field.ABOUT, contact.path, (*_about(evidence), *contact.interests))
        taken = {proof.line for lines in own.values() for _, _, proof in lines} | {ask.line for ask in contact.asks}
        lines = [Source(contact.path, *line) for line in self._lines(evidence.text) if line[0] not in taken]
        for proof in (*lines, *evidence.elsewhere):
            match = self._match(proof.text, near=False)
            if match and not ASKING.search(proof.text):
                named = _SOMEBODY_ELSE.search(proof.text)
                (others if named else own).setdefault(Field.TEXT, []).append((match, 0.0, proof))
        return _Fit(own, others)

    def _match_all(self, into: _Matches, field: Field, path: str, statements: Sequence[Statement]) -> None:
        for statement in statements:
            match = self._match(statement.text)
            likeness = self.meant.get(statement.text, 0.0)
            if match or likeness:
                proof = Source(path, statement.line, statement.text[:_PROOF_LENGTH].strip())
                into.setdefault(field, []).append((match, likeness, proof))

    def _match(self, text: str, near: bool = True) -> Mapping[int, float]:
        """Return how much of each word of the question (by place) a text holds."""
        words = self.words_of(text)
        found = {self.places[word.stem]: 1.0 for word in words if word.stem in self.places}
        if self.groups:
            for concept in self.synonyms.concepts_of(words):
                for stem in self.groups.get(concept.group, ()):
                    place = self.places[stem]
                    found[place] = max(found.get(place, 0.0), SYNONYM)
        for word in words if near else ():
            for shown, counts in self.near.near(word.shown).items():
                place = self.shown[shown]
                found[place] = max(found.get(place, 0.0), counts)
        return found

    def _lines(self, text: str) -> Iterable[tuple[int, str]]:
        """Return the lines below the properties that may hold one of the words, with their numbers."""
        folded = fold_text(text)
        if not any(beginning in folded for beginning in self.beginnings):
            return
        body = not folded.startswith("---")
        for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
            if not body:
                body = number > 1 and line.rstrip() in ("---", "...")
            elif (shown := line.strip().lstrip("-*+> \t")) and not shown.startswith("[ ]"):  # a task is the owner's
                yield number, shown[:_PROOF_LENGTH].rstrip()

    def weigh(self, fits: Sequence[_Fit]) -> None:
        """Let a word weigh the more the fewer contacts have it; one that nobody has weighs as if one had."""
        have = [0] * len(self.words)
        for fit in fits:
            places = {place for lines in fit.own.values() for match, _, _ in lines for place in match}
            for place in places:
                have[place] += 1
        self.weights = [log(1 + len(fits) / max(1, number)) for number in have]

    def score(self, matches: _Matches) -> tuple[float, tuple[WhoReason, ...] | None]:
        """Return how well a contact fits, 0 to 1, and why; None for a contact who does not."""
        if not self.said:
            return 1.0, ()
        whole: dict[int, float] = {}
        total = 0.0
        best_meant = 0.0
        for field, lines in matches.items():
            held: dict[int, float] = {}
            for match, _, _ in lines:
                _raise_to(held, match)
            meant = max([likeness for _, likeness, _ in lines])
            best_meant = max(best_meant, meant)
            _raise_to(whole, held)
            total += WEIGHTS[field] * max(self._share(held), meant)
        if max(self._share(whole), best_meant) < (ENOUGH if matches.keys() != {Field.TEXT} else ENOUGH_TEXT):
            return 0.0, None
        most = WEIGHTS[Field.OFFERS] if self.question.can else sum(WEIGHTS.values())
        return round(total / most, 6), self._reasons(matches)

    def _share(self, held: Mapping[int, float]) -> float:
        weight = sum(self.weights)
        return sum([self.weights[place] * counts for place, counts in held.items()]) / weight if weight else 0.0

    def _reasons(self, matches: _Matches) -> tuple[WhoReason, ...]:
        """Return the lines that answer most, each only if it adds a word or is the first of its field."""
        ranked = [
            (-WEIGHTS[field] * max(self._share(match), meant), order, field, match, proof)
            for field, lines in matches.items()
            for order, (match, meant, proof) in enumerate(lines)
        ]
        ranked.sort(key=lambda entry: entry[:2])
        told: list[WhoReason] = []
        fields: set[Field] = set()
        places: set[int] = set()
        for _, _, field, match, proof in ranked:
            if len(told) < REASONS_SHOWN and (field not in fields or not places.issuperset(match)):
                told.append(WhoReason(field, tuple([self.words[place].shown for place in sorted(match)]), proof))
                fields.add(field)
                places.update(match)
        return tuple(told)


class Reach:
    """How the owner reaches each contact."""

    def __init__(self, network: Network, known: Mapping[str, Sequence[str]], coverage: Coverage | None = None) -> None:
        """Make ready; `coverage` is worked out of all ties where it is not at hand."""
        self.network = network
        self.known = known
        self.ties = network.by_path
        self.standing = standing_by_path(network)
        self.structure = (coverage_of(self.ties, known) if coverage is None else coverage).is_enough

    def is_strong(self, tie: Tie) -> bool:
        """Tell a strong tie: about half-yearly contact or more, a closeness of 3 or more, or family."""
        if tie.last is None:
            return False
        rhythm = own_gap(tie.days, tie.log_gap, tie.weight, self.network.mean_log_gap)
        layer = layer_of(tie.closeness, rhythm)
        return tie.category == KIN or (layer is not None and layer <= STRONG_LAYER)

    def via(self, tie: Tie) -> tuple[str, str] | None:
        """Return the nearest contact who knows somebody with whom there was no contact yet."""
        between = [self.ties[path] for path in self.known.get(tie.path, ()) if path in self.ties]
        ways = [(-self.standing[one.path], one.path, one.name) for one in between if _is_alive(one)]
        return min(ways)[1:] if ways else None

    def row(self, tie: Tie, score: float, reasons: tuple[WhoReason, ...], via: tuple[str, str] | None) -> WhoRow:
        """Lay out one contact, with the score as far as the owner reaches them."""
        mutual = len(
            [path for path in self.known.get(tie.path, ()) if path in self.ties and _is_alive(self.ties[path])]
        )
        worth = self.structure and via is None and 1 <= mutual <= FEW_MUTUAL and not self.is_strong(tie)
        nearest = self.standing[via[0]] * STEP if via else self.standing[tie.path]
        reach = (LEAST_REACH + (1 - LEAST_REACH) * nearest) * (WORTH_A_MESSAGE if worth else 1)
        total = min(1.0, round(score * reach, 4))
        return WhoRow(tie.path, tie.name, tie.private, total, tie.last, tie.proof, mutual, worth, reasons, via)


def _is_alive(tie: Tie) -> bool:
    return tie.last is not None and tie.status is Status.ACTIVE


def _raise_to(held: dict[int, float], match: Mapping[int, float]) -> None:
    for place, counts in match.items():
        held[place] = max(held.get(place, 0.0), counts)


def _about(evidence: Evidence) -> tuple[Statement, ...]:
    """Return role, organisations, tags and circles, each with the first line of the note where it stands."""
    contact = evidence.contact
    said = [*([contact.role] if contact.role else []), *contact.organisations, *contact.tags, *contact.circles]
    if not said:
        return ()
    lines = evidence.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple([Statement(text, _line_of(text, lines)) for text in said])


def _line_of(text: str, lines: Sequence[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)
