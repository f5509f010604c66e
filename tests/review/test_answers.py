"""What the owner wrote into our part of a review note, and where it goes when the page is made anew."""

import pytest

from pnm_vault.model.plan import RenderedPage, Replace
from pnm_vault.review.answers import Answer, Mark, PageAnswers
from pnm_vault.review.compose import WAITING, compose
from pnm_vault.review.item_key import comment_of, digest_of_item, raw_key
from pnm_vault.review.plan import PageOutcome, answers_on, plan_pages

NOTHING = PageOutcome()
PATH = "Reviews/Agenda.md"
ANN = "[[People/Ann|Ann]] · monthly"
BOB = "[[People/Bob|Bob]] · weekly"
PAIR = "[[People/Ann|Ann]] and [[People/Bob|Bob]] · both gain"
REASON = "    - Ann asks for what Bob offers"


def raw(words: str, kind: str = "contact") -> str:
    return f"- [ ] {words} {comment_of(raw_key(kind, digest_of_item(words[:16]), '2026-06-02'))}"


PAGE = "\n".join(
    ["# Agenda", "", "## Catch up with", "", raw(ANN), raw(BOB), "", "9 more", "", raw(PAIR, "introduction"), REASON]
)


def page_of(*items: str) -> RenderedPage:
    return RenderedPage(PATH, "\n".join(["# Agenda", "", *items]) + "\n", "agenda")


def written(page: RenderedPage, before: bytes | None = None, outcome: PageOutcome = NOTHING, **how: bool) -> bytes:
    planned = plan_pages((page,), {PATH: before}, {PATH: outcome}, **how)
    assert planned.problems == ()
    for step in planned.plan.steps:
        assert not hasattr(step, "expected") or before is not None
        return getattr(step, "content", b"")
    assert before is not None
    return before


WHOLE = RenderedPage(PATH, PAGE, "agenda")
CLEAN = written(WHOLE)


def edited(old: str, new: str, content: bytes = CLEAN) -> bytes:
    text = content.decode()
    assert text.count(old) == 1, old
    return text.replace(old, new).encode()


def line_of(words: str, content: bytes = CLEAN) -> str:
    return next(line for line in content.decode().splitlines() if words in line)


def found_in(content: bytes) -> PageAnswers:
    return answers_on(content, "agenda")


def marked(words: str, sign: str, tail: str = "", content: bytes = CLEAN) -> bytes:
    line = line_of(words, content)
    return edited(line, line.replace("[ ]", f"[{sign}]") + tail, content)


def test_a_page_as_it_was_written_has_no_answers() -> None:
    assert found_in(CLEAN) == PageAnswers()
    assert found_in(CLEAN.replace(b"\n", b"\r\n")) == PageAnswers()


@pytest.mark.parametrize(
    ("sign", "mark"),
    [("x", Mark.DONE), ("X", Mark.DONE), ("✓", Mark.DONE), (">", Mark.LATER), ("-", Mark.NO), ("/", Mark.OTHER)],
)
def test_marks(sign: str, mark: Mark) -> None:
    [answer] = found_in(marked(ANN, sign)).answers
    assert (answer.mark, answer.ours, answer.tail) == (mark, ANN, "")


def test_words_behind_between_and_below() -> None:
    line = line_of(ANN)
    changed = line.replace("monthly", "monthly, saw her").replace("[ ]", "[x]") + " coffee"
    content = edited(line, f"{changed}\n    - at Illy\n\n\tlong talk\n- not indented")
    found = found_in(content)
    [answer] = found.answers
    assert (answer.typed, answer.tail, answer.ours) == (", saw her", " coffee", ANN)
    assert answer.below == ("    - at Illy", "\tlong talk")
    assert found.strays == ("- not indented",)


def test_reasons_of_ours_below_an_item_are_not_the_owners() -> None:
    content = edited(REASON, f"    - ask Bob first\n{REASON}\n    - and soon")
    assert found_in(content).answers[0].below == ("    - ask Bob first", "    - and soon")


