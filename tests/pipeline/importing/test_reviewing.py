"""The review note: nothing is written before it is ticked, and what is ticked is carried out as one undo."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pnm_vault.errors import PnmError
from pnm_vault.model.note import Channel
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.importing.ledger import PLACE
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.sync.merge import merge_note
from pnm_vault.vault import kept_imports
from tests.pipeline.importing.made_imports import (
    TODAY,
    apply_note,
    contact,
    import_all,
    mark,
    met,
    notes,
    proposed,
    reading,
    review,
    session_of,
)

Make = Callable[[dict[str, str | bytes]], Path]

ANN = "---\ntype: person\nrole: Engineer\nemail: ann@lee.example\n---\n# Ann Lee\n\nAn old friend.\n"
EMAIL = ("email", "ann@lee.example")
BO = contact("Bo Chen", ("email", "bo@chen.example"))


@pytest.fixture
def root(make_vault: Make) -> Path:
    return make_vault({"People/Ann Lee.md": ANN, "pnm.toml": '[vault]\ncontacts = ["People"]\n'})


def test_a_review_writes_the_note_and_nothing_else(root: Path) -> None:
    before = notes(root)
    note = review(root, reading(BO, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"))))
    assert notes(root) == before
    assert note.name == "Import.md"
    text = note.read_text("utf-8")
    assert "- [x] Bo Chen · bo@chen.example <!-- pnm:import " in text
    assert "- [x] [[People/Ann Lee|Ann Lee]] · phone: +39 040 123456 <!--" in text


def test_its_lines_are_no_tasks_of_the_vault(root: Path) -> None:
    review(root, reading(BO))
    with session_of(root) as session:
        assert session.picture().follow_ups == ()
        assert "Reviews/Import.md" not in session.index().contacts


def test_what_is_ticked_is_done_as_one_operation_and_taken_back_by_one_undo(root: Path) -> None:
    before = notes(root)
    review(root, reading(BO, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"))))
    done = apply_note(root).imported
    assert done.created == ("People/Bo Chen.md",)
    assert done.changed == ("People/Ann Lee.md",)
    assert (root / "People/Ann Lee.md").read_text("utf-8") == ANN.replace(
        "lee.example\n", 'lee.example\nphone: "+39 040 123456"\n', 1
    )
    with open_session(str(root), TODAY) as session:
        undo(session.root)
    assert notes(root) == before


def test_what_is_not_ticked_is_not_done(root: Path) -> None:
    note = review(root, reading(BO, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"))))
    mark(note, "Bo Chen", " ")
    done = apply_note(root).imported
    assert (done.created, done.changed) == ((), ("People/Ann Lee.md",))
    assert "- [ ] Bo Chen" in note.read_text("utf-8")


def test_lines_may_be_removed_moved_and_shortened(root: Path) -> None:
    cy = contact("Cy Dee", ("email", "cy@dee.example"))
    note = review(root, reading(BO, cy, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456"))))
    lines = note.read_text("utf-8").split("\n")
    bo = next(line for line in lines if "Bo Chen" in line)
    cy_line = next(line for line in lines if "Cy Dee" in line)
    ann = next(line for line in lines if "phone" in line)
    lines = [line for line in lines if line not in (bo, ann)]
    lines[lines.index(cy_line)] = "* [X] Cy <!--" + cy_line.partition("<!--")[2]
    lines.insert(next(number for number, line in enumerate(lines) if "import-files" in line), ann)
    note.write_text("\r\n".join(lines), "utf-8", newline="")
    done = apply_note(root).imported
    assert (done.created, done.changed) == (("People/Cy Dee.md",), ("People/Ann Lee.md",))


def test_what_is_done_is_not_done_again(root: Path) -> None:
    review(root, reading(BO))
    apply_note(root)
    after = notes(root)
    again = apply_note(root).imported
    assert again.written.plan.steps == ()
    assert notes(root) == after


def test_a_ticked_job_takes_the_place_of_the_old_one_which_stays_as_a_line(root: Path) -> None:
    note = review(root, reading(contact("Ann Lee", EMAIL, ("role", "Designer"))))
    assert "- [ ] [[People/Ann Lee|Ann Lee]] · role: Engineer → Designer · your note says otherwise" in note.read_text(
        "utf-8"
    )
    mark(note, "role:", "x")
    apply_note(root)
    text = (root / "People/Ann Lee.md").read_text("utf-8")
    assert text == ANN.replace("role: Engineer", "role: Designer") + "\n- 2026-11: role was Engineer\n"
    with session_of(root) as session:
        assert session.record("People/Ann Lee.md").interactions == ()


def test_never_is_remembered(root: Path) -> None:
    read = reading(BO, contact("Ann Lee", EMAIL, ("role", "Designer")))
    note = review(root, read)
    mark(note, "Bo Chen", "-")
    mark(note, "role:", "-")
    apply_note(root)
    assert (root / "People/Ann Lee.md").read_text("utf-8") == ANN
    assert not (root / "People/Bo Chen.md").exists()
    found = proposed(root, read)
    assert (found.news, found.changes) == ((), ())
    assert found.left == (("not wanted, as you said", 2),)


def test_who_is_the_same_gets_what_the_note_lacks(root: Path) -> None:
    read = reading(contact("Ann Lee", ("organisation", "Fernhill Press"), ("phone", "+39 040 123456"), key="a"))
    note = review(root, read)
    assert "· the same as [[People/Ann Lee|Ann Lee]] (same name" in note.read_text("utf-8")
    mark(note, "the same as", "x")
    done = apply_note(root).imported
    assert done.changed == ("People/Ann Lee.md",)
    assert "organisation: Fernhill Press" in (root / "People/Ann Lee.md").read_text("utf-8")
    assert proposed(root, read).found == {"vcard:a": "People/Ann Lee.md"}


def test_the_link_on_the_line_says_who_is_meant(make_vault: Make) -> None:
    root = make_vault({"People/Ann Lee.md": ANN, "People/Anna Leigh.md": "---\ntype: person\n---\n# Anna Leigh\n"})
    note = review(root, reading(contact("Ann Lee", ("phone", "+39 040 123456"))))
    text = (
        note.read_text("utf-8")
        .replace("[[People/Ann Lee|Ann Lee]]", "[[Anna Leigh]]")
        .replace("- [ ] Ann", "- [x] Ann")
    )
    note.write_text(text, "utf-8")
    assert apply_note(root).imported.changed == ("People/Anna Leigh.md",)


def test_the_same_as_nobody_known_stops_before_anything_is_written(root: Path) -> None:
    note = review(root, reading(BO, contact("Ann Lee", ("phone", "+39 040 123456"))))
    before = notes(root)
    text = note.read_text("utf-8").replace("[[People/Ann Lee|Ann Lee]]", "[[Nobody]]").replace("- [ ] Ann", "- [x] Ann")
    note.write_text(text, "utf-8")
    with pytest.raises(PnmError, match="no contact is linked"):
        apply_note(root)
    assert notes(root) == before


def test_somebody_else_gets_a_note_of_their_own_and_that_is_remembered(root: Path) -> None:
    read = reading(contact("Ann Lee", ("organisation", "Fernhill Press"), ("phone", "+39 040 123456"), key="a"))
    mark(review(root, read), "the same as", "-")
    assert apply_note(root).imported.created == ("People/Ann Lee (Fernhill Press).md",)
    assert (root / "People/Ann Lee.md").read_text("utf-8") == ANN
    assert "name: Ann Lee\n" in (root / "People/Ann Lee (Fernhill Press).md").read_text("utf-8")
    (root / "People/Ann Lee (Fernhill Press).md").unlink()
    found = proposed(root, read)
    assert found.doubles == ()
    assert [(one.ticked, one.why) for one in found.news] == [(False, "imported once, and the note is gone since")]


def test_boxes_that_two_machines_set_are_all_set_and_two_answers_are_none(root: Path) -> None:
    cy = contact("Cy Dee", ("email", "cy@dee.example"))
    note = review(root, reading(BO, cy, contact("Ann Lee", EMAIL, ("role", "Designer"))))
    base = note.read_text("utf-8")
    mark(note, "Bo Chen", " ")
    ours = note.read_text("utf-8")
    note.write_text(base, "utf-8")
    mark(note, "role:", "x")
    merged = merge_note(base, ours, note.read_text("utf-8")).text
    line = next(one for one in merged.split("\n") if "Cy Dee" in one)
    note.write_text(merged.replace(line, line + "\n" + line.replace("[x]", "[-]")), "utf-8")
    done = apply_note(root).imported
    assert (done.created, done.changed) == ((), ("People/Ann Lee.md",))


def test_boxes_stay_as_their_owner_left_them_when_the_note_is_made_again(root: Path) -> None:
    read = reading(BO, contact("Ann Lee", EMAIL, ("role", "Designer")))
    note = review(root, read)
    mark(note, "Bo Chen", " ")
    mark(note, "role:", "x")
    review(root, read)
    assert "- [ ] Bo Chen" in note.read_text("utf-8")
    assert "- [x] [[People/Ann Lee|Ann Lee]] · role:" in note.read_text("utf-8")


def test_what_its_owner_wrote_into_the_note_stays_at_its_end(root: Path) -> None:
    read = reading(BO)
    note = review(root, read)
    text = note.read_text("utf-8")
    line = next(one for one in text.split("\n") if "Bo Chen" in one)
    note.write_text("Before.\n" + text.replace(line, f"{line} ask Cy first\nA line of mine") + "After.\n", "utf-8")
    review(root, read)
    text = note.read_text("utf-8")
    assert text.startswith("Before.\n")
    assert "After.\n" in text
    assert text.count("A line of mine") == 1
    assert text.count("ask Cy first") == 1
    review(root, read)
    assert note.read_text("utf-8") == text


def test_another_note_of_that_name_is_left_alone(root: Path) -> None:
    (root / "Reviews").mkdir()
    (root / "Reviews/Import.md").write_text("mine\n")
    with pytest.raises(PnmError, match="was not made by pnm"):
        review(root, reading(BO))
    assert (root / "Reviews/Import.md").read_text() == "mine\n"


def test_on_another_machine_the_file_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read = reading(BO)
    review(root, read)
    monkeypatch.setenv("PNM_STATE", str(tmp_path / "elsewhere"))
    with pytest.raises(PnmError, match="not on this machine"):
        apply_note(root)
    assert apply_note(root, read).imported.created == ("People/Bo Chen.md",)


def test_a_reading_that_is_damaged_is_none(root: Path) -> None:
    review(root, reading(BO))
    kept_imports.keep_reading(str(root.resolve()), "0" * 32, b"\xc1")
    with pytest.raises(PnmError, match="not on this machine"):
        apply_note(root)


def test_private_contacts_are_not_on_the_note_and_their_lines_cannot_be_ticked(root: Path) -> None:
    (root / "People/Ann Lee.md").write_text(ANN.replace("role", "private: true\nrole"), "utf-8")
    read = reading(BO, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456")), met("Ann Lee", date(2026, 11, 1)))
    note = review(root, read)
    assert "Ann Lee" not in note.read_text("utf-8")
    assert "about private contacts, which are on no note: 2" in note.read_text("utf-8")
    assert apply_note(root).imported.changed == ()


def test_the_names_of_private_contacts_are_not_on_the_note_either(root: Path) -> None:
    (root / "People/Cy Dee.md").write_text("---\ntype: person\nprivate: true\n---\n# Cy Dee\n", "utf-8")
    read = reading(
        contact("Ann Lee", EMAIL, ("knows", "Cy Dee"), ("phone", "+39 040 123456"), words="Moved in with cy dee"),
        met("ann@lee.example", date(2026, 11, 1), Channel.MEETING, "Lunch with Cy Dee"),
    )
    text = review(root, read).read_text("utf-8")
    assert "cy dee" not in text.casefold()
    assert "phone: +39 040 123456" in text
    assert "on no note: 3" in text


def test_values_of_strangers_do_nothing_in_the_notes(root: Path) -> None:
    words = "- [ ] a task\n[[Ann Lee]] #tag %%x%% <% tp.x %>\n## Log\n- 2026-01-02: call\nkey:: value\n![[Ann Lee]]"
    entry = contact("Bo [[Chen]] <%x%>", ("role", "x\n---\nprivate: false"), ("place", "[[Ann Lee]]"), words=words)
    note = review(root, reading(entry))
    assert "[[Chen]]" not in note.read_text("utf-8")
    done = apply_note(root).imported
    assert done.refused == ()
    [path] = done.created
    with session_of(root) as session:
        record = session.record(path)
        assert record.interactions == ()
        assert session.picture().follow_ups == ()
        assert session.record("People/Ann Lee.md").contact.private is False
        assert session.notes((path,))[path].note.contact.tags == ()  # type: ignore[union-attr]


def test_a_note_that_no_edit_is_proved_for_costs_only_itself(root: Path) -> None:
    (root / "People/Cy Dee.md").write_text("---\ntype: person\nemail: [cy@dee.example\n---\n# Cy Dee\n", "utf-8")
    read = reading(BO, contact("Ann Lee", EMAIL, ("phone", "+39 040 123456")))
    import_all(root, read)
    assert (root / "People/Bo Chen.md").exists()
    (root / "People/Ann Lee.md").write_text(
        "---\ntype: person\nphone: {a: b}\nphone_2: {a: b}\nemail: ann@lee.example\n---\n", "utf-8"
    )
    done = import_all(
        root, reading(contact("Cy Mar", ("role", "x")), contact("Ann Lee", EMAIL, ("phone", "+39 1 2345")))
    )
    assert done.created == ("People/Cy Mar.md",)
    assert [path for path, _ in done.refused] == ["People/Ann Lee.md"]


def test_a_value_that_is_not_understood_is_not_replaced(root: Path) -> None:
    text = ANN.replace("role", "birthday: in spring\nrole")
    (root / "People/Ann Lee.md").write_text(text, "utf-8")
    done = import_all(root, reading(contact("Ann Lee", EMAIL, ("birthday", "1980-04-15"))))
    assert done.refused == (
        ("People/Ann Lee.md", "birthday: the note has a value there that is not understood, so it stays."),
    )
    assert (root / "People/Ann Lee.md").read_text("utf-8") == text


def test_a_family_name_that_comes_first_is_kept_as_such(root: Path) -> None:
    import_all(root, reading(contact("Yamada Taro", ("first_name", "Taro"), ("last_name", "Yamada"))))
    with session_of(root) as session:
        found = session.record("People/Yamada Taro.md").contact
    assert (found.name, found.last_name) == ("Yamada Taro", "Yamada")


def test_the_list_of_imports_holds_no_words_of_the_contacts(root: Path) -> None:
    import_all(root, reading(BO))
    kept = (root / PLACE).read_text("utf-8")
    assert "chen.example" not in kept
    assert kept.count("\n") == 1


def test_a_circle_the_inbox_and_a_day_of_contact_go_into_a_new_note(root: Path) -> None:
    from pnm_vault.pipeline.importing.look import Options

    read = reading(BO, met("bo@chen.example", date(2026, 11, 2), Channel.MEETING, "Budget"))
    from msgspec.structs import replace

    import_all(root, replace(read, options=Options(circle="choir", inbox=True)))
    text = (root / "People/Bo Chen.md").read_text("utf-8")
    assert "status: inbox\n" in text
    assert "circles:\n  - choir\n" in text
    assert "- 2026-11-02: meeting: Budget (calendar)\n" in text
