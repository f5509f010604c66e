"""`Vault problems`: what could not be read as meant."""

from collections.abc import Iterable

from pnm_vault.insights.catching_up.agenda import tells_of
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import Settings
from pnm_vault.review.escape import one_line
from pnm_vault.review.pages.parts import Context, handful, place, remembered
from pnm_vault.review.wording import quoted, stem

PROBLEM_LINES = 200

_SEVERITIES = (
    (Severity.ERROR, "Errors", "Something could not be read at all."),
    (Severity.WARNING, "Warnings", "One field or line was left out; the rest of the note counts."),
    (Severity.INFO, "Good to know", "Nothing is lost; a small change would make it clearer."),
)


@remembered
def problems_context(problems: Iterable[Problem], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `problems` shows: at most 200 problems, the worst first, then by note and line."""
    shown = sorted(
        (problem for problem in problems if not tells_of(problem, hidden)),
        key=lambda problem: (problem.path, problem.line, problem.code, problem.message),
    )
    sections: list[Context] = []
    left = PROBLEM_LINES
    for severity, title, hint in _SEVERITIES:
        group = [problem for problem in shown if problem.severity is severity]
        items = [problem_item(problem) for problem in group[:left]]
        left -= len(items)
        if group:
            section: Context = {"severity": str(severity), "title": title, "hint": hint}
            sections.append(section | handful(items, len(group) - len(items)))
    return {"total": len(shown), "sections": sections}


def problem_item(problem: Problem) -> Context:
    """Return what a line about a problem shows."""
    return {
        "note": place(problem.path, one_line(stem(problem.path)) or "(no name)"),
        "line": problem.line,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": quoted(problem.message),
    }
