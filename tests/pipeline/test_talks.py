"""What to open with on the Agenda: always what the notes say now, never whom they keep private, read once a day."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from pnm_vault.insights.briefing.openers import Opener
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.checking import IndexState, check_vault
from pnm_vault.pipeline.questions import briefing, talks
from pnm_vault.pipeline.questions.quoted import STATE
from pnm_vault.review.item_key import read_item
from pnm_vault.review.plan import answers_on
from pnm_vault.vault.read import SourceFile, read_note
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]

VAULT: dict[str, str | bytes] = {
    "People/Ann Lee.md": "---\ncadence: monthly\ninterests: [moth trapping]\nasks: [a flat in Porto]\n"
    "knows: ['[[Bob Moss]]', '[[Hush Moll]]']\n---\n## Log\n- 2026-08-02: coffee by the river\n  - new job in January\n"
    "- 2026-07-01: I'll send her the lamp\n- 2026-06-02: tea\n",
    "People/Bob Moss.md": "---\ncadence: yearly\n---\n- 2026-11-01: lunch\n",
    "People/Hush Moll.md": "---\nprivate: true\naliases: [Mossy]\ncadence: weekly\n---\n- 2026-08-01: call\n",
    "Daily/2026-11-01.md": "- rain\n",
    "Daily/2026-11-05.md": "- fourteen moths, with a trap of my own\n",
    "Other/List.md": "milk\n",
}


def agenda(root: Path) -> str:
    return reviews(root)["Agenda.md"].decode()


def below(root: Path, name: str = "Ann Lee") -> list[str]:
    """Give the lines below a contact on the Agenda, without their proofs."""
    lines = agenda(root).split("\n")
    at = next(number for number, one in enumerate(lines) if one.startswith(f"- [ ] [[People/{name}|"))
    found = []
    for one in lines[at + 1 :]:
        if not one.startswith("    - "):
            break
        found.append(one.removeprefix("    - ").partition(" ([[")[0])
    return found


def change(root: Path, path: str, old: str, new: str) -> None:
    note = root / path
    note.write_text(note.read_text("utf-8").replace(old, new), "utf-8")


def calm(root: Path) -> None:
    """Make all time stamps old enough to be trusted."""
    for number, path in enumerate(sorted(root.rglob("*.md"))):
        if path.parent.name != "Reviews":
            os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    made = make_vault(VAULT)
    calm(made)
    regenerate(made)
    return made


def test_the_lines_of_a_contact(root: Path) -> None:
    assert below(root) == [
        "Last, 2026-08-02: coffee by the river",
        "You said you would, 2026-07-01: I'll send her the lamp",
        "They look for: a flat in Porto",
        "You could tell them (moth, trapping), 2026-11-05: fourteen moths, with a trap of my own",
        "You both know [[People/Bob Moss|Bob Moss]]",
    ]


def test_no_line_names_a_private_contact(root: Path) -> None:
    change(root, "People/Ann Lee.md", "coffee by the river", "coffee with Mossy")
    change(root, "Daily/2026-11-05.md", "of my own", "of Hush Moll's")
    regenerate(root)
    assert "oss'" not in agenda(root)
    assert "Hush" not in agenda(root)
    assert not any("Mossy" in one for one in below(root))
    # Whoever is made private now is in no line any more, though no note of Ann's was changed.
    change(root, "People/Bob Moss.md", "cadence: yearly", "private: true")
    regenerate(root)
    assert "Bob" not in agenda(root)


@pytest.mark.parametrize(
    ("path", "old", "new", "shown"),
    [
        ("Daily/2026-11-05.md", "fourteen", "forty", "forty moths"),
        ("Daily/2026-11-09.md", "", "", "a trapped moth"),
        ("People/Ann Lee.md", "coffee by the river", "coffee by the sea", "by the sea"),
        ("People/Ann Lee.md", "a flat in Porto", "a flat in Faro", "a flat in Faro"),
        ("People/Bob Moss.md", "cadence: yearly", "cadence: yearly\nname: Bobby", "|Bobby]]"),
    ],
)
def test_a_change_shows_at_once(root: Path, path: str, old: str, new: str, shown: str) -> None:
    """Of a daily note without a link no row changes, and yet the Agenda is looked at again."""
    assert shown not in agenda(root)
    if old:
        change(root, path, old, new)
    else:
        write(root, {path: "- a trapped moth\n"})
    regenerate(root)
    assert shown in agenda(root)


def test_what_is_indented_below_a_log_line_shows(root: Path) -> None:
    """The rows do not keep it: here a promise comes up that nothing else tells of."""
    change(root, "People/Ann Lee.md", "  - new job in January", "  - she will bring the ladder")
    regenerate(root)
    assert "They said they would, 2026-08-02: she will bring the ladder" in below(root)


def test_a_daily_note_that_is_gone_is_quoted_no_more(root: Path) -> None:
    (root / "Daily/2026-11-05.md").unlink()
    regenerate(root)
    assert not any("moths" in one for one in below(root))


def test_what_is_written_today_is_news_from_tomorrow_on(root: Path) -> None:
    """Today's note is saved all day long, and the Agenda need not be looked at each time."""
    write(root, {"Daily/2026-11-23.md": "- a dozen moths, trapped at last\n"})
    assert regenerate(root).changes == ()
    assert "a dozen" not in agenda(root)
    regenerate(root, EXAMPLE_DAY + timedelta(days=1))
    assert "a dozen moths" in agenda(root)


