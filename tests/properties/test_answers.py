"""Laws of what is written into review notes: nothing is dropped, nothing is doubled, and what stays stays put."""

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from pnm_vault.model.plan import RenderedPage
from pnm_vault.review.answers import Mark
from pnm_vault.review.item_key import comment_of, digest_of_item, raw_key
from pnm_vault.review.plan import PageOutcome, answers_on, plan_pages
from tests.examples import examples

PATH = "Reviews/Agenda.md"
NOTHING = PageOutcome()
NAMES = ("Ann Lee", "Bob", "José", "Cy")


def item(name: str, state: int) -> list[str]:
    key = comment_of(raw_key("contact", digest_of_item(name), f"2026-01-{state:02d}"))
    return [f"- [ ] [[People/{name}|{name}]] · monthly · due 2026-02-{state:02d} {key}", f"    - why {name}"]


pages = st.builds(
    lambda names, state, more: RenderedPage(
        PATH,
        "\n".join(["# Agenda", "", *[line for name in names for line in item(name, state)], "", f"{more} more"]),
        "agenda",
    ),
    st.lists(st.sampled_from(NAMES), unique=True, max_size=4),
    st.integers(1, 28),
    st.integers(1, 9),
)
WORD = re.compile(r"word[0-9]+q")
Edit = Callable[[list[str], str], None]


def at(position: float, lines: list[str]) -> int:
    """Choose a line between the two markers."""
    return 1 + int(position * (len(lines) - 2))


def insert(position: float, opening: str) -> Edit:
    def edit(lines: list[str], word: str) -> None:
        lines.insert(at(position, lines), f"{opening}{word}")

    return edit


def append(position: float, sign: str) -> Edit:
    def edit(lines: list[str], word: str) -> None:
        place = at(position, lines)
        if "<!-- pnm:contact" in lines[place]:
            lines[place] = lines[place].replace("[ ]", f"[{sign}]", 1) + f" {word}"
        else:
            lines.insert(place, word)

    return edit


def type_into(position: float, column: int) -> Edit:
    def edit(lines: list[str], word: str) -> None:
        place = at(position, lines)
        line = lines[place]
        cut = max([m.end() for m in WORD.finditer(line) if m.start() < column < m.end()], default=column)
        cut = min(cut, line.find(" <!--") if " <!--" in line else len(line))
        lines[place] = f"{line[:cut]} {word} {line[cut:]}"

    return edit


positions = st.floats(0, 0.999)
edits = st.lists(
    st.one_of(
        st.builds(insert, positions, st.sampled_from(["", "    - ", "\t", "- [ ] ", "# ", "> "])),
        st.builds(append, positions, st.sampled_from("x>-? ")),
        st.builds(type_into, positions, st.integers(6, 90)),
    ),
    max_size=6,
)


def write(page: RenderedPage, before: bytes | None, outcome: PageOutcome = NOTHING) -> bytes:
    planned = plan_pages((page,), {PATH: before}, {PATH: outcome})
    assert planned.problems == ()
    contents = [getattr(step, "content", b"") for step in planned.plan.steps]
    return contents[0] if contents else before or b""


def change(content: bytes, wanted: list[Edit]) -> tuple[bytes, list[str]]:
    lines = content.decode().rstrip("\n").split("\n")
    words = [f"word{number}q" for number in range(len(wanted))]
    for edit, word in zip(wanted, words, strict=True):
        edit(lines, word)
    return "\n".join([*lines, ""]).encode(), words


@settings(deadline=None, max_examples=examples(400))
@given(first=pages, second=pages, wanted=edits, end=st.sampled_from([b"\n", b"\r\n"]))
def test_no_word_is_dropped_or_doubled_and_the_second_run_changes_nothing(
    first: RenderedPage, second: RenderedPage, wanted: list[Edit], end: bytes
) -> None:
    content, words = change(write(first, None), wanted)
    content = content.replace(b"\n", end)
    found = answers_on(content, "agenda")
    refused = {answer: "no" for answer in found.answers if answer.mark is not Mark.NONE}
    for page in (first, second):
        after = write(page, content, PageOutcome(reasons=refused))
        for word in words:
            assert len(re.findall(rf"\b{word}\b", after.decode())) == 1, (word, after.decode())
        again = {answer: "no" for answer in answers_on(after, "agenda").answers if answer.mark is not Mark.NONE}
        assert write(page, after, PageOutcome(reasons=again)) == after
        assert (end == b"\r\n") == (b"\r\n" in after)


@settings(deadline=None, max_examples=examples(200))
@given(page=pages, wanted=edits)
def test_what_is_carried_out_leaves_the_page_as_if_it_had_never_been_there(
    page: RenderedPage, wanted: list[Edit]
) -> None:
    clean = write(page, None)
    content, _ = change(clean, wanted)
    found = answers_on(content, "agenda")
    after = write(page, content, PageOutcome(frozenset(found.answers)))
    assert after.startswith(clean)
    left = answers_on(after, "agenda")
    assert (left.answers, left.strays) == ((), ())
