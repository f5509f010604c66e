"""This week on one page: a handful of each, everybody once, nobody who is hidden."""

from datetime import date, timedelta

from pnm_vault.insights.catching_up.agenda import Agenda, build_agenda
from pnm_vault.insights.catching_up.stale import CadenceRule, Label, StaleContact
from pnm_vault.insights.introducing.introductions import Gain, Introduction
from pnm_vault.insights.remembering.dates import DateAhead
from pnm_vault.insights.remembering.follow_ups import FollowUps
from pnm_vault.model.follow_up import FollowUp
from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.model.source import Source

TODAY = date(2026, 11, 26)  # a Thursday
NOTHING = FollowUps((), (), (), ())


def stale(name: str, label: Label = Label.DUE, private: bool = False, snoozed: bool = False) -> StaleContact:
    return StaleContact(
        path=f"{name}.md",
        name=name,
        label=label,
        score=0.5,
        since=40,
        last=TODAY - timedelta(days=40),
        proof=None,
        gap=30,
        rule=CadenceRule.CONTACT,
        rhythm=None,
        due=TODAY,
        snoozed=snoozed,
        planned=None,
        private=private,
        reasons=(),
    )


def task(text: str, *names: str, path: str = "Daily/x.md") -> FollowUp:
    return FollowUp(Source(path, 1, text), text, TODAY, None, "", tuple(f"{name}.md" for name in names))


def ahead(name: str, private: bool = False) -> DateAhead:
    return DateAhead(TODAY, "birthday", f"{name}.md", name, None, private, Source(f"{name}.md"))


def pair(first: str, second: str) -> Introduction:
    return Introduction(f"{first}.md", first, f"{second}.md", second, 0.5, Gain.BOTH, ())


def problem(path: str, severity: Severity, line: int = 1) -> Problem:
    return Problem(path, line, severity, "bad-date", "What.")


def build(
    *ties: StaleContact,
    follow_ups: FollowUps = NOTHING,
    dates: tuple[DateAhead, ...] = (),
    introductions: tuple[Introduction, ...] = (),
    problems: tuple[Problem, ...] = (),
    items: int = 3,
    hidden: frozenset[str] = frozenset(),
) -> Agenda:
    settings = Settings(review=ReviewSettings(items=items))
    return build_agenda(ties, follow_ups, dates, introductions, problems, settings, TODAY, hidden)


def names(agenda: Agenda) -> list[str]:
    return [tie.name for tie in agenda.reconnect]


def test_the_week_begins_on_monday() -> None:
    assert build().week == date(2026, 11, 23)


def test_whom_to_catch_up_with_comes_in_the_order_given() -> None:
    agenda = build(
        stale("Abe", Label.SLIPPING), stale("Bo", Label.IN_RHYTHM), stale("Cy", Label.NEVER), stale("Di"),
        stale("Ed", Label.OVERDUE), stale("Flo"),
    )  # fmt: skip
    assert names(agenda) == ["Abe", "Di", "Ed"]
    assert agenda.reconnect_total == 4


def test_one_dormant_contact_at_the_most() -> None:
    agenda = build(stale("Abe", Label.DORMANT), stale("Bo", Label.DORMANT), stale("Cy"))
    assert names(agenda) == ["Abe", "Cy"]
    assert agenda.reconnect_total == 3


def test_those_without_any_contact_recorded_are_counted() -> None:
    agenda = build(
        *[stale("Abe", Label.NEVER), stale("Bo", Label.NEVER, snoozed=True), stale("Cy", Label.NEVER, private=True)],
        hidden=frozenset(["Cy.md"]),
    )
    assert (agenda.reconnect_total, agenda.unrecorded) == (0, 1)


def test_snoozed_contacts_wait() -> None:
    assert build(stale("Abe", snoozed=True)).reconnect_total == 0


def test_a_contact_with_a_follow_up_is_still_somebody_to_catch_up_with() -> None:
    follow_ups = FollowUps((task("send book", "Abe"),), (), (task("call", "Bo"),), ())
    agenda = build(stale("Abe"), stale("Bo"), follow_ups=follow_ups)
    assert names(agenda) == ["Abe", "Bo"]
    assert agenda.reconnect_total == 2


def test_follow_ups_overdue_first_and_nothing_from_later() -> None:
    late, soon = task("a", "Abe"), task("b", "Bo")
    agenda = build(follow_ups=FollowUps((late,), (soon,), (task("c", "Cy"),), (task("d", "Di"),)))
    assert agenda.follow_ups == (late, soon)
    assert agenda.follow_ups_total == 2


def test_everybody_before_anybody_a_second_time() -> None:
    first, second, other, third = task("1", "Abe"), task("2", "Abe"), task("3", "Bo"), task("4", "Abe", "Cy")
    agenda = build(follow_ups=FollowUps((first, second, other, third), (), (), ()))
    assert agenda.follow_ups == (first, other, third)
    assert agenda.follow_ups_total == 4
    full = build(follow_ups=FollowUps((first, second, other), (), (), ()))
    assert full.follow_ups == (first, second, other)
    again = build(follow_ups=FollowUps((first, second, task("5", "Abe"), other), (), (), ()))
    assert again.follow_ups == (first, second, other)


def test_problems_worst_first() -> None:
    info, error = problem("a.md", Severity.INFO), problem("z.md", Severity.ERROR)
    warnings = (problem("b.md", Severity.WARNING, 2), problem("b.md", Severity.WARNING, 10))
    agenda = build(problems=(info, *reversed(warnings), error))
    assert agenda.problems == (error, *warnings)
    assert agenda.problems_total == 4


def test_a_handful_of_dates_and_introductions() -> None:
    agenda = build(dates=(ahead("Abe"), ahead("Bo")), introductions=(pair("Abe", "Bo"), pair("Abe", "Cy")), items=1)
    assert (agenda.dates, agenda.dates_total) == ((ahead("Abe"),), 2)
    assert (agenda.introductions, agenda.introductions_total) == ((pair("Abe", "Bo"),), 2)


def test_hidden_contacts_are_in_nothing_and_in_no_total() -> None:
    agenda = build(
        stale("Abe"),
        follow_ups=FollowUps((task("a", "Abe", "Bo"), task("b", "Bo", path="Abe.md")), (), (), ()),
        dates=(ahead("Abe"),),
        introductions=(pair("Abe", "Bo"), pair("Aa", "Abe")),
        problems=(
            problem("Abe.md", Severity.ERROR),
            Problem(
                "Bo.md", 1, Severity.WARNING, "ambiguous-link", "“Abe” can mean Abe.md or x/Abe.md: write the folder."
            ),
        ),
        hidden=frozenset(("Abe.md",)),
    )
    assert agenda == Agenda(date(2026, 11, 23), (), 0, (), 0, (), 0, (), 0, (), 0)


def test_private_contacts_are_there_unless_hidden() -> None:
    """The terminal shows them; the review notes hide them by path."""
    ties, dates = (stale("Abe", private=True),), (ahead("Bo", private=True),)
    agenda = build(*ties, dates=dates)
    assert (agenda.reconnect_total, agenda.dates_total) == (1, 1)
    agenda = build(*ties, dates=dates, hidden=frozenset(("Abe.md", "Bo.md")))
    assert (agenda.reconnect_total, agenda.dates_total) == (0, 0)
