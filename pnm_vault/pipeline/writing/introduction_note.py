"""The note of a new introduction: what its template makes, with a draft to either side, and the properties."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pnm_vault.errors import PnmError
from pnm_vault.insights.introducing.introduction_drafts import may_be_told, sentences_to
from pnm_vault.insights.introducing.introductions import Candidate, Reason, reasons_without
from pnm_vault.model.introduction import Act, IntroductionRow
from pnm_vault.model.record import Record
from pnm_vault.notes.edit import Edited, safe_stem, set_property
from pnm_vault.notes.edit.steps import append_step, key_of
from pnm_vault.notes.parse import parse_note
from pnm_vault.notes.rules import Rules
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.house_style import link_to
from pnm_vault.pipeline.writing.new_contact import taken_by
from pnm_vault.review.render import TemplateProblem
from pnm_vault.review.wording import gain_words, plain, stem
from pnm_vault.vault.templates import NOTES, SUFFIX, find_templates

if TYPE_CHECKING:
    from pnm_vault.pipeline.session import Session

FOLDER = "Introductions"
TEMPLATE = f"{NOTES}introduction{SUFFIX}"

_REPAIR = "Nothing was made. Repair the template, or take it out of the vault."


class Draft(Record, frozen=True):
    """The note of an introduction to be made. `remarks` are sentences for the user about its template."""

    path: str
    text: str
    row: IntroductionRow
    remarks: tuple[str, ...] = ()


def draft_introduction(
    session: Session, rules: Rules, first: str, second: str, why: str, day: date, remark: str = ""
) -> Draft:
    """Write the note of an introduction that is an idea since `day`. The first of the two is to be asked first.

    Raises:
        PnmError: a note of its name is there already, or the template is wrong.
        BadValueError: no file can be called by both names.
    """
    path = _path(session, first, second)
    taken = taken_by(session, path)
    if taken:
        raise PnmError(f"There is a note at {taken} already.", "Give that note another name first.")
    candidate = _candidate(session, first, second)
    reasons = candidate.reasons if candidate is not None else ()
    text, remarks = _rendered(session, path, first, second, why, reasons)
    links = (link_to(session, first), link_to(session, second))
    fields = {"type": "introduction", "between": links, "why": why}
    if not why and candidate is not None:
        terms = ", ".join(dict.fromkeys([term for reason in reasons for term in reason.terms]))
        fields["why"] = f"{gain_words(candidate)}{f': {terms}' if terms else ''}"
    for name, value in fields.items():
        if value:
            text = _text(set_property(path, text, key_of(path, text, name), value))
    text = _text(append_step(path, text, day, Act.IDEA, (), f"idea: {remark}" if remark else "idea", rules))
    found = parse_note(path, text, rules).introduction
    if found is None:
        raise PnmError(f"What {TEMPLATE} makes is no note of an introduction.", _REPAIR)
    return Draft(path, text, IntroductionRow(path, stem(path), first, second, found), remarks)


def _path(session: Session, first: str, second: str) -> str:
    names = (session.name_of(first), session.name_of(second))
    stems = (stem(first).removeprefix("@"), stem(second).removeprefix("@"))
    # What a file cannot be called by may be in the names, and not in those of the two notes.
    found = [safe_stem(f"{one} and {other}") for one, other in (names, stems)]
    for name in found:
        if isinstance(name, str):
            return f"{FOLDER}/{name}.md"
    raise BadValueError(f"No note can be called “{names[0]} and {names[1]}”: the names are too long.")


def _candidate(session: Session, first: str, second: str) -> Candidate | None:
    """Give what speaks for it as far as others may read it: nothing of private contacts, no word of theirs."""
    private = session.picture().network.private
    found = session.candidate(first, second)
    if found is None or first in private or second in private:
        return None
    reasons = reasons_without(found.reasons, frozenset(private.values()))
    return replace(found, reasons=reasons) if reasons else None


def _rendered(
    session: Session, path: str, first: str, second: str, why: str, reasons: tuple[Reason, ...]
) -> tuple[str, tuple[str, ...]]:
    names = (session.name_of(first), session.name_of(second))
    called = dict(zip((first, second), names, strict=True))
    sides = [{"path": one, "name": name, "called": name.split()[0]} for one, name in called.items()]
    context: dict[str, object] = {
        "title": stem(path),
        "today": session.today.isoformat(),
        "first": sides[0],
        "second": sides[1],
        "why": why,
        "told": why if may_be_told(why) else "",
        "reasons": [_reason(reason, called) for reason in reasons],
        "to_first": list(map(plain, sentences_to(first, names[1], reasons))),
        "to_second": list(map(plain, sentences_to(second, names[0], reasons))),
    }
    templates = find_templates(session.root, session.settings)
    place = f"{session.settings.review.templates}/{TEMPLATE}"
    remarks = tuple([f"{one.path}: {one.message}" for one in templates.problems if one.path == place])
    try:
        return session.render(TEMPLATE.removesuffix(SUFFIX), context, templates), remarks
    except TemplateProblem as problem:
        found = problem.as_problem(session.settings.review.templates)
        raise PnmError(f"{found.path}:{found.line}: {found.message}", _REPAIR) from problem


def _reason(reason: Reason, names: dict[str, str]) -> dict[str, object]:
    proofs = [
        {"path": one.path, "name": f"{names.get(one.path, stem(one.path))}, line {one.line}"} for one in reason.proofs
    ]
    return {"kind": reason.kind, "text": plain(reason.text), "proofs": proofs}


def _text(edited: Edited) -> str:
    if edited.text is None:
        assert edited.problem is not None
        raise PnmError(f"The note of the introduction cannot be written: {edited.problem.message}", _REPAIR)
    return edited.text