def test_lines_of_the_owners_between_ours() -> None:
    content = edited("# Agenda", "# My agenda\n\nremember the milk\n- [ ] and the bread\n\nand more")
    assert found_in(content).strays == ("# My agenda", "", "remember the milk", "- [ ] and the bread", "", "and more")


def test_both_sides_of_a_merge_conflict_count_and_its_marks_are_nobodys() -> None:
    line = line_of(ANN)
    mine, theirs = line.replace("[ ]", "[x]") + " mine", line.replace("[ ]", "[x]") + " theirs"
    found = found_in(edited(line, f"<<<<<<< HEAD\n{mine}\n=======\n{theirs}\n>>>>>>> other"))
    assert [answer.tail for answer in found.answers] == [" mine", " theirs"]
    assert found.strays == ()


def test_a_page_of_somebody_else_or_a_damaged_one_has_no_answers() -> None:
    for content in (b"", b"\xff", b"- [x] mine", marked(ANN, "x").replace(b"pnm:end", b"pnm:and")):
        assert found_in(content) == PageAnswers()
    assert answers_on(None, "agenda") == PageAnswers()
    assert answers_on(marked(ANN, "x"), "dates") == PageAnswers()


def test_what_was_carried_out_leaves_and_the_rest_stays() -> None:
    content = marked(BOB, "x", " tea", marked(ANN, "x", " coffee"))
    first, second = found_in(content).answers
    after = written(WHOLE, content, PageOutcome(frozenset([first])))
    assert after == marked(BOB, "x", " tea")
    assert found_in(after).answers == (second,)
    assert written(WHOLE, after) == after


def test_a_mark_that_cannot_be_carried_out_stays_with_its_reason_until_it_is_gone() -> None:
    content = marked(ANN, ">", " soonish\n    - my words")
    [answer] = found_in(content).answers
    reasons = PageOutcome(reasons={answer: "no day"})
    after = written(WHOLE, content, reasons)
    assert line_of("Not carried out", after) == "    - Not carried out: no day"
    assert found_in(after).answers == (answer,)
    assert written(WHOLE, after, reasons) == after
    assert written(WHOLE, after) == content  # the reason is ours, and goes with the next answer
    cleared = edited("[>]", "[ ]", after)
    assert b"my words" in written(WHOLE, cleared) and b"Not carried out" not in written(WHOLE, cleared)


def test_words_without_a_mark_stay_as_long_as_the_item_is_there_then_at_the_end() -> None:
    line = line_of(ANN)
    content = edited(line, f"{line} ask about the flat\n  - really")
    assert written(WHOLE, content) == content
    after = written(page_of(raw(BOB)), content).decode()
    assert after.endswith(f" -->\n\n- [ ] {ANN} ask about the flat\n  - really\n")
    assert written(page_of(raw(BOB)), after.encode()) == after.encode()


def test_a_mark_whose_item_is_gone_waits_at_the_end_of_the_page() -> None:
    content = marked(ANN, "x", " 2026-13-45")
    [answer] = found_in(content).answers
    after = written(page_of(raw(BOB)), content, PageOutcome(reasons={answer: "no day"}))
    lines = [line for line in after.decode().splitlines() if line]
    assert lines[3] == WAITING
    assert lines[4].startswith(f"- [x] {ANN} <!-- pnm:contact ") and lines[4].endswith(" 2026-13-45")
    assert lines[5] == "    - Not carried out: no day"
    assert found_in(after).answers == (answer,)
    assert written(page_of(raw(BOB)), after, PageOutcome(frozenset([answer]))) == written(page_of(raw(BOB)))


def test_a_line_that_was_changed_all_over_is_kept_as_it_stands() -> None:
    line = line_of(ANN)
    changed = line.replace("monthly", "often").replace("[ ]", "[x]") + " coffee"
    content = edited(line, f"{changed}\n    - below")
    [answer] = found_in(content).answers
    assert answer.ours is None
    after = written(WHOLE, content, PageOutcome(reasons={answer: "it was changed"})).decode()
    assert after.startswith(CLEAN.decode())
    kept = ["- [x] [[People/Ann|Ann]] · often coffee", "    - below", "    - Not carried out: it was changed"]
    assert after.splitlines()[-3:] == kept


