"""`pnm path`: who can introduce you to somebody, whom to ask first, and what to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from pnm_vault.cli.invocation import Invocation, command
from pnm_vault.cli.naming import choose_contact, complete_name
from pnm_vault.cli.opening import read_vault, say
from pnm_vault.cli.terminal import Screen, open_screen, print_lines

if TYPE_CHECKING:
    from pnm_vault.insights.helping.asked_lately import AskedLately
    from pnm_vault.insights.helping.sought import FitReason
    from pnm_vault.insights.introducing.ways_in import KnownAlready, WayIn, WayStep
    from pnm_vault.model.source import Source
    from pnm_vault.network.coverage import Coverage
    from pnm_vault.pipeline import Session
    from pnm_vault.pipeline.questions.ways_in import PathAnswer

LIMIT = 3
_LEADS = {
    "organisation": "works at",
    "role": "is",
    "place": "lives in",
    "offers": "offers",
    "interests": "likes",
    "circles": "belongs to",
}
_RECORD = (
    "What would help to record: whom your contacts know (`knows`, or pnm link), where they work and what they do "
    "(`company`, `role`), and a line in the note of whoever told you of them."
)


def _place(source: Source) -> str:
    return f"{source.path}:{source.line}" if source.line else source.path


def _proved(text: str, sources: Sequence[Source], screen: Screen, indent: str = "   ") -> list[str]:
    """Lay out a sentence with the lines that prove it below."""
    places = ", ".join(map(_place, sources))
    return [*screen.wrapped(text, indent), *([f"{indent}  {screen.style(places, 'dim')}"] if places else [])]


def _reason_lines(name: str, reasons: Sequence[FitReason], screen: Screen, indent: str) -> Iterator[str]:
    from pnm_vault.review.wording import plain

    for one in reasons:
        yield from _proved(f"{name} {_LEADS[one.trait.value]}: {plain(one.proof.text)}", (one.proof,), screen, indent)


def _known_lines(one: KnownAlready, screen: Screen) -> Iterator[str]:
    name = screen.style(one.name, "bold") + (" (private)" if one.private else "")
    yield f"You {f'know {name} yourself' if one.well else f'have met {name}'}: last in touch {one.last}."
    if one.proof is not None:
        yield f"  {screen.style(_place(one.proof), 'dim')}"
    yield from _reason_lines(one.name, one.reasons, screen, "  ")


def _step_words(before: WayStep | None, step: WayStep, called: str) -> str:
    from pnm_vault.review.wording import plain

    name = step.name or called
    if before is None:
        return f"you and {name}: {f'last in touch {step.last}' if step.last else 'no contact recorded'}"
    said = next((f": {plain(one.text)}" for one in step.proofs if one.text), "")
    words = {
        "knows": f"{before.name} knows {name}{said}",
        "together": f"{before.name} and {name} were there together{said}",
        "work": f"{before.name} and {name} both work at {step.text}, so they may know each other",
        "named": f"the note of {before.name} names {name}{said}",
    }
    return words[step.basis.value]


def _asked_words(one: AskedLately, name: str, session: Session) -> str:
    words = {
        "favour": f"{name} did you a favour on {one.day}: {one.text}",
        "introduction": f"you asked {name} on {one.day} about meeting {session.name_of(one.text)}",
        "referral": f"{name} introduced {session.name_of(one.text)} to you, whom you met on {one.day}",
    }
    return words[one.kind.value]


def _way_lines(answer: PathAnswer, place: int, session: Session, screen: Screen) -> Iterator[str]:
    way = answer.found.ways[place]
    names = [step.name or answer.called for step in way.steps]
    yield f"{place + 1}. {screen.style(' → '.join(names), 'bold')}"
    for number, step in enumerate(way.steps):
        words = _step_words(way.steps[number - 1] if number else None, step, answer.called)
        words += " (private)" if step.private else ""
        words += " (the weakest link)" if number == way.weakest else ""
        yield from _proved(words, step.proofs, screen)
    if way.steps[-1].path not in [one.path for one in answer.found.known]:  # there it is said already
        yield from _reason_lines(names[-1], way.reasons, screen, "   ")
    for one in answer.asked[place]:
        yield from _proved(_asked_words(one, names[0], session), (one.proof,), screen)


def _draft_lines(answer: PathAnswer, number: int, screen: Screen) -> Iterator[str]:
    name = answer.found.ways[number - 1].steps[0].name
    if not answer.drafts[number - 1]:
        yield "No draft: somebody on this way, or in what it is about, is private."
        return
    yield screen.heading(f"What you could write to {name}:")
    for line in answer.drafts[number - 1].split("\n"):
        yield from screen.wrapped(line, "  ") if line else [""]


def _answer_lines(answer: PathAnswer, draft: int, session: Session, screen: Screen) -> Iterator[str]:
    for one in answer.found.known:
        yield from _known_lines(one, screen)
    if answer.found.more:
        yield f"And you know {answer.found.more} more."
    for path in answer.found.unreached if answer.words else ():
        yield f"{screen.style(session.name_of(path), 'bold')} is whom you look for, but no note says who knows them."
        yield f"  {screen.style(path, 'dim')}"
    ways = answer.found.ways
    if not ways:
        return
    if answer.found.known or answer.found.unreached:
        yield ""
    yield f"Ask {screen.style(ways[0].steps[0].name, 'bold')} first."
    for place in range(len(ways)):
        yield from _way_lines(answer, place, session, screen)
    if 0 < draft <= len(ways):
        yield ""
        yield from _draft_lines(answer, draft, screen)


def _coverage_words(coverage: Coverage) -> str:
    return f"Whom they know is written down of {coverage.recorded} of {coverage.contacts} contacts"


def _remarks(answer: PathAnswer, draft: int, session: Session) -> Iterator[str]:
    """Say what the answer rests on, and what would make it better."""
    found = answer.found
    yield from answer.remarks
    if draft > max(1, len(found.ways)):
        yield f"There is no way number {draft}, so there is no draft for it."
    if found.ways and not found.coverage.is_enough:
        yield f"{_coverage_words(found.coverage)}: too few to tell who is close to whom, so their ties count alike."
    if not found.ways and not any(one.well for one in found.known):
        near = session.suggest_names(answer.called) if answer.path is None else ()
        yield f"No way to {answer.called} is written down with at most two contacts in between. {_RECORD}"
        if near:
            yield f"Did you mean {' or '.join(near[:3])}?"
        yield f"{_coverage_words(found.coverage)}."


def _step_value(step: WayStep) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value, source_value

    return {
        "path": step.path or None,
        "name": step.name or None,
        "private": step.private,
        "likelihood": step.likelihood,
        "basis": step.basis.value,
        "last_contact": day_value(step.last),
        "workplace": step.text or None,
        "proofs": [source_value(proof) for proof in step.proofs],
    }


def _reason_values(reasons: Sequence[FitReason]) -> list[dict[str, Any]]:
    from pnm_vault.cli.document import source_value

    return [{"field": one.trait.value, "source": source_value(one.proof)} for one in reasons]


def _way_value(answer: PathAnswer, place: int) -> dict[str, Any]:
    from pnm_vault.cli.document import day_value, source_value

    way: WayIn = answer.found.ways[place]
    return {
        "likelihood": way.likelihood,
        "weakest": way.weakest,
        "steps": [_step_value(step) for step in way.steps],
        "reasons": _reason_values(way.reasons),
        "asked_lately": [
            {"day": day_value(one.day), "kind": one.kind.value, "text": one.text, "source": source_value(one.proof)}
            for one in answer.asked[place]
        ],
        "draft": answer.drafts[place] or None,
    }


def _print_document(answer: PathAnswer, session: Session) -> None:
    from pnm_vault.cli.document import contact_value, day_value, print_document, source_value

    found = answer.found
    document = {
        "target": {
            "text": answer.words or None,
            "contact": contact_value(answer.path, answer.called) if answer.path is not None else None,
        },
        "coverage": {
            "contacts": found.coverage.contacts,
            "recorded": found.coverage.recorded,
            "enough": found.coverage.is_enough,
        },
        "known": [
            {
                **contact_value(one.path, one.name),
                "private": one.private,
                "last_contact": day_value(one.last),
                "proof": source_value(one.proof),
                "well": one.well,
                "reasons": _reason_values(one.reasons),
            }
            for one in found.known
        ],
        "known_more": found.more,
        "unreached": [contact_value(path, session.name_of(path)) for path in found.unreached],
        "ways": [_way_value(answer, place) for place in range(len(found.ways))],
    }
    print_document("path", session.today, document)


@command(
    "path",
    'pnm path "Ada Lovelace"',
    "pnm path Acme --why 'I look for a workshop to rent'",
    "pnm path 'letterpress printer' --about --draft 2",
)
@click.argument("text", nargs=-1, required=True, shell_complete=complete_name)
@click.option("--about", is_flag=True, help="TEXT is where somebody works or lives or what they do, and no name.")
@click.option("--why", default="", metavar="TEXT", help="What it is about, for the draft.")
@click.option(
    "--draft",
    type=click.IntRange(min=0),
    default=1,
    metavar="N",
    help="Draft the asking for way N; 0 for none, else 1.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help="At most this many ways; else 3.")
@click.pass_obj
def path(invocation: Invocation, text: tuple[str, ...], about: bool, why: str, draft: int, limit: int) -> None:
    """Show who can introduce you to TEXT: a name, a workplace, a role, a place or a skill."""
    from pnm_vault.pipeline.questions.ways_in import answer_path, is_name, is_part_of_name

    said = " ".join(text).strip()
    if not any(letter.isalnum() for letter in said):
        raise click.UsageError(f"“{said}” holds no word that could be looked for.")
    with read_vault(invocation) as session:
        named = not about and is_name(session, said)
        answer = answer_path(session, said, choose_contact(session, said) if named else None, limit, why)
        if answer.is_empty and not about and not named and is_part_of_name(session, said):
            answer = answer_path(session, said, choose_contact(session, said), limit, why)
        if invocation.json:
            _print_document(answer, session)
            return
        screen = open_screen(invocation.color)
        print_lines(_answer_lines(answer, draft, session, screen), screen)
        for remark in _remarks(answer, draft, session):
            say(invocation, remark)
