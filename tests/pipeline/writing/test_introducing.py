"""`pnm introduce`: what each step writes, once and as one change, and what it never writes."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.insights.introducing.introductions_under_way import introductions_in_progress
from pnm_vault.model.introduction import Act, Progress
from pnm_vault.pipeline import Session, open_session
from pnm_vault.pipeline.writing.carry_out import BadValueError
from pnm_vault.pipeline.writing.introducing import Doing, find_introduction, introduce
from pnm_vault.pipeline.writing.undo import undo

MakeVault = Callable[[dict[str, str]], Path]
TODAY = date(2026, 11, 23)
ANN, BO = "People/Ann Lee.md", "People/Bo Chen.md"
NOTE = "Introductions/Ann Lee and Bo Chen.md"
FILES = {
    ANN: "---\ntype: person\nasks: [a letterpress for forty poems]\n---\n# Ann\n\n## Log\n- 2026-08-01: tea\n",
    BO: "---\ntype: person\noffers: [letterpress printing of poems]\nknows: '[[Cy]]'\n---\n# Bo\n",
    "People/Cy.md": "---\ntype: person\n---\n",
}
EVE = "---\ntype: person\nprivate: true\n---\n"


def go(root: Path, *doings: Doing, today: date = TODAY, pair: tuple[str, str] = (ANN, BO), why: str = "") -> Path:
    with open_session(str(root), today) as session:
        introduce(session, *pair, ("introduce",), doings=doings, why=why)
    return root / NOTE


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.md")}


def progress(root: Path) -> Progress:
    with open_session(str(root), TODAY) as session:
        row = find_introduction(session, BO, ANN)
        assert row is not None
        return row.introduction.stand.progress


def test_a_new_note_says_what_speaks_for_it_and_drafts_to_both(make_vault: MakeVault) -> None:
    text = go(make_vault(FILES)).read_text("utf-8")
    assert text.startswith(
        '---\ntype: introduction\nbetween:\n  - "[[Ann Lee]]"\n  - "[[Bo Chen]]"\n'
        'why: "a favour to Ann Lee: letterpress, poems"\nstatus: idea\n---\n# Ann Lee and Bo Chen\n'
    )
    to_ann, to_bo = text.partition("## To Ann Lee")[2].split("## To Bo Chen")
    assert "may I introduce you to Bo Chen? You are looking for “a letterpress for forty poems”; Bo Chen" in to_ann
    assert "may I introduce you to Ann Lee? Ann Lee is looking for “a letterpress for forty poems”, and" in to_bo
    assert all(line.startswith(">") or not line for line in (*to_ann.splitlines()[1:], *to_bo.splitlines()[1:]))


def test_an_idea_is_contact_with_nobody(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    go(root)
    with open_session(str(root), TODAY) as session:
        assert [entry.day for entry in session.record(ANN).interactions] == [date(2026, 8, 1)]
        assert session.record(BO).interactions == ()
        assert session.record(ANN).knows == ()
        assert session.introductions(5) == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({ANN: FILES[ANN].replace("asks", "private: true\nasks")}, ""),
        ({ANN: FILES[ANN].replace("forty poems", "poems by Eve Ray"), "People/Eve Ray.md": EVE}, ""),
        ({ANN: FILES[ANN].replace("asks: [a letterpress", "asks: [a doctor with a letterpress")}, "her cancer"),
    ],
    ids=["a private contact", "the name of one", "health"],
)  # fmt: skip
def test_what_no_draft_says(make_vault: MakeVault, change: dict[str, str], why: str) -> None:
    text = go(make_vault({**FILES, **change}), why=why).read_text("utf-8")
    drafts = text.partition("## To Ann Lee")[2]
    assert "looking for" not in text
    assert "may I introduce you to Bo Chen?" in drafts
    assert "cancer" not in drafts


def test_made_is_one_change_of_three_notes(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    go(root, Doing(Act.YES, (0, 1)))
    before = texts(root)
    go(root, Doing(Act.MADE))
    after = texts(root)
    assert after[ANN] == before[ANN].replace("poems]\n", 'poems]\nknows: ["[[Bo Chen]]"]\n').replace(
        "## Log\n", "## Log\n- 2026-11-23: introduced to [[Bo Chen]]\n"
    )
    assert """\nknows: ['[[Cy]]', "[[Ann Lee]]"]\n""" in after[BO]
    assert "- 2026-11-23: introduced to [[Ann Lee]]\n" in after[BO]
    assert after[NOTE].endswith("\n- [ ] Ask [[Ann Lee]] and [[Bo Chen]] how it went 📅 2026-12-21\n")
    with open_session(str(root), TODAY) as session:
        assert session.record(ANN).knows == (BO,)
        assert [one.due for one in session.record(BO).follow_ups] == [date(2026, 12, 21)]
    undo(str(root))
    assert texts(root) == before


def test_a_step_given_twice_changes_nothing(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    sides = [Doing(act, (side,)) for side in (0, 1) for act in (Act.ASKED, Act.YES)]
    steps = (*sides, Doing(Act.MADE))
    go(root, *steps)
    once = texts(root)
    go(root, *steps)
    go(root, Doing(Act.MADE), today=date(2026, 11, 30))
    assert texts(root) == once
    task = root / NOTE
    task.write_text(task.read_text("utf-8").replace("- [ ] Ask", "- [x] Ask"), "utf-8")
    ticked = texts(root)
    go(root, Doing(Act.MADE))
    assert texts(root) == ticked


def test_a_no_is_remembered_by_who_said_it(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    go(root, Doing(Act.ASKED, (0,)), Doing(Act.NO, (0,)), pair=(BO, ANN))
    note = (root / "Introductions/Bo Chen and Ann Lee.md").read_text("utf-8")
    assert "- 2026-11-23: [[Bo Chen]] said no\n" in note
    assert "status: declined\n" in note
    assert '\nno_introduction: ["[[Ann Lee]]"]\n' in (root / BO).read_text("utf-8")
    assert (root / ANN).read_text("utf-8") == FILES[ANN]


def test_sides_are_those_of_the_names_whatever_the_order(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    go(root)
    go(root, Doing(Act.ASKED, (0,)), pair=(BO, ANN))
    assert "- 2026-11-23: asked [[Bo Chen]]\n" in (root / NOTE).read_text("utf-8")


def test_they_met_ticks_the_reminder(make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    go(root, Doing(Act.MADE))
    go(root, Doing(Act.MET), today=date(2026, 12, 20))
    task = "- [x] Ask [[Ann Lee]] and [[Bo Chen]] how it went 📅 2026-12-21 ✅ 2026-12-20\n"
    assert (root / NOTE).read_text("utf-8").endswith(task)
    assert progress(root) is Progress.MET


def test_a_note_of_that_name_is_left_alone(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, "Introductions/ann lee AND Bo Chen.md": "mine\n"})
    before = texts(root)
    with pytest.raises(PnmError, match=r"There is a note at Introductions/ann lee AND Bo Chen\.md already"):
        go(root)
    assert texts(root) == before


@pytest.mark.parametrize("who", [ANN, BO])
@pytest.mark.parametrize("until", ["", " until 2026-11-24"])
def test_who_is_kept_apart_is_not_introduced(make_vault: MakeVault, who: str, until: str) -> None:
    other = "Bo Chen" if who == ANN else "Ann Lee"
    text = FILES[who].replace("type: person\n", f'type: person\nno_introduction: "[[{other}]]{until}"\n')
    root = make_vault({**FILES, who: text})
    with pytest.raises(PnmError, match="asks for no introduction"):
        go(root)
    if until:
        go(root, today=date(2026, 11, 24))
        assert (root / NOTE).exists()


def test_who_wants_no_introductions_gets_none(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, BO: FILES[BO].replace("type: person\n", "type: person\nsuggest: never\n")})
    with pytest.raises(PnmError, match="asks for no introductions"):
        go(root)


def test_nobody_is_introduced_to_themselves(make_vault: MakeVault) -> None:
    with pytest.raises(BadValueError):
        go(make_vault(FILES), pair=(ANN, ANN))


def test_a_refused_edit_leaves_all_notes_alone(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, BO: "<<<<<<< HEAD\n" + FILES[BO]})
    before = texts(root)
    with pytest.raises(PnmError, match=r"People/Bo Chen\.md"):
        go(root, Doing(Act.MADE))
    assert texts(root) == before


def test_contacts_of_one_name_are_told_apart_by_their_folders(make_vault: MakeVault) -> None:
    root = make_vault({"People/Marco.md": "---\ntype: person\n---\n", "Work/Marco.md": "---\ntype: person\n---\n"})
    pair = ("People/Marco.md", "Work/Marco.md")
    go(root, Doing(Act.ASKED, (1,)), pair=pair)
    with open_session(str(root), TODAY) as session:
        row = find_introduction(session, *pair)
        assert row is not None
        assert (row.first, row.second, row.introduction.stand.asked) == (*pair, (1,))


def test_names_that_no_file_can_have_give_way_to_those_of_the_notes(make_vault: MakeVault) -> None:
    root = make_vault({**FILES, ANN: "---\ntype: person\nname: 'Ann / Lee'\n---\n"})
    assert go(root).exists()


def test_a_renamed_contact_is_found_again(make_vault: MakeVault) -> None:
    from pnm_vault.pipeline.writing.renaming import rename_contact

    root = make_vault(FILES)
    go(root, Doing(Act.ASKED, (0,)))
    with open_session(str(root), TODAY) as session:
        rename_contact(session, ANN, "Ann Moss", ("rename",))
        row = find_introduction(session, "People/Ann Moss.md", BO)
        assert row is not None
        assert row.introduction.stand.asked == (0,)


def test_the_table_follows_each_change(make_vault: MakeVault) -> None:
    """A kept index gives the same as one built anew: when a note of one of the two comes, goes or is renamed."""
    properties = "type: introduction\nbetween: ['[[Ann Lee]]', '[[Bo Chen]]']"
    root = make_vault({NOTE: f"---\n{properties}\n---\n- 2026-11-02: asked Ann\n"})

    def rows(session: Session) -> list[tuple[str, str]]:
        return [row.pair for row in session.table("introductions").values()]

    for change in ({}, {ANN: FILES[ANN]}, {BO: FILES[BO]}, {ANN: None}, {ANN: FILES[ANN]}, {NOTE: None}):
        for path, text in change.items():
            (root / path).parent.mkdir(exist_ok=True)
            if text is None:
                (root / path).unlink()
            else:
                (root / path).write_text(text, "utf-8")
        there = all((root / path).exists() for path in (ANN, BO, NOTE))
        with open_session(str(root), TODAY) as session:
            assert rows(session) == ([(ANN, BO)] if there else []), change
            if there:
                under_way = introductions_in_progress(
                    session.table("introductions").values(), session.picture().network.ties, TODAY
                )
                assert [one.first_name for one in under_way] == ["Ann Lee"]
                assert session.record(ANN).interactions[-1].day == date(2026, 11, 2)
