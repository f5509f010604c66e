"""Review notes that two machines changed: marks and words of both stay, and no mark that was carried out comes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.review.answers import read_answers
from pnm_vault.review.region import cut_region, is_ours, read_region
from pnm_vault.sync.merge import Merged, merge_note

DAY = ("--quiet", "--today", "2026-11-23")


def reconnect(vault: Path) -> str:
    assert program.run(["--vault", str(vault), "regenerate", *DAY]) == 0
    return (vault / "Reviews/Reconnect.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    import shutil

    from tests.vaults import REPOSITORY

    vault = Path(shutil.copytree(REPOSITORY / "example_vault", tmp_path_factory.mktemp("vault") / "example"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PNM_CACHE", str(vault.parent / "cache"))
        patch.setenv("PNM_STATE", str(vault.parent / "state"))
        return reconnect(vault)


def marked(page: str, name: str, sign: str, words: str = "", below: str = "") -> str:
    lines = page.split("\n")
    at = next(at for at, line in enumerate(lines) if name in line and "[ ]" in line)
    lines[at] = lines[at].replace("[ ]", f"[{sign}]", 1) + (f" {words}" if words else "")
    lines[at + 1 : at + 1] = [below] if below else []
    return "\n".join(lines)


def answers(text: str) -> list[tuple[str, str]]:
    region = read_region(text, "reconnect")
    assert region is not None
    found = read_answers(region.body, region.manifest).answers
    return [(answer.box, " ".join([answer.tail.strip(), *answer.below]).strip()) for answer in found]


def merged_alike(base: str | None, ours: str, theirs: str) -> Merged:
    merged = merge_note(base, ours, theirs)
    assert merge_note(base, theirs, ours) == merged
    assert merged.remake
    return merged


def test_marks_of_both_sides_stay(page: str) -> None:
    ours = marked(page, "Giulia Ferrant", "x", "tea at last")
    theirs = marked(marked(page, "Tilen", ">"), "Ettore", " ", "ask about Graz", "  two lines")
    merged = merged_alike(page, ours, theirs)
    assert not merged.conflicts
    assert answers(merged.text) == [("x", "tea at last"), (">", ""), (" ", "ask about Graz   two lines")]
    assert answers(merged_alike(None, ours, theirs).text) == answers(merged.text)


def test_the_same_mark_on_both_sides_stays_once(page: str) -> None:
    ours = marked(marked(page, "Giulia Ferrant", "x"), "Tilen", "x")
    theirs = marked(page, "Giulia Ferrant", "x")
    assert answers(merged_alike(page, ours, theirs).text) == [("x", ""), ("x", "")]


def test_two_different_marks_on_one_line_both_stay(page: str) -> None:
    merged = merged_alike(page, marked(page, "Giulia Ferrant", "x"), marked(page, "Giulia Ferrant", "-"))
    assert sorted(answers(merged.text)) == [("-", ""), ("x", "")]
    [conflict] = merged.conflicts
    assert "Giulia Ferrant" in merged.text.split("\n")[conflict.line - 1]


def test_a_mark_that_was_carried_out_does_not_come_again(page: str) -> None:
    base = marked(page, "Giulia Ferrant", "x")
    ours = "\n".join([line for line in page.split("\n") if "Giulia Ferrant" not in line])
    merged = merged_alike(base, ours, marked(base, "Tilen", "x"))
    assert answers(merged.text) == [("x", "")]
    assert "Giulia Ferrant" not in merged.text


def test_a_mark_on_an_item_that_is_gone_is_still_read(page: str) -> None:
    ours = "\n".join([line for line in page.split("\n") if "Giulia Ferrant" not in line])
    merged = merged_alike(page, ours, marked(page, "Giulia Ferrant", "x", "tea"))
    assert answers(merged.text) == [("x", "tea")]


def test_own_lines_inside_and_outside_stay(page: str) -> None:
    ours = page.replace("# Reconnect\n", "# Reconnect\n\nmy own line\n", 1) + "\nbehind it\n"
    theirs = "before it\n\n" + page.replace("## Slipping\n", "## Slipping\n\ntheir own line\n", 1) + "\nbelow\n"
    merged = merged_alike(page, ours, theirs)
    for line in ("my own line", "their own line", "behind it", "before it", "below"):
        assert line in merged.text
    cut = cut_region(merged.text)
    assert cut is not None
    assert "before it" in cut.before
    assert "behind it" in cut.behind


def test_damaged_markers_keep_the_other_version_in_a_quote(page: str) -> None:
    ours = page.replace("<!-- pnm:end reconnect", "<!-- pnm:end", 1)
    theirs = marked(page, "Giulia Ferrant", "x")
    merged = merged_alike(page, ours, theirs)
    assert cut_region(merged.text) is not None
    assert answers(merged.text) == [("x", "")]
    for line in ours.split("\n"):
        assert line in merged.text
    assert len(merged.conflicts) == 1


def test_a_note_of_the_users_and_a_review_note_of_that_name(page: str) -> None:
    merged = merged_alike(None, page, "# My own\n\ntext\n")
    assert "# My own" in merged.text
    assert is_ours(merged.text)


def test_a_merged_review_note_is_made_anew(example: Path, make_vault: Callable[..., Path]) -> None:
    page = reconnect(example)
    ours = marked(page, "Giulia Ferrant", "x", "tea at last")
    theirs = marked(page, "Tilen", "x", "walk")
    (example / "Reviews/Reconnect.md").write_text(merge_note(page, ours, theirs).text, "utf-8")
    after = reconnect(example)
    assert not answers(after)
    for name, words in (("Giulia Ferrant", "tea at last"), ("Tilen Mahnič", "walk")):
        [note] = example.rglob(f"{name}.md")
        assert words in note.read_text("utf-8")
