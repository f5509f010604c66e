from pnm_vault.model.plan import Create, Plan, RenderedPage, Replace
from pnm_vault.model.problem import Severity
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.region import begin_line, end_line

AGENDA = RenderedPage("Reviews/Agenda.md", "# Agenda\n", "agenda")
DATES = RenderedPage("Reviews/Dates ahead.md", "# Dates ahead — é\n", "dates")


def region(page: RenderedPage) -> bytes:
    return f"{begin_line(page.name)}\n\n{page.text}\n{end_line(page.name)}".encode()


def test_missing_notes_are_created_in_order() -> None:
    plan, problems = plan_pages((DATES, AGENDA), {AGENDA.path: None})
    assert plan == Plan((Create(DATES.path, region(DATES) + b"\n"), Create(AGENDA.path, region(AGENDA) + b"\n")))
    assert problems == ()


def test_unchanged_notes_are_not_in_the_plan() -> None:
    present = {AGENDA.path: b"mine\n" + region(AGENDA) + b"\nmine", DATES.path: region(DATES)}
    assert plan_pages((AGENDA, DATES), present) == (Plan(), ())


def test_a_changed_note_is_replaced_only_if_it_is_still_what_was_read() -> None:
    before = b"\xef\xbb\xbfmine\r\n" + region(AGENDA).replace(b"# Agenda", b"# Old") + b"\nmine"
    plan, problems = plan_pages((AGENDA,), {AGENDA.path: before})
    assert plan == Plan((Replace(AGENDA.path, b"\xef\xbb\xbfmine\r\n" + region(AGENDA) + b"\nmine", before),))
    assert problems == ()


def test_a_note_that_is_not_ours_is_a_problem_and_the_others_go_on() -> None:
    plan, problems = plan_pages((AGENDA, DATES), {AGENDA.path: b"my own agenda"})
    assert [step.path for step in plan.steps] == [DATES.path]
    assert [(found.path, found.line, found.severity, found.code) for found in problems] == [
        (AGENDA.path, 0, Severity.ERROR, "review-not-ours")
    ]
    assert "left alone" in problems[0].message


def test_every_reason_to_leave_a_note_alone_has_its_code() -> None:
    cases = {
        "review-encoding": b"\xff\xfe",
        "review-markers": region(AGENDA) * 2,
        "review-newer": region(AGENDA).replace(b"format=1", b"format=7"),
    }
    for code, present in cases.items():
        plan, problems = plan_pages((AGENDA,), {AGENDA.path: present})
        assert plan == Plan()
        assert [problem.code for problem in problems] == [code]
    marked = RenderedPage(AGENDA.path, end_line("x"), "agenda")
    assert [problem.code for problem in plan_pages((marked,), {})[1]] == ["template-error"]


def test_a_lone_surrogate_does_not_stop_the_plan() -> None:
    plan, _ = plan_pages((RenderedPage("A.md", "x\ud800", "agenda"),), {})
    step = plan.steps[0]
    assert isinstance(step, Create) and b"x?" in step.content