def test_a_renamed_note_changes_nothing_and_a_link_that_was_written_into_is_kept() -> None:
    renamed = edited(f"- [ ] {ANN}", f"- [ ] {ANN.replace('People', 'Friends')}")
    [answer] = found_in(renamed).answers
    assert answer.relinked
    moved = RenderedPage(PATH, PAGE.replace(ANN, ANN.replace("People", "Friends")), "agenda")
    assert written(moved, renamed) == written(moved)
    line = line_of(ANN).replace("[[People", "[[see her soon People")
    after = written(WHOLE, edited(line_of(ANN), line))
    assert after == CLEAN + f"\n- [ ] {ANN.replace('[[People', '[[see her soon People')}\n".encode()


def test_lines_of_the_owners_go_to_the_end_once() -> None:
    content = edited("# Agenda", "# Agenda\n\nmine", CLEAN + b"below\r\n")
    planned = plan_pages((WHOLE,), {PATH: content})
    [step] = planned.plan.steps
    assert isinstance(step, Replace)
    assert step.content == CLEAN + b"below\r\n" + b"\nmine\n"
    assert planned.moved == {PATH: 1}
    assert plan_pages((WHOLE,), {PATH: step.content}).plan.steps == ()


def test_line_ends_and_a_last_line_without_one_stay() -> None:
    content = edited("# Agenda", "# Agenda\n\nmine").replace(b"\n", b"\r\n") + b"\r\nbelow"
    after = written(WHOLE, content)
    assert after == CLEAN.replace(b"\n", b"\r\n") + b"\r\nbelow\r\n\r\nmine\r\n"


def test_plain_boxes_are_no_tasks_and_are_answered_all_the_same() -> None:
    plain = written(WHOLE, plain=True)
    assert b"- [" not in plain and plain.count(b"- ( ) ") == 3
    line = line_of(ANN, plain)
    content = edited(line, line.replace("( )", "(x)") + " coffee", plain)
    [answer] = found_in(content).answers
    assert (answer.mark, answer.tail) == (Mark.DONE, " coffee")
    assert written(WHOLE, content, plain=True) == content
    # The setting was changed meanwhile: what is written stays.
    [other] = found_in(written(WHOLE, content)).answers
    assert (other.mark, other.tail, other.ours) == (answer.mark, answer.tail, answer.ours)


def test_a_template_without_keys_gives_lines_that_are_no_items() -> None:
    page = page_of(f"- [ ] {ANN}")
    content = written(page)
    assert found_in(content) == PageAnswers()
    ticked = edited("- [ ]", "- [x]", content)
    assert found_in(ticked).strays == (f"- [x] {ANN}",)
    assert written(page, ticked) == content + f"\n- [x] {ANN}\n".encode()


def test_two_lines_of_one_item_are_one_in_the_end() -> None:
    line = line_of(ANN)
    content = edited(line, f"{line} one\n    - a\n{line.replace('[ ]', '[>]')} two\n    - b")
    after = written(WHOLE, content)
    [answer] = found_in(after).answers
    assert (answer.box, answer.tail, answer.below) == (">", " one two", ("    - a", "    - b"))


def test_a_page_with_a_key_that_is_no_line_of_a_list_is_left_as_it_is() -> None:
    composed = compose(f"{ANN} {comment_of(raw_key('contact', '7k2m9x4q', '-'))}", PageAnswers(), {}, plain=False)
    assert composed.text.startswith(ANN) and composed.strays == ()


def test_an_answer_of_an_older_state_still_finds_its_item() -> None:
    """The last contact has changed since, the item is the same."""
    [answer] = found_in(marked(ANN, "?", " hm")).answers
    newer = page_of(raw(ANN).replace("2026-06-02 -->", "2026-11-01 -->"))
    after = written(newer, marked(ANN, "?", " hm"), PageOutcome(reasons={answer: "no answer"}))
    assert line_of(ANN, after).startswith("- [?] ") and " 2026-11-01 " in line_of(ANN, after)
    assert isinstance(answer, Answer)
