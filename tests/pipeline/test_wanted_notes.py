"""Only the review notes that `review.notes` asks for: the same as among all, without a link to any other."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pnm_vault.model.plan import Remove
from pnm_vault.model.review_notes import CHOSEN, FEW_NOTES, PAGES, wanted_notes
from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.checking import check_vault
from pnm_vault.pipeline.questions.review_notes import answer_all
from pnm_vault.pipeline.regenerate import Regenerated
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.review.pages import build_pages
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

GOLDEN = Path(__file__).parents[1] / "golden"
FEW_GOLDEN = Path(__file__).parents[1] / "golden_few"
LOOKS_BACK = {"Months/2026-10 in review.md", "Quarters/2026-Q3 in review.md"}
LINK = re.compile(r"\[\[(Reviews/[^|\]#]+)")
CALM = 1_790_000_000  # seconds: long enough ago that nobody is writing
MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = "---\ntype: person\ncadence: 30\n---\n## Log\n\n- 2026-05-04: coffee\n- [ ] call [[Ann Lee]] 📅 2026-11-25\n"


def ask_for(root: Path, *words: str) -> None:
    """Say in the settings which review notes are wanted."""
    path = root / "pnm.toml"
    text = path.read_text("utf-8") if path.exists() else ""
    text = re.sub(r"^notes = .*\n", "", text, flags=re.MULTILINE)
    said = "[review]\nnotes = [" + ", ".join(f'"{word}"' for word in words) + "]\n"
    text = text.replace("[review]\n", said) if "[review]\n" in text else text + said
    path.write_text(text, "utf-8")


def files(names: Iterator[str] | tuple[str, ...] | frozenset[str]) -> set[str]:
    return {f"{PAGES[name]}.md" for name in names}


@contextmanager
def small(make_vault: MakeVault, *words: str) -> Iterator[Path]:
    root = make_vault({"People/Ann Lee.md": ANN})
    os.utime(root / "People" / "Ann Lee.md", (CALM, CALM))
    ask_for(root, *words)
    yield root


# --- what is there --------------------------------------------------------------------------------


def test_a_few_notes_word_for_word(example: Path) -> None:
    ask_for(example, "few")
    done = regenerate(example)
    found = {name: content.decode() for name, content in reviews(example).items()}
    assert found.keys() == files(FEW_NOTES) | LOOKS_BACK
    assert (len(done.report.created), done.unchanged, done.faults) == (len(FEW_NOTES) + 2, 0, ())
    for name, text in found.items():
        if name != "Agenda.md":
            assert text == (GOLDEN / name).read_text("utf-8"), name
    if os.environ.get("PNM_ACCEPT"):
        (FEW_GOLDEN / "Agenda.md").write_text(found["Agenda.md"], "utf-8")
    assert found["Agenda.md"] == (FEW_GOLDEN / "Agenda.md").read_text("utf-8")


def test_each_note_alone_is_what_it_is_among_all(example: Path) -> None:
    """Of every note all that it shows is asked, whichever others are wanted; but where the others lie is not said."""

    def pages(session: Session) -> dict[str, dict[str, object]]:
        answers, hidden, names = answer_all(session, ())
        built = build_pages(answers, session.settings, hidden, names)
        return {page.name: {key: of for key, of in page.context.items() if key != "pages"} for page in built}

    with open_session(str(example), EXAMPLE_DAY) as session:
        among_all, asked = pages(session), session.settings
        for name in CHOSEN:
            session.settings = replace(asked, review=replace(asked.review, notes=(name,), periods=()))
            assert pages(session) == {name: among_all[name]}, name


def test_no_link_leads_to_a_note_that_is_not_there(example: Path) -> None:
    choices: list[tuple[str, ...]] = [("agenda",), ("capital", "plan", "needs", "network"), ("-agenda", "-help"), ()]
    for words in choices:
        ask_for(example, *words)
        assert regenerate(example).faults == ()
        found = reviews(example)
        assert found.keys() == files(wanted_notes(words)) | LOOKS_BACK
        links = {link for text in found.values() for link in LINK.findall(text.decode())}
        assert {f"{link.removeprefix('Reviews/')}.md" for link in links} <= found.keys()


# --- when the setting changes ---------------------------------------------------------------------


def test_a_note_that_is_wanted_no_more_goes_and_comes_back_the_same(example: Path) -> None:
    regenerate(example)
    before = reviews(example)
    ask_for(example, "few")
    planned = regenerate(example, look_only=True)
    assert reviews(example) == before
    done = regenerate(example)
    gone = {f"Reviews/{name}" for name in before.keys() - files(FEW_NOTES) - LOOKS_BACK}
    assert set(done.report.removed) == gone
    assert {change.path for change in planned.changes} == {change.path for change in done.changes} > gone
    assert [change.after for change in done.changes if change.path in gone] == [""] * len(gone)
    assert reviews(example).keys() == files(FEW_NOTES) | LOOKS_BACK
    again = regenerate(example)
    assert (again.changes, again.unchanged) == ((), len(FEW_NOTES) + 2)
    assert not [one for one in check_vault(str(example), EXAMPLE_DAY).problems if one.code == "review-outdated"]
    ask_for(example, "all")
    regenerate(example)
    assert reviews(example) == before


def test_check_tells_of_one_that_lies_there_yet(make_vault: MakeVault) -> None:
    with small(make_vault, "all") as root:
        regenerate(root)
        ask_for(root, "-network")
        told = {one.path for one in check_vault(str(root), EXAMPLE_DAY).problems if one.code == "review-outdated"}
        assert "Reviews/Network.md" in told and "Reviews/Mentoring.md" not in told


def test_words_of_the_owner_keep_it_until_they_are_gone(make_vault: MakeVault) -> None:
    with small(make_vault, "all") as root:
        regenerate(root)
        note = root / "Reviews" / "Network.md"
        note.write_text("My words.\n\n" + note.read_text("utf-8"), "utf-8")
        ask_for(root, "-network", "-mentoring")
        done = regenerate(root)
        assert (done.report.removed, done.ended) == (("Reviews/Mentoring.md",), ("Reviews/Network.md",))
        kept = note.read_text("utf-8")
        assert kept.startswith("My words.\n\n<!-- pnm:begin network ") and "asks for this note no more" in kept
        again = regenerate(root)
        assert (again.changes, again.ended, again.unchanged) == ((), (), len(CHOSEN) - 2)
        # It is still a review note: what a run makes of the others does not see it.
        assert regenerate(root, look_only=True).changes == ()
        ask_for(root, "all")
        regenerate(root)
        assert note.read_text("utf-8").startswith("My words.\n\n<!-- pnm:begin network ")
        assert "asks for this note no more" not in note.read_text("utf-8")
        ask_for(root, "-network")
        regenerate(root)
        note.write_text(note.read_text("utf-8").removeprefix("My words.\n\n"), "utf-8")
        assert regenerate(root).report.removed == ("Reviews/Network.md",)
        assert not note.exists()


def test_a_mark_on_it_is_carried_out_first(make_vault: MakeVault) -> None:
    with small(make_vault, "all") as root:
        regenerate(root)
        note = root / "Reviews" / "Reconnect.md"
        text = note.read_text("utf-8")
        line = next(line for line in text.splitlines() if line.startswith("- [ ] [[People/Ann Lee|"))
        note.write_text(text.replace(line, f"{line.replace('[ ]', '[x]')} tea at hers"), "utf-8")
        ask_for(root, "agenda")
        planned = regenerate(root, look_only=True)
        assert "People/Ann Lee.md" in {change.path for change in planned.changes} and note.exists()
        done = regenerate(root)
        assert "- 2026-11-23: tea at hers" in (root / "People" / "Ann Lee.md").read_text("utf-8")
        assert "Reviews/Reconnect.md" in done.report.removed and reviews(root).keys() == {"Agenda.md"}
        # What is taken back is the line in the log, and no note comes with it.
        assert undo(str(root)).refused == ()
        assert (root / "People" / "Ann Lee.md").read_text("utf-8") == ANN
        regenerate(root)
        assert reviews(root).keys() == {"Agenda.md"}


def test_a_mark_that_cannot_be_carried_out_keeps_it(make_vault: MakeVault) -> None:
    with small(make_vault, "all") as root:
        regenerate(root)
        note = root / "Reviews" / "Reconnect.md"
        text = note.read_text("utf-8")
        line = next(line for line in text.splitlines() if line.startswith("- [ ] [[People/Ann Lee|"))
        note.write_text(text.replace(line, line.replace("[ ]", "[x]")), "utf-8")
        ask_for(root, "agenda")
        os.utime(root / "People" / "Ann Lee.md")  # as if somebody were writing there
        done = regenerate(root)
        assert [bool(one.reason) for one in done.outcomes] == [True]
        kept = note.read_text("utf-8")
        assert "## Not carried out yet" in kept and "- [x] [[People/Ann Lee|" in kept
        os.utime(root / "People" / "Ann Lee.md", (CALM, CALM))
        assert "Reviews/Reconnect.md" in regenerate(root).report.removed
        assert "- 2026-11-23: " in (root / "People" / "Ann Lee.md").read_text("utf-8")


def test_a_note_of_the_owners_own_in_its_place_is_none_of_ours(make_vault: MakeVault) -> None:
    with small(make_vault, "few") as root:
        write(root, {"Reviews/Network.md": "# My own\n\nAbout networks.\n"})
        first, second = regenerate(root), regenerate(root)
        assert first.faults == second.faults == () and second.changes == ()
        assert (root / "Reviews" / "Network.md").read_text("utf-8") == "# My own\n\nAbout networks.\n"


def test_one_that_another_machine_brings_back_goes_again(make_vault: MakeVault) -> None:
    with small(make_vault, "all") as root:
        regenerate(root)
        brought = (root / "Reviews" / "Network.md").read_bytes()
        ask_for(root, "few")
        regenerate(root)
        assert regenerate(root).changes == ()
        write(root, {"Reviews/Network.md": brought})
        assert regenerate(root).report.removed == ("Reviews/Network.md",)


def test_those_that_were_asked_for_by_name_stay(make_vault: MakeVault) -> None:
    with small(make_vault, "few") as root:
        circle = "<!-- pnm:begin circle format=1 -->\n\n# choir\n\n<!-- pnm:end circle -->\n"
        duplicates = "<!-- pnm:begin duplicates format=1 -->\n\n# Duplicates\n\n<!-- pnm:end duplicates -->\n"
        write(root, {"Reviews/Circles/choir (circle).md": circle, "Reviews/Duplicates.md": duplicates})
        regenerate(root)
        ask_for(root)
        regenerate(root)
        assert reviews(root).keys() == {"Circles/choir (circle).md", "Duplicates.md"}


# --- any change, any session ----------------------------------------------------------------------

LONG = bool(os.environ.get("PNM_TORTURE"))
some_words = st.lists(st.sampled_from(["all", "few", "agenda", "network", "-network", "-agenda", "plan"]), max_size=3)


@given(st.lists(st.tuples(some_words, st.booleans()), min_size=2, max_size=3))
@settings(deadline=None, max_examples=60 if LONG else 5)
def test_whatever_was_asked_for_before_the_notes_are_those_of_a_first_run(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[str], bool]]
) -> None:
    """Settings change and notes change between runs; what lies there is what a first run in a fresh vault makes."""
    old, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    text = ANN
    done = Regenerated()
    for number, (words, edited) in enumerate(steps):
        text += f"- 2026-06-{number + 10}: tea\n" if edited else ""
        write(old, {"People/Ann Lee.md": text})
        ask_for(old, *words)
        done = regenerate(old)
        assert regenerate(old).changes == ()
    write(new, {"People/Ann Lee.md": text})
    ask_for(new, *steps[-1][0])
    first = regenerate(new)
    assert (reviews(old) if (old / "Reviews").exists() else {}) == (reviews(new) if (new / "Reviews").exists() else {})
    assert done.ended == first.ended == () and not any(isinstance(step, Remove) for step in first.changes)
