"""Laws of the review notes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.plan import Create, Plan, RenderedPage, Replace
from pnm_vault.review.escape import md
from pnm_vault.review.plan import plan_pages
from pnm_vault.review.region import begin_line, end_line, merge_region
from tests.examples import examples

# Text with all sorts of line ends, marks and half markers, but no whole marker line of its own.
words = st.sampled_from(
    [
        "a",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\u2028",
        "\x0b",
        "\ufeff",
        "# x",
        "<!-- pnm:",
        "-->",
        "<<<<<<< x\n",
        "---\n",
        "é",
        "\t",
    ]
)
user_text = st.lists(words, max_size=12).map("".join).filter(lambda text: "pnm:begin" not in text)
page_text = st.lists(words.filter(lambda word: word not in ("\r", "\r\n")), max_size=12).map("".join)
names = st.sampled_from(["agenda", "follow-ups", "dates"])
line_end = st.sampled_from(["\n", "\r\n"])


@settings(deadline=None, max_examples=examples(200))
@given(before=user_text, after=user_text, old=page_text, new=page_text, name=names, end=line_end)
def test_text_outside_the_region_stays(before: str, after: str, old: str, new: str, name: str, end: str) -> None:
    head = before + end if before else ""
    tail = end + after if after else ""
    region = end.join((begin_line(name), old.replace("\n", end), end_line(name)))
    merged = merge_region(head + region + tail, new, name)
    assert merged.problem is None and merged.text is not None
    assert merged.text.startswith(head)
    assert merged.text.endswith(tail)
    assert begin_line(name) in merged.text[len(head) :]
    assert merge_region(merged.text, new, name).text == merged.text


@settings(deadline=None, max_examples=examples(200))
@given(
    pages=st.lists(st.builds(RenderedPage, st.sampled_from(["a.md", "b.md"]), page_text, names), max_size=2),
    present=st.dictionaries(
        st.sampled_from(["a.md", "b.md"]),
        st.none()
        | st.binary(max_size=30)
        | st.builds(lambda x, n, y: f"{x}\n{begin_line(n)}\n{y}\n{end_line(n)}".encode(), user_text, names, page_text),
    ),
)
def test_applying_a_plan_and_planning_again_is_empty(
    pages: list[RenderedPage], present: dict[str, bytes | None]
) -> None:
    unique = list({page.path: page for page in pages}.values())
    planned = plan_pages(unique, present)
    applied = dict(present)
    for step in planned.plan.steps:
        assert not (isinstance(step, Replace) and step.expected != present[step.path])
        assert isinstance(step, Create | Replace)
        if isinstance(step, Create):
            assert present.get(step.path) is None
        applied[step.path] = step.content
    again = plan_pages(unique, applied)
    assert (again.plan, again.problems) == (Plan(), planned.problems)
    touched = {step.path for step in planned.plan.steps} | {problem.path for problem in planned.problems}
    assert all(applied.get(path) == present.get(path) for path in applied.keys() - touched)


@settings(deadline=None, max_examples=examples(200))
@given(text=st.text(max_size=60), limit=st.integers(1, 50))
def test_any_value_is_one_line_within_its_limit(text: str, limit: int) -> None:
    escaped = md(text, limit)
    assert len(escaped.splitlines()) <= 1
    assert escaped == escaped.strip()
    assert len(escaped) <= 3 * limit + 5
    escaped.encode("utf-8")
