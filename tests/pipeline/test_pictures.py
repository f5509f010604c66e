"""Pictures in a vault: made on request, kept up to date where they are ours, and never a private contact on them."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from pnm_vault.insights.pictures import Pictures
from pnm_vault.pipeline import Session, open_session, pictures
from pnm_vault.pipeline.page_proof import prove_pages
from tests.vaults import EXAMPLE_DAY, regenerate

GOLDEN = Path(__file__).parents[1] / "golden_pictures"
FILES = ("Attention.svg", "Interactions.svg", "Layers.svg", "Network.canvas", "Network.svg")
MONDAY = date(2026, 11, 23)

MakeVault = Callable[[dict[str, str | bytes]], Path]


def draw(root: Path, *words: str, day: date = EXAMPLE_DAY) -> int:
    return program.run(["--vault", str(root), "--today", day.isoformat(), "-q", "map", *words])


def drawn(root: Path) -> dict[str, bytes]:
    folder = root / "Reviews" / "Pictures"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def vault(make_vault: MakeVault, **more: str) -> Path:
    people = {
        f"People/{name}.md": f"---\ntype: person\ncircles: [{circle}]\n---\n## Log\n"
        + "".join(f"- {MONDAY - timedelta(days=step * back):%Y-%m-%d}: tea\n" for back in range(1, 9))
        for name, circle, step in (("Ann", "choir", 5), ("Bo", "choir", 9), ("Cy", "work", 30), ("Di", "work", 60))
    }
    return make_vault({**people, **more})


def test_golden(example: Path) -> None:
    assert draw(example) == 0
    found = {f"Pictures/{name}": content for name, content in drawn(example).items()}
    found["Pictures.md"] = (example / "Reviews" / "Pictures.md").read_bytes()
    if os.environ.get("PNM_ACCEPT"):
        for name, content in found.items():
            (GOLDEN / name).write_bytes(content)
    assert tuple(found) == (*[f"Pictures/{name}" for name in FILES], "Pictures.md")
    for name, content in found.items():
        assert content.decode() == (GOLDEN / name).read_text("utf-8"), name


def test_without_being_asked_for_there_are_none(example: Path) -> None:
    regenerate(example)
    assert not (example / "Reviews" / "Pictures").exists()
    assert not (example / "Reviews" / "Pictures.md").exists()


def test_made_by_the_command_they_are_what_regenerate_keeps(example: Path) -> None:
    regenerate(example)
    assert draw(example) == 0
    before = drawn(example)
    done = regenerate(example)
    # The Agenda links the new note, and Network shows the map; nothing else changes, and then nothing at all.
    assert [change.path for change in done.changes] == ["Reviews/Agenda.md", "Reviews/Network.md"]
    assert "\n![Map of the network](Pictures/Network.svg)\n" in (example / "Reviews/Network.md").read_text("utf-8")
    assert drawn(example) == before
    assert regenerate(example).changes == ()
    with open_session(str(example), EXAMPLE_DAY) as session:
        session.refresh()
        assert [one for one in prove_pages(session).problems if "review-outdated" in one.code] == []


def test_without_the_cache_the_same_bytes_come_out(
    example: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draw(example)
    regenerate(example)
    before = drawn(example)
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "another"))
    assert regenerate(example).changes == ()
    assert drawn(example) == before


def test_all_week_they_stay_as_they_are_and_on_monday_they_go_on(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    regenerate(root, MONDAY)
    before = drawn(root)
    for days in range(1, 7):
        with (root / "People" / "Di.md").open("a", encoding="utf-8") as note:
            note.write(f"- {MONDAY + timedelta(days=days):%Y-%m-%d}: tea\n")
        regenerate(root, MONDAY + timedelta(days=days))
        assert drawn(root) == before, days
    done = regenerate(root, MONDAY + timedelta(days=7))
    assert {change.path.rpartition("/")[2] for change in done.changes} >= {*FILES, "Pictures.md"}
    assert drawn(root).keys() == before.keys()


def rewrite(root: Path, name: str, old: str, new: str) -> None:
    note = root / "People" / f"{name}.md"
    text = note.read_text("utf-8")
    assert old in text
    note.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        lambda root: rewrite(root, "Cy", "circles: [work]", "circles: [choir]"),
        lambda root: rewrite(root, "Cy", "circles: [work]", 'circles: [work]\nknows: "[[Ann]]"'),
        lambda root: rewrite(root, "Cy", "circles: [work]", "circles: [work]\ncloseness: 5"),
        lambda root: rewrite(root, "Cy", "circles: [work]", "circles: [work]\nprivate: true"),
        lambda root: rewrite(root, "Cy", "circles: [work]", "circles: [work]\nstatus: archived"),
        lambda root: rewrite(root, "Cy", "## Log\n", "## Log\n- 2026-11-20: rang\n"),
        lambda root: (root / "People" / "Cy.md").unlink(),
        lambda root: (root / "People" / "Eve.md").write_text("---\ntype: person\ncircles: [choir]\n---\n"),
        lambda root: (root / "Me.md").write_text("---\ntype: me\ncircles: [work]\n---\n"),
    ],
    ids=["circle", "knows", "closeness", "private", "archived", "day", "gone", "new", "me"],
)
def test_what_the_owner_states_is_drawn_at_once(make_vault: MakeVault, change: Callable[[Path], object]) -> None:
    """And what was kept gives the same as drawing anew does."""
    root = vault(make_vault)
    draw(root, day=MONDAY)
    regenerate(root, MONDAY)
    before = drawn(root)
    change(root)
    regenerate(root, MONDAY)
    after = drawn(root)
    assert after != before
    for path in (root / "Reviews" / "Pictures").iterdir():
        path.unlink()
    draw(root, day=MONDAY)
    assert drawn(root) == after


def test_a_private_contact_is_on_no_picture_and_changes_none(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    before = drawn(root)
    secret = "---\ntype: person\nprivate: true\ncircles: [choir, secrets]\nknows: ['[[Ann]]', '[[Cy]]']\n---\n"
    (root / "People" / "Zoe.md").write_text(f"{secret}## Log\n- 2026-11-01: tea, just the two of us\n", "utf-8")
    (root / "People" / "Yan.md").write_text(secret, "utf-8")
    assert draw(root, day=MONDAY) == 0
    assert drawn(root) == before
    assert program.run(["--vault", str(root), "--today", MONDAY.isoformat(), "map", "--circle", "secrets"]) == 1


def test_a_circle_that_is_called_after_a_private_contact_is_on_no_picture(make_vault: MakeVault) -> None:
    secret = "---\ntype: person\nprivate: true\n---\n"
    root = vault(make_vault, **{"People/Zoe Berg.md": secret})
    for name in ("Ann", "Bo"):
        rewrite(root, name, "circles: [choir]", "circles: [friends of zoe berg]")
    draw(root, day=MONDAY)
    assert not [name for name, content in drawn(root).items() if b"zoe" in content.lower()]
    assert "zoe" not in (root / "Reviews" / "Pictures.md").read_text("utf-8").lower()


def test_a_picture_that_was_changed_is_left_alone(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    folder = root / "Reviews" / "Pictures"
    own = {name: content + b"<!-- mine -->" for name, content in drawn(root).items() if name.endswith(".svg")}
    own["Network.canvas"] = drawn(root)["Network.canvas"].replace(b'"x":', b'"x":1', 1)
    for name, content in own.items():
        (folder / name).write_bytes(content)
    rewrite(root, "Cy", "circles: [work]", "circles: [choir]")
    done = regenerate(root, MONDAY)
    assert done.report.skipped == () and done.faults == ()
    assert drawn(root) == own
    assert draw(root, day=MONDAY) == 1
    assert capsys.readouterr().err.count("was changed since, so it was left alone") == len(FILES)
    assert drawn(root) == own


def test_one_that_was_deleted_does_not_come_back_and_leaves_the_note(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    regenerate(root, MONDAY)
    (root / "Reviews" / "Pictures" / "Layers.svg").unlink()
    regenerate(root, MONDAY)
    assert set(drawn(root)) == {*FILES} - {"Layers.svg"}
    note = (root / "Reviews" / "Pictures.md").read_text("utf-8")
    assert "Layers.svg" not in note and "Network.svg" in note
    (root / "Reviews" / "Pictures.md").unlink()
    regenerate(root, MONDAY)
    assert not (root / "Reviews" / "Pictures.md").exists()
    rewrite(root, "Cy", "circles: [work]", "circles: [choir]")
    before = drawn(root)
    regenerate(root, MONDAY)
    assert drawn(root) != before


def test_other_line_ends_are_no_change(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    for path in (root / "Reviews" / "Pictures").iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = drawn(root)
    assert draw(root, day=MONDAY) == 0
    assert drawn(root) == before


def test_a_limit_is_kept(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, "--limit", "2", day=MONDAY)
    regenerate(root, MONDAY)
    assert b"By name the 2 nearest" in drawn(root)["Network.svg"]
    rewrite(root, "Cy", "circles: [work]", "circles: [choir]")
    regenerate(root, MONDAY)
    assert b"By name the 2 nearest" in drawn(root)["Network.svg"]
    draw(root, day=MONDAY)
    assert b"By name" not in drawn(root)["Network.svg"]


def test_a_canvas_follows_a_renamed_contact_and_stays_ours(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    assert program.run(["--vault", str(root), "-q", "--no-input", "rename", "Cy", "Cyrus"]) == 0
    regenerate(root, MONDAY)
    made = json.loads(drawn(root)["Network.canvas"])
    assert "People/Cyrus.md" in {node.get("file") for node in made["nodes"]}
    assert b"Cyrus" in drawn(root)["Network.svg"]
    assert draw(root, day=MONDAY) == 0


def test_a_dry_run_writes_nothing(example: Path) -> None:
    assert draw(example, "--dry-run") == 0
    assert not (example / "Reviews").exists()


def test_the_map_of_one_circle_is_a_file_of_its_own(example: Path) -> None:
    assert draw(example, "--circle", "book club") == 0
    found = drawn(example)
    assert set(found) == {"Network of book club.svg", "Network of book club.canvas"}
    assert not (example / "Reviews" / "Pictures.md").exists()
    assert b"Elettra Moro" in found["Network of book club.svg"]


def test_a_circle_of_any_name_gives_a_file_that_can_be(make_vault: MakeVault) -> None:
    people: Mapping[str, str | bytes] = {
        f"People/{name}.md": '---\ntype: person\ncircles: ["../a/b: c?"]\n---\n' for name in ("Ann", "Bo")
    }
    root = make_vault(dict(people))
    assert draw(root, "--circle", "../a/b: c?") == 0
    assert set(drawn(root)) == {"Network of -a-b- c-.svg", "Network of -a-b- c-.canvas"}


def test_nothing_is_drawn_anew_while_nothing_of_it_changed(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    regenerate(root, MONDAY)
    calls: list[int] = []
    real = pictures.draw_pictures

    def counted(session: Session, limit: int | None = None) -> Pictures:
        calls.append(1)
        return real(session, limit)

    monkeypatch.setattr(pictures, "draw_pictures", counted)
    rewrite(root, "Cy", "## Log\n", f"## Log\n- {MONDAY:%Y-%m-%d}: rang\n")
    regenerate(root, MONDAY)
    regenerate(root, MONDAY + timedelta(days=2))
    assert calls == []
    regenerate(root, MONDAY + timedelta(days=7))
    assert calls == [1]


def test_a_note_of_the_owners_own_in_its_place_asks_for_nothing(make_vault: MakeVault) -> None:
    own = "# My photographs\n"
    root = vault(make_vault, **{"Reviews/Pictures.md": own})
    done = regenerate(root, MONDAY)
    assert done.faults == () and drawn(root) == {}
    assert draw(root, day=MONDAY) == 1
    assert (root / "Reviews" / "Pictures.md").read_text("utf-8") == own
    assert set(drawn(root)) == {*FILES}
    assert regenerate(root, MONDAY).faults == ()


def test_one_that_somebody_is_changing_waits_for_the_next_run(make_vault: MakeVault) -> None:
    root = vault(make_vault)
    draw(root, day=MONDAY)
    regenerate(root, MONDAY)
    before = drawn(root)
    rewrite(root, "Cy", "circles: [work]", "circles: [choir]")
    canvas = root / "Reviews" / "Pictures" / "Network.canvas"
    canvas.write_bytes(before["Network.canvas"])
    with open_session(str(root), MONDAY) as session:
        done = session.regenerate(settle=True)
        assert [path for path, _ in done.report.skipped] == ["Reviews/Pictures/Network.canvas"]
        assert drawn(root)["Network.canvas"] == before["Network.canvas"]
        assert drawn(root)["Network.svg"] != before["Network.svg"]
        session.regenerate()
    assert drawn(root)["Network.canvas"] != before["Network.canvas"]


def test_pictures_that_another_machine_brought_are_kept_from_then_on(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = vault(make_vault)
    regenerate(root, MONDAY)
    here = os.environ["PNM_CACHE"]
    monkeypatch.setenv("PNM_CACHE", str(tmp_path / "there"))
    draw(root, day=MONDAY)
    monkeypatch.setenv("PNM_CACHE", here)
    assert [change.path for change in regenerate(root, MONDAY).changes] == ["Reviews/Agenda.md", "Reviews/Network.md"]
    older = drawn(root)
    rewrite(root, "Cy", "circles: [work]", "circles: [choir]")
    regenerate(root, MONDAY)
    newer = drawn(root)
    for name, content in older.items():
        (root / "Reviews" / "Pictures" / name).write_bytes(content)
    regenerate(root, MONDAY)
    assert drawn(root) == newer


@pytest.mark.parametrize("folder", ["Areas/My reviews", "Notes"])
def test_they_lie_beside_the_review_notes_wherever_these_are(make_vault: MakeVault, folder: str) -> None:
    root = vault(make_vault, **{"pnm.toml": f'[review]\nfolder = "{folder}"\n'})
    assert draw(root, day=MONDAY) == 0
    inside = root / folder
    assert {path.name for path in (inside / "Pictures").iterdir()} == {*FILES}
    shown = (inside / "Pictures.md").read_text("utf-8")
    for name in FILES:
        if name.endswith(".svg"):
            assert f"](Pictures/{name})" in shown
    regenerate(root, MONDAY)
    assert regenerate(root, MONDAY).changes == ()
