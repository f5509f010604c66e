"""What becomes of a review note that is wanted no more: it goes only where nothing of its owner's stands in it."""

import pytest

from pnm_vault.model.plan import Remove, RenderedPage, Replace
from pnm_vault.notes.edit import add_to_property
from pnm_vault.review.ended import EndedPlan, plan_ended
from pnm_vault.review.plan import PageOutcome, answers_on, plan_pages
from pnm_vault.review.region import FORMAT

PATH = "Reviews/Network.md"
PAGE = "# Network\n\n- [ ] Ask [[Bo]] <!-- pnm:contact abcd1234 - -->\n\nA line of ours."


def made() -> str:
    (step,) = plan_pages([RenderedPage(PATH, PAGE, "network")], {}).plan.steps
    assert not isinstance(step, Remove)
    return step.content.decode()


def ended(text: str | bytes | None, outcome: PageOutcome | None = None) -> EndedPlan:
    content = text.encode() if isinstance(text, str) else text
    return plan_ended({PATH: "network"}, {PATH: content}, {} if outcome is None else {PATH: outcome})


def after(text: str) -> str:
    """Give the note as it stays; fails where it does not."""
    (step,) = ended(text).plan.steps
    assert isinstance(step, Replace)
    return step.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        made(),
        made().replace("\n", "\r\n"),
        "\ufeff" + made(),
        f"\n{made()}\n\n",
        add_to_property(PATH, made(), "cssclasses", ["pnm-review"]).text or "",
        made().replace("[ ]", "( )"),
    ],
    ids=["as made", "CRLF", "BOM", "blank lines", "class", "plain boxes"],
)
def test_one_without_a_word_of_its_owner_goes(text: str) -> None:
    assert ended(text).plan.steps == (Remove(PATH, text.encode()),)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("<!-- pnm:begin", "Mine, above.\n<!-- pnm:begin", "Mine, above."),
        ("<!-- pnm:begin", "---\ntags: [mine]\n---\n<!-- pnm:begin", "tags: [mine]"),
        ("A line of ours.", "A line of ours.\nMine, inside.", "Mine, inside."),
        ("A line of ours.", "A line of ours and mine.", "A line of ours and mine."),
        ("Ask [[Bo]]", "Ask [[Bo]] whether she sings", "whether she sings"),
        ("abcd1234", "abcd1234", ""),
        ("# Network", "# My network", "# My network"),
    ],
)
def test_one_with_words_of_its_owner_stays_with_them(old: str, new: str, words: str) -> None:
    text = made().replace(old, new, 1)
    if text == made():
        text += "Mine, below.\n"
        words = "Mine, below."
    kept = after(text)
    assert words in kept
    assert "asks for this note no more" in kept and "A line of ours.\n" not in kept.replace(words, "")
    assert ended(kept).plan.steps == ()


def test_it_goes_once_the_words_are_gone() -> None:
    kept = after(made() + "Mine.\n")
    assert kept.endswith("-->\nMine.\n")
    bare = kept.removesuffix("Mine.\n")
    assert ended(bare).plan.steps == (Remove(PATH, bare.encode()),)


def test_a_mark_that_waits_stays_and_one_that_was_carried_out_does_not() -> None:
    text = made().replace("[ ]", "[x]")
    kept = after(text)
    assert "## Not carried out yet\n\n- [x] Ask [[Bo]]" in kept
    assert ended(text).planned.waiting == {PATH}
    done = PageOutcome(carried_out=frozenset(answers_on(text.encode(), "network").answers))
    assert ended(text, done).plan.steps == (Remove(PATH, text.encode()),)
    words = PageOutcome(carried_out=done.carried_out, kept=("which had no place",))
    (step,) = ended(text, words).plan.steps
    assert isinstance(step, Replace) and b"which had no place" in step.content


@pytest.mark.parametrize(
    "text",
    [
        b"# Network\n\nA note of the owner's.\n",
        b"\xff\xfe not UTF-8",
        made().replace("<!-- pnm:end", "<!-- pnm:fin").encode(),
        made().replace(f"format={FORMAT}", f"format={FORMAT + 1}").encode(),
        made().replace("network", "agenda").encode(),
        (made() + made()).encode(),
        None,
    ],
    ids=["none of ours", "no text", "damaged", "newer", "another's", "twice", "not there"],
)
def test_what_is_not_surely_ours_is_left_alone(text: bytes | None) -> None:
    assert ended(text).plan.steps == ()


def test_where_our_lines_cannot_be_told_it_does_not_go() -> None:
    lines = made().rstrip("\n").split("\n")
    text = "\n".join([*lines[:-1], "<!-- pnm:end network -->\n"])
    assert not any(isinstance(step, Remove) for step in ended(text).plan.steps)


def test_sides_of_a_conflict_are_no_note_that_goes() -> None:
    lines = made().rstrip("\n").split("\n")
    text = "\n".join([*lines[:-1], "<<<<<<< a", lines[-1], "=======", lines[-1], ">>>>>>> b", ""])
    assert not any(isinstance(step, Remove) for step in ended(text).plan.steps)
