import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.plan import RenderedPage, Replace
from pnm_vault.review.conflicts import join_sides
from pnm_vault.review.plan import answers_on, plan_pages
from pnm_vault.review.region import begin_line, end_line, read_region

BEGIN, END = begin_line("agenda"), end_line("agenda", ("aaaaa", "bbbbb"))
OTHER_END = end_line("agenda", ("aaaaa", "ccccc"))


def text_of(*lines: str) -> str:
    return "".join([f"{line}\n" for line in lines])


def conflict(first: str, second: str, *base: str) -> str:
    """Give the lines of a conflict without the line end of the last; each side may be several lines."""
    shown = ["||||||| base", *base] if base else []
    return "\n".join(["<<<<<<< HEAD", first, *shown, "=======", second, ">>>>>>> phone"])


def test_two_closing_lines_become_one_that_knows_the_lines_of_both() -> None:
    joined = join_sides(text_of(BEGIN, "x", conflict(END, OTHER_END, END), "mine"))
    assert joined == text_of(BEGIN, "x", end_line("agenda", ("aaaaa", "bbbbb", "ccccc")), "mine")


def test_a_note_that_both_sides_made_is_one_note() -> None:
    first = "\n".join(["above", BEGIN, "x", "y", END, "below"])
    second = "\n".join(["above", BEGIN, "x", "z", OTHER_END, "lower"])
    both = end_line("agenda", ("aaaaa", "bbbbb", "ccccc"))
    assert join_sides(text_of(conflict(first, second))) == text_of(
        "above", BEGIN, "x", "y", "z", both, "below", "lower"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        text_of(BEGIN, "x", END),
        text_of(BEGIN, conflict("a", "b"), END),
        text_of(BEGIN, "x", END, conflict("mine", "yours")),
        text_of(BEGIN, "x", conflict(END, "gone")),
        text_of(BEGIN, "x", conflict(END, end_line("dates"))),
        text_of(conflict(BEGIN, BEGIN.replace("format=1", "format=2")), "x", END),
        text_of(BEGIN, "x", "<<<<<<< HEAD", END, "=======", END),
    ],
)
def test_all_else_stays_as_it_is(text: str) -> None:
    assert join_sides(text) == text


def test_line_ends_of_windows_stay() -> None:
    joined = join_sides(text_of(BEGIN, "x", conflict(END, OTHER_END)).replace("\n", "\r\n"))
    assert joined.count("\r\n") == joined.count("\n") == 3
    region = read_region(joined, "agenda")
    assert region is not None
    assert region.manifest == frozenset(["aaaaa", "bbbbb", "ccccc"])


def test_the_note_is_made_anew_and_words_outside_our_part_stay() -> None:
    page = RenderedPage("Agenda.md", "new", "agenda")
    sides = conflict(f"{END}\nmore of mine", f"{OTHER_END}\nof yours")
    before = text_of("mine", BEGIN, "x", sides).encode()
    planned = plan_pages((page,), {page.path: before})
    assert not planned.problems
    [step] = planned.plan.steps
    assert isinstance(step, Replace)
    assert step.expected == before
    lines = step.content.decode().splitlines()
    assert [line for line in lines if line and not line.startswith("<!--")] == [
        "mine",
        "new",
        "more of mine",
        "of yours",
        "x",
    ]
    assert answers_on(step.content, "agenda").answers == ()


LINES = st.lists(st.sampled_from(["a", "- [x] b", "", "    c", "d"]), max_size=4)


SIDES = st.tuples(LINES, LINES, LINES)


@given(SIDES, SIDES)
def test_every_line_of_either_side_is_there(one: tuple[list[str], ...], other: tuple[list[str], ...]) -> None:
    first = [*one[0], BEGIN, *one[1], END, *one[2]]
    second = [*other[0], BEGIN, *other[1], OTHER_END, *other[2]]
    joined = join_sides(text_of(conflict("\n".join(first), "\n".join(second)))).splitlines()
    assert {*first, *second} - {END, OTHER_END} <= set(joined)
    assert len(joined) <= len(first) + len(second)
    assert (joined.count(BEGIN), sum(line.startswith("<!-- pnm:end") for line in joined)) == (1, 1)
