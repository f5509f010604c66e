"""Wanted review notes against what is there: which files to create or replace. Nothing is ever removed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from unicodedata import normalize

from pnm_vault.model.plan import Create, Plan, Remove, RenderedPage, Replace
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Record
from pnm_vault.review.answers import Answer, Mark, PageAnswers, read_answers
from pnm_vault.review.compose import compose
from pnm_vault.review.conflicts import join_sides
from pnm_vault.review.region import Merged, merge_region, read_region

_MESSAGES = {
    "review-not-ours": "This note was not made by pnm, so it was left alone: rename it or move it away.",
    "review-markers": (
        "The two pnm marker lines are damaged or doubled, so this note was left alone: "
        "move what you wrote elsewhere and delete the note."
    ),
    "review-newer": "A later version of pnm made this note, so it was left alone: bring pnm up to date here.",
    "review-encoding": "This note is not UTF-8 text, so it was left alone: save it as UTF-8 or move it away.",
    "template-error": "This note was not written: its template makes lines that begin like the pnm markers.",
}

NO_ANSWERS = PageAnswers()


class PageOutcome(Record, frozen=True):
    """What became of the answers on one page: those carried out, and why others were not.

    `kept` are words of the owner's for which there was no place in a note.
    """

    carried_out: frozenset[Answer] = frozenset()
    reasons: Mapping[Answer, str] = {}
    kept: tuple[str, ...] = ()


NO_OUTCOMES: Mapping[str, PageOutcome] = MappingProxyType({})


class PagesPlan(Record, frozen=True):
    """The changes that bring the review notes up to date, and the notes that have to be left alone.

    `waiting` are paths of notes on which a mark stays that could not be carried out; `moved` counts by path the lines
    that their owner wrote inside our part and that now stand below it.
    """

    plan: Plan
    problems: tuple[Problem, ...]
    waiting: frozenset[str] = frozenset()
    moved: Mapping[str, int] = {}


# A watch reads each page again and again, mostly as it wrote it.
@lru_cache(maxsize=32)
def answers_on(content: bytes | None, name: str) -> PageAnswers:
    """Read what its owner wrote into the page `name`; nothing where the note is none of ours or not sound."""
    try:
        text = (content or b"").decode("utf-8")
    except UnicodeDecodeError:
        return NO_ANSWERS
    region = read_region(join_sides(text), name)
    return NO_ANSWERS if region is None else read_answers(region.body, region.manifest)


def plan_pages(
    pages: Iterable[RenderedPage],
    present: Mapping[str, bytes | None],
    outcomes: Mapping[str, PageOutcome] = NO_OUTCOMES,
    *,
    plain: bool = False,
) -> PagesPlan:
    """Return the changes that bring the review notes up to date.

    `present` maps a page's path to the bytes that are there now; None or no entry: no such file. A note whose bytes
    would stay the same is not in the plan, so that applying the plan and planning again gives nothing. What the owner
    wrote stays, but for the answers that were carried out; `outcomes` tell by path what became of them. `plain`: see
    `compose`.
    """
    steps: list[Create | Replace | Remove] = []
    problems: list[Problem] = []
    waiting: set[str] = set()
    moved: dict[str, int] = {}
    for page in pages:
        before = present.get(page.path)
        try:
            # The codec without a signature: a byte order mark stays a character, and stays.
            existing = None if before is None else join_sides(before.decode("utf-8"))
        except UnicodeDecodeError:
            problems.append(_problem(page.path, "review-encoding"))
            continue
        outcome = outcomes.get(page.path, PageOutcome())
        left = answers_left(before, page.name, outcome)
        merged, strays = _merged(page, existing, left, outcome.reasons, plain)
        if merged.text is None:
            problems.append(_problem(page.path, merged.problem or "review-markers"))
            continue
        if any(answer.mark is not Mark.NONE for answer in left.answers):
            waiting.add(page.path)
        if strays:
            moved[page.path] = strays
        content = merged.text.encode("utf-8", "replace")
        if before is None:
            steps.append(Create(page.path, content))
        elif before != content:
            steps.append(Replace(page.path, content, before))
    return PagesPlan(Plan(tuple(steps)), tuple(problems), frozenset(waiting), moved)


def answers_left(content: bytes | None, name: str, outcome: PageOutcome) -> PageAnswers:
    """Read what its owner wrote into the page `name` and is to stay there."""
    found = answers_on(content, name)
    answers = tuple([one for one in found.answers if one not in outcome.carried_out])
    # As items of a list: below a line of somebody's own, bare words would run on from it.
    return PageAnswers(answers, (*found.strays, *[f"- {words}" for words in outcome.kept]))


def _merged(
    page: RenderedPage, existing: str | None, left: PageAnswers, reasons: Mapping[Answer, str], plain: bool
) -> tuple[Merged, int]:
    # Names come from the disk, and some systems store accents apart from their letters; our part is the same on all.
    text = normalize("NFC", page.text.replace("\r\n", "\n"))
    composed = compose(text, left, reasons, plain=plain)
    merged = merge_region(existing, composed.text, page.name, composed.manifest, composed.strays)
    return merged, sum(bool(line.strip()) for line in composed.strays)


def _problem(path: str, code: str) -> Problem:
    return Problem(path, 0, Severity.ERROR, code, _MESSAGES[code])
