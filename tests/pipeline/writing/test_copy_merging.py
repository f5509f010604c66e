"""Conflict copies of sync services: counted for nothing, told of, merged back, and brought back by undo."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli.main import run
from pnm_vault.errors import PnmError
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.checking import check_vault
from pnm_vault.pipeline.writing.copy_merging import common_version, merge_copies
from pnm_vault.pipeline.writing.mending import Mending, Mendings, Source, carry_out_mendings
from pnm_vault.pipeline.writing.undo import undo
from tests.gits import begin, git, keep, needs_git, part
from tests.vaults import EXAMPLE_DAY, regenerate, reviews, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
NOTE = (
    "---\ntype: person\nrole: nurse\nemail: ann@example.org\n---\n# Ann\n\nBakes bread for the street.\n\n"
    "## Log\n\n{}- 2026-11-01: tea at the harbour\n"
)
BASE, OURS, THEIRS = (NOTE.format(line) for line in ("", "- 2026-11-20: lunch\n", "- 2026-11-21: a call\n"))
MERGED = NOTE.format("- 2026-11-21: a call\n- 2026-11-20: lunch\n")
ANN = "People/Ann.md"
CERTAIN = (
    "Ann.sync-conflict-20261018-093012-K7Q2ABC",
    "Ann.sync-conflict-20261018-093012",
    "Ann (Conflicted copy Phone 202610181200)",
    "Ann (Bob's conflicted copy 2026-10-18)",
    "Ann (copie en conflit de Bob 2026-10-18)",
    "Ann (conflicted copy 2026-10-18 120000)",
    "Ann_conflict-20261018-120000",
)
DOUBTFUL = ("Ann-LAPTOP-2", "Ann-DESKTOP-AB12CD3", "Ann 2", "Ann_2", "Ann (1)")


def resolve(root: Path, *paths: str, agree: Callable[[Mending], bool] = lambda _: True) -> Mendings:
    with open_session(str(root), EXAMPLE_DAY) as session:
        found = merge_copies(session, paths, agree)
        carry_out_mendings(session, found, ("resolve", *paths))
    return found


def contents(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode()
        for path in sorted((root / "People").rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", [*CERTAIN, *DOUBTFUL])
def test_a_copy_of_each_service_goes_into_its_note_and_comes_back(make_vault: MakeVault, name: str) -> None:
    root = make_vault({"pnm.toml": "", ANN: OURS, f"People/{name}.md": THEIRS})
    before = contents(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert list(session.index().contacts) == [ANN]
        problems = [(one.path, one.code) for one in session.picture().problems if one.code == "conflict-copy"]
        assert problems == [(f"People/{name}.md", "conflict-copy")]
    found = resolve(root)
    assert [(one.path, one.copy, one.source) for one in found.agreed] == [(ANN, f"People/{name}.md", Source.COPY)]
    assert contents(root) == {ANN: MERGED}
    assert resolve(root) == Mendings()
    undo(os.path.realpath(root))
    assert contents(root) == before


@pytest.mark.parametrize("name", [CERTAIN[0], DOUBTFUL[2]])
def test_no_review_note_names_the_copy_of_a_private_contact(make_vault: MakeVault, name: str) -> None:
    private = OURS.replace("role", "private: true\nrole")
    root = make_vault({"pnm.toml": "", ANN: private, f"People/{name}.md": private, "People/Bo.md": NOTE.format("")})
    regenerate(root)
    assert b"People/Ann" not in b"".join(reviews(root).values())
    checked = check_vault(str(root), EXAMPLE_DAY)
    told = [found.path for found in checked.problems if found.code == "conflict-copy"]
    assert told == [f"People/{name}.md"]


@pytest.mark.parametrize("name", DOUBTFUL)
def test_another_contact_stays_one(make_vault: MakeVault, name: str) -> None:
    other = "---\ntype: person\nemail: other@example.org\n---\n# Ann\n\nPlays chess in Linz.\n"
    root = make_vault({"pnm.toml": "", ANN: OURS, f"People/{name}.md": other})
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert set(session.index().contacts) == {ANN, f"People/{name}.md"}
    assert resolve(root) == Mendings()


def test_a_doubtful_name_without_its_note_is_a_name(make_vault: MakeVault) -> None:
    root = make_vault({"pnm.toml": "", "People/Ann 2.md": OURS})
    assert resolve(root) == Mendings()


def test_whether_a_note_is_a_copy_follows_the_note_beside_it(make_vault: MakeVault) -> None:
    """What is kept between runs has to say the same as a first look at every step."""
    root = make_vault({"pnm.toml": "", "People/Ann 2.md": THEIRS, "People/Zoe.md": NOTE.format("")})

    def contacts() -> set[str]:
        with open_session(str(root), EXAMPLE_DAY) as session:
            session.refresh()
            return set(session.index().contacts) - {"People/Zoe.md"}

    assert contacts() == {"People/Ann 2.md"}
    write(root, {ANN: OURS})
    assert contacts() == {ANN}
    write(root, {ANN: OURS.replace("ann@example.org", "another@example.org")})
    assert contacts() == {ANN, "People/Ann 2.md"}
    write(root, {ANN: OURS + "- 2026-10-01: a walk\n"})
    assert contacts() == {ANN}
    (root / ANN).unlink()
    assert contacts() == {"People/Ann 2.md"}


def test_several_copies_and_copies_of_copies(make_vault: MakeVault) -> None:
    copies = {
        "People/Ann.sync-conflict-20261018-093012-K7Q2ABC.md": THEIRS,
        "People/Ann.sync-conflict-20261018-093012-K7Q2ABC.sync-conflict-20261019-093012-K7Q2ABC.md": NOTE.format(
            "- 2026-11-22: a letter\n"
        ),
        "People/Ann 2.md": NOTE.format("- 2026-11-19: a walk\n"),
        "People/Ann 2 (conflicted copy 2026-11-20).md": NOTE.format("- 2026-11-18: a film\n"),
    }
    root = make_vault({"pnm.toml": "", ANN: OURS, **copies})
    before = contents(root)
    found = resolve(root)
    assert {one.copy for one in found.agreed} == copies.keys()
    now = contents(root)
    assert now.keys() == {ANN}
    days = [line[2:12] for line in now[ANN].split("\n") if line.startswith("- ")]
    assert days == ["2026-11-22", "2026-11-21", "2026-11-20", "2026-11-19", "2026-11-18", "2026-11-01"]
    undo(os.path.realpath(root))
    assert contents(root) == before


def test_only_the_copies_that_are_named(make_vault: MakeVault) -> None:
    first, second = (f"People/{name}.md" for name in CERTAIN[:2])
    root = make_vault({"pnm.toml": "", ANN: OURS, first: THEIRS, second: THEIRS})
    assert [one.copy for one in resolve(root, second).agreed] == [second]
    assert contents(root) == {ANN: MERGED, first: THEIRS}
    with pytest.raises(PnmError, match="no conflict copy"):
        resolve(root, ANN)


@pytest.mark.parametrize("place", ["", "People", None], ids=["in the vault", "in a folder of it", "elsewhere"])
def test_a_copy_is_named_from_where_one_is(
    make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str | None
) -> None:
    root = make_vault({"pnm.toml": "", ANN: OURS, "People/Ann 2.md": THEIRS})
    monkeypatch.chdir(tmp_path if place is None else root / place)
    named = "Ann 2.md" if place else "People/Ann 2.md"
    assert run(["--vault", str(root), "resolve", named, "--yes"]) == 0
    assert contents(root) == {ANN: MERGED}


def test_what_nobody_agrees_to_stays(make_vault: MakeVault) -> None:
    first, second = (f"People/{name}.md" for name in CERTAIN[:2])
    root = make_vault({"pnm.toml": "", ANN: OURS, first: THEIRS, second: NOTE.format("- 2026-11-22: a letter\n")})
    found = resolve(root, agree=lambda mending: mending.copy == second)
    assert ([one.copy for one in found.agreed], [one.copy for one in found.declined]) == ([second], [first])
    assert contents(root) == {ANN: NOTE.format("- 2026-11-22: a letter\n- 2026-11-20: lunch\n"), first: THEIRS}


def test_a_copy_that_says_nothing_more_goes(make_vault: MakeVault) -> None:
    copy = f"People/{CERTAIN[0]}.md"
    root = make_vault({"pnm.toml": "", ANN: OURS.replace("\n", "\r\n"), copy: OURS})
    resolve(root)
    assert contents(root) == {ANN: OURS.replace("\n", "\r\n")}


def test_two_roles_stay_both(make_vault: MakeVault) -> None:
    copy = f"People/{CERTAIN[0]}.md"
    root = make_vault({"pnm.toml": "", ANN: OURS, copy: OURS.replace("nurse", "midwife")})
    found = resolve(root)
    assert [len(one.conflicts) for one in found.agreed] == [1]
    assert "role: midwife\nrole_conflict: nurse\n" in contents(root)[ANN]


def test_a_copy_whose_note_is_gone_gets_its_name_back(make_vault: MakeVault) -> None:
    first, second = (f"People/{name}.md" for name in CERTAIN[:2])
    root = make_vault({"pnm.toml": "", first: THEIRS, second: OURS})
    found = resolve(root, agree=lambda mending: mending.source is not Source.ALONE)
    assert ([one.copy for one in found.declined], contents(root)) == ([first, second], {first: THEIRS, second: OURS})
    assert [one.source for one in resolve(root).agreed] == [Source.ALONE, Source.COPY]
    assert contents(root) == {ANN: MERGED}
    undo(os.path.realpath(root))
    assert contents(root) == {first: THEIRS, second: OURS}


def test_what_cannot_be_merged_is_told(make_vault: MakeVault) -> None:
    marked = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n"
    files: dict[str, str | bytes] = {
        f"People/{CERTAIN[0]}.md": b"\xff\xfe\x00",
        f"People/{CERTAIN[1]}.md": marked,
        "People/Ben.md": marked,
        "People/Ben (conflicted copy).md": BASE,
        "People/Map (conflicted copy).canvas": "{}",
    }
    root = make_vault({"pnm.toml": "", ANN: OURS, **files})
    found = resolve(root)
    assert (found.agreed, {one.path for one in found.left}) == ((), files.keys() - {"People/Ben.md"})


def test_a_review_note_keeps_its_marks_once(make_vault: MakeVault) -> None:
    overdue = BASE.replace("2026-11-01", "2026-08-01").replace("role", "cadence: 30\nrole")
    root = make_vault({"pnm.toml": "", ANN: overdue})
    os.utime(root / ANN, (1_700_000_000, 1_700_000_000))  # or it counts as being edited just now
    regenerate(root)
    page = root / "Reviews/Reconnect.md"
    copy = page.with_name("Reconnect.sync-conflict-20261118-093012-K7Q2ABC.md")
    lines = page.read_text("utf-8").split("\n")
    at = next(at for at, line in enumerate(lines) if "|Ann]]" in line)
    lines[at] = lines[at].replace("[ ]", "[x]", 1) + " she bakes again"
    copy.write_text("\n".join(["My own words above.", *lines]), "utf-8")
    found = resolve(root)
    assert [one.remake for one in found.agreed] == [True]
    assert not copy.exists()
    assert page.read_text("utf-8").startswith("My own words above.")
    regenerate(root)
    assert contents(root)[ANN].count("2026-11-23") == 1
    assert "she bakes again" in contents(root)[ANN]


@needs_git
@pytest.mark.usefixtures("own_git")
def test_history_tells_what_was_taken_out_and_who_changed_what(make_vault: MakeVault) -> None:
    """The laptop committed a new role and took a line out; the phone, offline since before, logged a call."""
    base = BASE + "- 2026-10-01: a walk\n"
    laptop = base.replace("nurse", "head nurse").replace("- 2026-10-01: a walk\n", "")
    phone = base.replace("## Log\n\n", "## Log\n\n- 2026-11-21: a call\n")
    copy = f"People/{CERTAIN[0]}.md"
    for note, other in ((laptop, phone), (phone, laptop)):
        root = make_vault({"pnm.toml": "", ANN: base})
        begin(root)
        write(root, {ANN: laptop})
        keep(root, "a new role")
        write(root, {ANN: note, copy: other})
        found = resolve(root)
        assert found.agreed[0].conflicts == ()
        assert contents(root) == {ANN: NOTE.format("- 2026-11-21: a call\n").replace("nurse", "head nurse")}


@needs_git
@pytest.mark.usefixtures("own_git")
def test_a_note_that_git_has_in_conflict_comes_first(make_vault: MakeVault) -> None:
    root = begin(make_vault({"pnm.toml": ""}))
    part(root, ANN, BASE, OURS, THEIRS)
    git(root, "merge", "other", fails=True)
    write(root, {f"People/{CERTAIN[0]}.md": THEIRS})
    found = resolve(root)
    assert (found.agreed, "pnm git resolve" in found.left[0].reason) == ((), True)


def test_the_common_version_is_the_older_of_the_nearest() -> None:
    versions = ["a\nb\nc\nx\ny\n", "a\nb\nc\nx\n", "a\nb\nc\n", "q\n"]
    assert common_version(versions, "a\nb\nc\nx\ny\nz\n", "a\nb\nc\nw\n") == "a\nb\nc\n"
    assert common_version(versions, "a\nb\nc\nw\n", "a\nb\nc\nx\ny\nz\n") == "a\nb\nc\n"
    assert common_version(versions, versions[0], versions[1]) == versions[1]
    assert common_version(versions, "k\nl\nm\n", versions[0]) is None
    assert common_version([], "a\n", "b\n") is None
