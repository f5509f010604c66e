"""What stands on each review note, as plain data for its template.

A context holds dictionaries, lists, texts, whole numbers and None only: nothing in it can be called, and it can be
sent to another process as JSON. Days are texts (`2026-11-28`); no day is told as a distance from today, so that a note
stays the same until something happens. `docs/templates.md` lists every key.

Private contacts appear on no page. The answers mark them, `hidden` (contact paths) covers what carries no mark.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pnm_vault.insights.agenda import Agenda, tells_of
from pnm_vault.insights.dates import DateAhead
from pnm_vault.insights.follow_ups import FollowUps
from pnm_vault.insights.introductions import Introduction
from pnm_vault.insights.stale import Label, StaleContact
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.model.source import Source
from pnm_vault.review.escape import one_line
from pnm_vault.review.item_key import digest_of_item, raw_key
from pnm_vault.review.page_names import PAGES, page_path
from pnm_vault.review.wording import cadence_words, gain_words, milestone, month, plain, quoted, stem, weekday

Context = dict[str, object]

PROBLEM_LINES = 200

# The order of the sections: ties that a word can still save come first.
_LABELS = (
    (Label.SLIPPING, "Slipping", "It has been quiet for a good while. A short hello is enough."),
    (Label.OVERDUE, "Overdue", "More than twice the usual time between you."),
    (Label.DUE, "Due", "About time for a word."),
    (Label.DORMANT, "Dormant", "Long out of touch, and often glad to hear from you out of the blue."),
    (
        Label.NEVER,
        "No contact recorded",
        "No dated line speaks of them yet. One such as `- 2026-01-31: coffee` in their note is enough.",
    ),
)
_SEVERITIES = (
    (Severity.ERROR, "Errors", "Something could not be read at all."),
    (Severity.WARNING, "Warnings", "One field or line was left out; the rest of the note counts."),
    (Severity.INFO, "Good to know", "Nothing is lost; a small change would make it clearer."),
)


class PageContext(Row, frozen=True):
    """A review note before rendering: the template's name (`agenda`), the note's path, what the template is given."""

    name: str
    path: str
    context: Context


class Answers(Row, frozen=True):
    """All that the review notes are made of. `stale` are all ties, best to reconnect with first."""

    agenda: Agenda
    stale: tuple[StaleContact, ...]
    introductions: tuple[Introduction, ...]
    follow_ups: FollowUps
    dates: tuple[DateAhead, ...]
    problems: tuple[Problem, ...]


def build_pages(
    answers: Answers,
    settings: Settings,
    hidden: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
) -> tuple[PageContext, ...]:
    """Return the six review notes in writing order. `names` maps contact paths to names (else the file's name)."""
    known = {} if names is None else names
    contexts = {
        "agenda": agenda_context(answers.agenda, settings, hidden, known),
        "reconnect": reconnect_context(answers.stale, settings, hidden),
        "introductions": introductions_context(answers.introductions, settings, hidden),
        "follow-ups": follow_ups_context(answers.follow_ups, settings, hidden, known),
        "dates": dates_context(answers.dates, settings, hidden),
        "problems": problems_context(answers.problems, settings, hidden),
    }
    return tuple(PageContext(name, page_path(name, settings), contexts[name]) for name in PAGES)


def agenda_context(agenda: Agenda, settings: Settings, hidden: frozenset[str], names: Mapping[str, str]) -> Context:
    """Return what `agenda` shows: a handful of each, with how many there are beyond."""
    reconnect = [_reconnect_item(stale, hidden) for stale in agenda.reconnect if _is_shown(stale, hidden)]
    follow_ups = [
        _follow_up_item(follow_up, names) for follow_up in agenda.follow_ups if not _concerns(follow_up, hidden)
    ]
    dates = [_date_item(ahead, hidden) for ahead in agenda.dates if not _is_private(ahead, hidden)]
    introductions = [
        _introduction_item(pair, hidden)
        for pair in agenda.introductions
        if pair.first not in hidden and pair.second not in hidden
    ]
    problems = [_problem_item(problem) for problem in agenda.problems if not tells_of(problem, hidden)]
    return _page("agenda", settings) | {
        "week": agenda.week.isoformat(),
        "week_title": f"Week of Monday {agenda.week.isoformat()}",
        "reconnect": _handful(reconnect, agenda.reconnect_total - len(agenda.reconnect)),
        "follow_ups": _handful(follow_ups, agenda.follow_ups_total - len(agenda.follow_ups)),
        "dates": _handful(dates, agenda.dates_total - len(agenda.dates)),
        "introductions": _handful(introductions, agenda.introductions_total - len(agenda.introductions)),
        "problems": _handful(problems, agenda.problems_total - len(agenda.problems)),
    }


def reconnect_context(stale: Iterable[StaleContact], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `reconnect` shows: every tie that is due or beyond, by label, in the order given."""
    by_label: dict[Label, list[StaleContact]] = {label: [] for label, _, _ in _LABELS}
    for tie in stale:
        if tie.label in by_label and not tie.snoozed and _is_shown(tie, hidden):
            by_label[tie.label].append(tie)
    sections = [
        {"label": str(label), "title": title, "hint": hint}
        | _handful([_reconnect_item(tie, hidden) for tie in by_label[label][: settings.review.lines]])
        | {"more": max(0, len(by_label[label]) - settings.review.lines)}
        for label, title, hint in _LABELS
        if by_label[label]
    ]
    return _page("reconnect", settings) | {"total": sum(map(len, by_label.values())), "sections": sections}


def introductions_context(pairs: Iterable[Introduction], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `introductions` shows: suggested pairs, best first, with reasons and the lines that prove them."""
    shown = [pair for pair in pairs if pair.first not in hidden and pair.second not in hidden]
    limit = settings.review.introductions
    items = [_introduction_item(pair, hidden) for pair in shown[:limit]]
    return _page("introductions", settings) | _handful(items, len(shown) - len(items))


def follow_ups_context(
    follow_ups: FollowUps, settings: Settings, hidden: frozenset[str], names: Mapping[str, str]
) -> Context:
    """Return what `follow-ups` shows: open follow-ups by when they are due."""
    groups = (
        ("overdue", "Due before today", follow_ups.overdue),
        ("this-week", "The next seven days", follow_ups.this_week),
        ("later", "Later", follow_ups.later),
        ("undated", "Without a date", follow_ups.undated),
    )
    sections: list[Context] = []
    total = 0
    for label, title, group in groups:
        shown = [follow_up for follow_up in group if not _concerns(follow_up, hidden)]
        total += len(shown)
        items = [_follow_up_item(follow_up, names) for follow_up in shown[: settings.review.lines]]
        if items:
            sections.append({"label": label, "title": title} | _handful(items, len(shown) - len(items)))
    return _page("follow-ups", settings) | {"total": total, "sections": sections}


def dates_context(dates: Iterable[DateAhead], settings: Settings, hidden: frozenset[str]) -> Context:
    """Return what `dates` shows: important dates by month."""
    shown = [ahead for ahead in dates if not _is_private(ahead, hidden)]
    months: dict[str, list[Context]] = {}
    for ahead in shown[: settings.review.lines]:
        months.setdefault(month(ahead.day), []).append(_date_item(ahead, hidden))
    sections = [{"title": title, "items": items} for title, items in months.items()]
    return _page("dates", settings) | {
        "days": settings.review.dates_ahead,
        "total": len(shown),
        "sections": sections,
        "more": max(0, len(shown) - settings.review.lines),
    }


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
        items = [_problem_item(problem) for problem in group[:left]]
        left -= len(items)
        if group:
            section: Context = {"severity": str(severity), "title": title, "hint": hint}
            sections.append(section | _handful(items, len(group) - len(items)))
    return _page("problems", settings) | {"total": len(shown), "sections": sections}


def _page(name: str, settings: Settings) -> Context:
    """Return what every template is given: its own title and where the other notes are."""
    pages = {
        page.replace("-", "_"): {"path": page_path(page, settings), "name": stem(file)} for page, file in PAGES.items()
    }
    return {"title": stem(PAGES[name]), "pages": pages}


def _handful(items: Sequence[Context], more: int = 0) -> Context:
    return {"items": list(items), "more": max(0, more)}


def _is_shown(tie: StaleContact, hidden: frozenset[str]) -> bool:
    return not tie.private and tie.path not in hidden


def _is_private(ahead: DateAhead, hidden: frozenset[str]) -> bool:
    return ahead.private or ahead.path in hidden


def _concerns(follow_up: FollowUp, hidden: frozenset[str]) -> bool:
    return follow_up.source.path in hidden or not hidden.isdisjoint(follow_up.contacts)


def _place(path: str, name: str) -> Context:
    return {"path": path, "name": name}


def _proof(source: Source | None, name: str, hidden: frozenset[str]) -> Context | None:
    """Return the line that proves something, None when it stands in a private contact's note."""
    if source is None or source.path in hidden:
        return None
    return _place(source.path, name) | {"line": source.line, "text": plain(source.text)}


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _reconnect_item(tie: StaleContact, hidden: frozenset[str]) -> Context:
    return {
        "contact": _place(tie.path, tie.name),
        "label": str(tie.label),
        "cadence": cadence_words(tie.gap, tie.rule),
        "last": _day(tie.last),
        "due": _day(tie.due),
        "asked": _day(tie.due) if _is_reminder(tie) else "",
        "planned": _day(tie.planned),
        "proof": _proof(tie.proof, _day(tie.last), hidden),
        "reasons": [plain(reason) for reason in tie.reasons],
        "key": raw_key("contact", digest_of_item(tie.path), _day(tie.last)),
    }


def _is_reminder(tie: StaleContact) -> bool:
    """Tell whether the due day is one that the owner named, rather than the end of the expected gap."""
    return tie.due is not None and (tie.last is None or (tie.due - tie.last).days != tie.gap)


def _follow_up_item(follow_up: FollowUp, names: Mapping[str, str]) -> Context:
    return {
        "text": plain(follow_up.text),
        "due": _day(follow_up.due),
        "start": _day(follow_up.start),
        "recurrence": follow_up.recurrence,
        "contacts": [_place(path, names.get(path) or stem(path)) for path in follow_up.contacts],
        "proof": _proof(follow_up.source, stem(follow_up.source.path), frozenset()),
        "key": raw_key("follow-up", follow_up_digest(follow_up), _day(follow_up.due)),
    }


def follow_up_digest(follow_up: FollowUp) -> str:
    """Return what a follow-up is known by on its line: its note and its words, dates included."""
    return digest_of_item(follow_up.source.path, follow_up.source.text)


def _date_item(ahead: DateAhead, hidden: frozenset[str]) -> Context:
    return {
        "day": ahead.day.isoformat(),
        "weekday": weekday(ahead.day),
        "label": ahead.label,
        "turns": ahead.turns,
        "occasion": milestone(ahead.label, ahead.turns),
        "contact": _place(ahead.path, ahead.name),
        "proof": _proof(ahead.source, stem(ahead.source.path), hidden),
        "key": raw_key("date", digest_of_item(ahead.path, ahead.label), _day(ahead.day)),
    }


def _introduction_item(pair: Introduction, hidden: frozenset[str]) -> Context:
    names = {pair.first: pair.first_name, pair.second: pair.second_name}
    reasons: list[Context] = []
    for reason in pair.reasons:
        proofs = (_proof(source, names.get(source.path) or stem(source.path), hidden) for source in reason.proofs)
        reasons.append(
            {
                "kind": reason.kind,
                "text": plain(reason.text),
                "terms": list(reason.terms),
                "proofs": [proof for proof in proofs if proof is not None],
            }
        )
    return {
        "first": _place(pair.first, pair.first_name),
        "second": _place(pair.second, pair.second_name),
        "gain": gain_words(pair),
        "reasons": reasons,
        "key": raw_key("introduction", digest_of_item(pair.first, pair.second), ""),
    }


def _problem_item(problem: Problem) -> Context:
    return {
        "note": _place(problem.path, one_line(stem(problem.path)) or "(no name)"),
        "line": problem.line,
        "severity": str(problem.severity),
        "code": problem.code,
        "message": quoted(problem.message),
    }