def test_it_can_be_turned_off(root: Path) -> None:
    (root / "pnm.toml").write_text("[review]\nbriefs = false\n")
    regenerate(root)
    assert below(root) == []
    (root / "pnm.toml").write_text("")
    regenerate(root)
    assert len(below(root)) == 5


def test_notes_are_read_again_only_where_they_were_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watched(place: str, path: str) -> SourceFile | None:
        seen.append(path)
        return read_note(place, path)

    monkeypatch.setattr(briefing, "read_note", watched)
    write(root, {"People/Di.md": "---\ncadence: weekly\n---\n- 2026-11-22: call\n"})
    regenerate(root)
    assert seen == []
    change(root, "Daily/2026-11-05.md", "fourteen", "forty")
    regenerate(root)
    assert set(seen) >= {"People/Ann Lee.md", "Daily/2026-11-01.md", "Daily/2026-11-05.md"}
    assert len(seen) == len(set(seen))


def test_for_several_contacts_each_note_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def watched(place: str, path: str) -> SourceFile | None:
        seen.append(path)
        return read_note(place, path)

    monkeypatch.setattr(briefing, "read_note", watched)
    more = {f"People/Extra {number}.md": "---\ncadence: weekly\n---\n- 2026-06-01: call\n" for number in range(4)}
    write(root, dict(more))
    regenerate(root)
    assert seen.count("Daily/2026-11-05.md") == 1
    assert len(seen) == len(set(seen))


def test_a_check_believes_nothing_that_is_kept(root: Path) -> None:
    assert check_vault(str(root), EXAMPLE_DAY).index is IndexState.EQUAL
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        stored = msgspec.msgpack.decode(session.cache.state(STATE) or b"", type=dict[str, talks._Kept])
        kept = stored["People/Ann Lee.md"]
        first, *rest = kept.openers
        forged = Opener(first.kind, "what nobody said", first.proof, first.day)
        stored["People/Ann Lee.md"] = msgspec.structs.replace(kept, openers=(forged, *rest))
        session.cache.commit({}, {STATE: msgspec.msgpack.encode(stored)})
    found = check_vault(str(root), EXAMPLE_DAY)
    assert not any(one.code == "review-outdated" for one in found.problems)


def test_nothing_below_can_be_answered_and_words_among_it_stay(root: Path) -> None:
    change(
        root,
        "People/Ann Lee.md",
        "coffee by the river",
        "[x] [[Bob Moss]] <!-- pnm:contact 00000000 2026-08-02 --> - [ ] x",
    )
    regenerate(root)
    text = agenda(root)
    nested = [one for one in text.split("\n") if one.startswith("    ")]
    assert len(nested) >= 5
    assert not any(read_item(one) for one in nested)
    assert all(one.startswith("    - ") and not one.startswith("    - [ ]") for one in nested)
    page = root / "Reviews/Agenda.md"
    own = "    - ask for the address"
    page.write_text(text.replace(nested[1], f"{nested[1]}\n{own}"), "utf-8")
    (answer,) = answers_on(page.read_bytes(), "agenda").answers
    assert answer.below == (own,)
    change(root, "Daily/2026-11-05.md", "fourteen", "forty")
    regenerate(root)
    assert own in agenda(root).split("\n")


def test_a_tick_writes_the_words_beside_it_and_none_of_what_stands_below(root: Path) -> None:
    page = root / "Reviews/Agenda.md"
    lines = page.read_text("utf-8").split("\n")
    at = next(number for number, one in enumerate(lines) if "Ann Lee]] ·" in one)
    lines[at] = lines[at].replace("[ ]", "[x]", 1) + " yesterday: walked to the mill"
    page.write_text("\n".join(lines), "utf-8")
    regenerate(root, look_only=True)
    regenerate(root)
    note = (root / "People/Ann Lee.md").read_text("utf-8")
    said = str(VAULT["People/Ann Lee.md"])
    assert sorted(set(note.split("\n")) - set(said.split("\n"))) == ["- 2026-11-22: walked to the mill"]
    assert "- [ ] [[People/Ann Lee|" not in agenda(root)


def test_the_agenda_is_contact_for_nobody(root: Path) -> None:
    """Every line of it is full of links and days, and none is read."""
    with open_session(str(root), EXAMPLE_DAY) as session:
        before = session.picture()
    regenerate(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        session.refresh()
        assert session.picture() == before
        assert not any(path.startswith("Reviews/") for path in session.note_paths())
