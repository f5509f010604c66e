"""Wanted review notes against what is there: which files to create or replace. Nothing is ever removed."""

from collections.abc import Iterable, Mapping

from pnm_vault.model.plan import Create, Plan, Remove, RenderedPage, Replace
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.review.region import merge_region

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


def plan_pages(pages: Iterable[RenderedPage], present: Mapping[str, bytes | None]) -> tuple[Plan, tuple[Problem, ...]]:
    """Return the changes that bring the review notes up to date, and the notes that have to be left alone.

    `present` maps a page's path to the bytes that are there now; None or no entry: no such file. A note whose bytes
    would stay the same is not in the plan, so that applying the plan and planning again gives nothing.
    """
    steps: list[Create | Replace | Remove] = []
    problems: list[Problem] = []
    for page in pages:
        before = present.get(page.path)
        try:
            # The codec without a signature: a byte order mark stays a character, and stays.
            existing = None if before is None else before.decode("utf-8")
        except UnicodeDecodeError:
            problems.append(_problem(page.path, "review-encoding"))
            continue
        merged = merge_region(existing, page.text, page.name)
        if merged.text is None:
            problems.append(_problem(page.path, merged.problem or "review-markers"))
            continue
        content = merged.text.encode("utf-8", "replace")
        if before is None:
            steps.append(Create(page.path, content))
        elif before != content:
            steps.append(Replace(page.path, content, before))
    return Plan(tuple(steps)), tuple(problems)


def _problem(path: str, code: str) -> Problem:
    return Problem(path, 0, Severity.ERROR, code, _MESSAGES[code])
