"""Five questions about a tie, with what the notes answer: who knows whom, what each knows, what both learn and gain."""

from collections.abc import Collection, Mapping, Sequence

from pnm_vault.insights.briefing.brief import Question
from pnm_vault.insights.discretion import NOBODY, PrivateNames
from pnm_vault.insights.helping.favours import favours_of
from pnm_vault.model.contact import Contact, Statement
from pnm_vault.model.contact_record import ContactRecord
from pnm_vault.model.picture import Network
from pnm_vault.model.record import Record, Row
from pnm_vault.model.source import Source
from pnm_vault.network.strength import nearest_first

# Of each question so many answers; of all that is written there is enough in the note itself.
MOST_ANSWERS = 3
# So many contacts on the review note: it is read before talks, not as a list of everybody.
MOST_CONTACTS = 6
# What was said is shown up to so many letters.
LENGTH = 200


class FiveRow(Record, frozen=True):
    """What all notes answer about one contact, a few lines for each question, whatever the day.

    `common` are the contacts (paths) whom they know, with the line that says so; `common_more` counts further ones.
    """

    common: tuple[tuple[str, Source], ...] = ()
    common_more: int = 0
    known: tuple[Source, ...] = ()
    known_of_me: tuple[Source, ...] = ()
    learning: tuple[Source, ...] = ()
    benefit: tuple[Source, ...] = ()


class Acquainted(Row, frozen=True):
    """Somebody whom both know, with the line that says so (line 0: another note does)."""

    path: str
    name: str
    proof: Source


class FiveAnswers(Record, frozen=True):
    """One contact with the answers to each question, and the questions that are open: the next ones to ask.

    `common` answers the first question, `answers` the others. An answer that may not be said is no open question.
    """

    path: str
    name: str
    common: tuple[Acquainted, ...] = ()
    common_more: int = 0
    answers: Mapping[Question, tuple[Source, ...]] = {}
    open: tuple[Question, ...] = ()


def five_row(record: ContactRecord) -> FiveRow | None:
    """Return what the notes answer; None where they answer nothing. An open question here is one of the brief too."""
    contact = record.contact
    common = tuple(dict.fromkeys([*record.knows, *record.introduced_by]))
    known, benefit = (*contact.interests, *contact.asks), contact.offers
    favours = favours_of(record)
    if not (common or known or contact.they_know or contact.learning or benefit or favours):
        return None
    path = contact.path
    done = [Source(one.path or path, one.line, one.text[:LENGTH]) for one in favours[::-1]]
    # What somebody offers, and what was done: both sides of it, where both are written down.
    both = [*_sources(path, benefit[:2]), *done[:2]] if done and benefit else [*_sources(path, benefit), *done]
    return FiveRow(
        tuple([(other, _proof_of(contact, other)) for other in common[:MOST_ANSWERS]]),
        max(0, len(common) - MOST_ANSWERS),
        _sources(path, known),
        _sources(path, contact.they_know),
        _sources(path, contact.learning),
        tuple(both[:MOST_ANSWERS]),
    )


def five_answers(
    path: str,
    name: str,
    row: FiveRow | None,
    names: Mapping[str, str],
    hidden: Collection[str] = (),
    unnamed: PrivateNames = NOBODY,
) -> FiveAnswers:
    """Lay out one contact's answers; `names` are those of all contacts. Nothing that tells of `hidden` ones is said."""
    row = FiveRow() if row is None else row
    told = {
        Question.WHAT_I_KNOW: row.known,
        Question.WHAT_THEY_KNOW: row.known_of_me,
        Question.LEARNING: row.learning,
        Question.BENEFIT: row.benefit,
    }
    common = [
        Acquainted(other, names[other], proof)
        for other, proof in row.common
        if other in names and other not in hidden and proof.path not in hidden
    ]
    unsaid = [other for other, _ in row.common if other in hidden]
    return FiveAnswers(
        path,
        name,
        tuple(common),
        row.common_more if not unsaid else 0,
        {question: _said(sources, hidden, unnamed) for question, sources in told.items()},
        (
            *([Question.WHO_THEY_KNOW] if not row.common else []),
            *[question for question, sources in told.items() if not sources],
        ),
    )


def whom_to_ask(network: Network, first: Sequence[str], hidden: Collection[str]) -> tuple[str, ...]:
    """Choose a few contacts for the note: those of the week, then the closest, nobody who is to be left alone."""
    ties = network.by_path

    def is_open(path: str) -> bool:
        tie = ties[path]
        never = tie.cadence is not None and tie.cadence.days is None
        return tie.is_open and not never and path not in hidden

    week = [path for path in first if path in ties and is_open(path)]
    found = dict.fromkeys(week[:MOST_CONTACTS])
    nearest = (path for path in nearest_first(network) if ties[path].last is not None and is_open(path))
    while len(found) < MOST_CONTACTS and (path := next(nearest, None)) is not None:
        found.setdefault(path)
    return tuple(found)


def _sources(path: str, said: Sequence[Statement]) -> tuple[Source, ...]:
    return tuple([Source(path, one.line, one.text[:LENGTH]) for one in said[:MOST_ANSWERS]])


def _proof_of(contact: Contact, other: str) -> Source:
    """Give the line of the contact's note that links somebody; the other's note where none does, by its name."""
    name = other.removesuffix(".md").rpartition("/")[2].casefold()
    for link in (*contact.knows, *contact.introduced_by):
        if link.line and link.target.removesuffix(".md").rpartition("/")[2].casefold() == name:
            return Source(contact.path, link.line, link.target)
    return Source(other)


def _said(sources: Sequence[Source], hidden: Collection[str], unnamed: PrivateNames) -> tuple[Source, ...]:
    return tuple([one for one in sources if one.path not in hidden and not unnamed.are_in(f"{one.path}\n{one.text}")])
