from pnm_vault.model.plan import Create, Plan, RenderedPage, Replace
from pnm_vault.model.problem import Severity
from pnm_vault.review.item_key import sum_of
from pnm_vault.review.plan import PagesPlan, plan_pages
from pnm_vault.review.region import begin_line, end_line

AGENDA = RenderedPage("Reviews/Agenda.md", "# Agenda\n", "agenda")
DATES = RenderedPage("Reviews/Dates ahead.md", "# Dates ahead — é\n", "dates")


def region(page: RenderedPage, manifest: tuple[str, ...] | None = None) -> bytes:
    sums = tuple([sum_of(line) for line in page.text.splitlines() if line]) if manifest is None else manifest
    return f"{begin_line(page.name)}\n\n{page.text}\n{end_line(page.name, sums)}".encode()


def test_missing_notes_are_created_in_order() -> None:
    planned = plan_pages((DATES, AGENDA), {AGENDA.path: None})
    assert planned.plan == Plan(
        (Create(DATES.path, region(DATES) + b"\n"), Create(AGENDA.path, region(AGENDA) + b"\n"))
    )
    assert planned.problems == ()


def test_unchanged_notes_are_not_in_the_plan() -> None:
    present = {AGENDA.path: b"mine\n" + region(AGENDA) + b"\nmine", DATES.path: region(DATES)}
    assert plan_pages((AGENDA, DATES), present) == PagesPlan(Plan(), ())


def test_a_changed_note_is_replaced_only_if_it_is_still_what_was_read() -> None:
    old = RenderedPage(AGENDA.path, "# Old\n", "agenda")
    before = b"\xef\xbb\xbfmine\r\n" + region(old) + b"\nmine"
    planned = plan_pages((AGENDA,), {AGENDA.path: before})
    assert planned.plan == Plan((Replace(AGENDA.path, b"\xef\xbb\xbfmine\r\n" + region(AGENDA) + b"\nmine", before),))
    assert planned.problems == ()


def test_a_note_that_is_not_ours_is_a_problem_and_the_others_go_on() -> None:
    planned = plan_pages((AGENDA, DATES), {AGENDA.path: b"my own agenda"})
    assert [step.path for step in planned.plan.steps] == [DATES.path]
    assert [(found.path, found.line, found.severity, found.code) for found in planned.problems] == [
        (AGENDA.path, 0, Severity.ERROR, "review-not-ours")
    ]
    assert "left alone" in planned.problems[0].message


def test_every_reason_to_leave_a_note_alone_has_its_code() -> None:
    cases = {
        "review-encoding": b"\xff\xfe",
        "review-markers": region(AGENDA) * 2,
        "review-newer": region(AGENDA).replace(b"format=1", b"format=7"),
    }
    for code, present in cases.items():
        planned = plan_pages((AGENDA,), {AGENDA.path: present})
        assert planned.plan == Plan()
        assert [problem.code for problem in planned.problems] == [code]
    marked = RenderedPage(AGENDA.path, end_line("x"), "agenda")
    assert [problem.code for problem in plan_pages((marked,), {}).problems] == ["template-error"]


def test_a_lone_surrogate_does_not_stop_the_plan() -> None:
    step = plan_pages((RenderedPage("A.md", "x\ud800", "agenda"),), {}).plan.steps[0]
    assert isinstance(step, Create) and b"x?" in step.content
