"""`pnm obsidian`: what is written where, that nothing of the user's changes, and that it is taken back."""

import errno
import json
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import yaml

from pnm_vault.errors import PnmError
from pnm_vault.notes.obsidian import snippet
from pnm_vault.pipeline import open_session
from pnm_vault.pipeline.writing.obsidian_files import (
    BASE,
    PARTS,
    SNIPPET,
    TEMPLATES,
    TYPES,
    Installed,
    install,
    plan_files,
)
from pnm_vault.pipeline.writing.review_class import plan_class, write_class
from pnm_vault.pipeline.writing.undo import undo
from pnm_vault.vault import user_file
from pnm_vault.vault.journal import Journal
from pnm_vault.vault.write_user import finish_interrupted
from tests.bases import Base, check_base, parse
from tests.pipeline.test_real_vaults import VAULTS
from tests.vault.striking import strike
from tests.vaults import EXAMPLE_DAY, regenerate, write

MakeVault = Callable[[dict[str, str | bytes]], Path]
ANN = "---\ntype: person\ncircles: [choir]\nlast_contact: 2026-11-01\n---\n# Ann\n"
WRITTEN = (
    "Contacts.base",
    "Templates/Contact.md",
    "Templates/Event.md",
    "Templates/Introduction.md",
    ".obsidian/types.json",
    ".obsidian/snippets/pnm.css",
)


def go(root: Path, *parts: str, day: date = EXAMPLE_DAY, enable: bool = False, dry_run: bool = False) -> Installed:
    with open_session(str(root), day) as session:
        return install(session, parts or PARTS, ("obsidian",), enable_snippet=enable, dry_run=dry_run)


def everything(root: Path) -> dict[str, bytes]:
    """Give every file, but what could not be unlinked and waits for the next change in its folder."""
    found = [path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".pnm-note-")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_all_of_it_once_and_taken_back_to_the_byte(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN})
    before = everything(root)
    assert go(root, dry_run=True).written.changed == WRITTEN
    assert everything(root) == before
    assert go(root).written.changed == WRITTEN
    after = everything(root)
    assert after.keys() - before.keys() == set(WRITTEN)
    assert {path: after[path] for path in before} == before
    again = go(root)
    assert (again.written.changed, again.written.operation) == ((), 0)
    assert not [remark for remark in again.remarks if "stays as it is" in remark]
    undo(str(root))
    assert everything(root) == before


@pytest.mark.parametrize("part", PARTS)
def test_one_part_alone(make_vault: MakeVault, part: str) -> None:
    root = make_vault({"People/Ann.md": ANN})
    chosen = {BASE: WRITTEN[:1], TEMPLATES: WRITTEN[1:4], TYPES: WRITTEN[4:5], SNIPPET: WRITTEN[5:]}[part]
    assert go(root, part).written.changed == chosen


def test_what_is_there_stays_and_is_named(make_vault: MakeVault) -> None:
    own: dict[str, str | bytes] = {
        "contacts.base": "views: []\n",
        "Templates/Event.md": "---\ntype: event\n---\nmine\n",
        "Templates/Anybody.md": "---\ntype: person\nname: '{{title}}'\n---\n",
        ".obsidian/snippets/pnm.css": "/* mine */",
        ".obsidian/types.json": '{"types": {"CIRCLES": "text"}, "more": [1]}',
    }
    root = make_vault({"People/Ann.md": ANN, **own})
    done = go(root)
    assert done.written.changed == ("Templates/Introduction.md", ".obsidian/types.json")
    after = everything(root)
    assert {path: after[path].decode() for path in own if "types" not in path} == {
        path: text for path, text in own.items() if "types" not in path
    }
    told = json.loads(after[".obsidian/types.json"])
    assert (told["types"]["CIRCLES"], told["types"]["last_contact"], told["more"]) == ("text", "date", [1])
    assert "circles" not in told["types"]
    named = [remark.partition(" ")[0] for remark in done.remarks if "stays as it is" in remark or "already" in remark]
    assert named == ["contacts.base", "Templates/Anybody.md", "Templates/Event.md", ".obsidian/snippets/pnm.css"]


@pytest.mark.parametrize("content", [b"", b"[]", b'{"types": 3}', b'{"types": {},}', b"\xff\xfe{\x00}\x00"])
def test_settings_of_another_form_are_left_alone(make_vault: MakeVault, content: bytes) -> None:
    root = make_vault({"People/Ann.md": ANN, ".obsidian/types.json": content})
    done = go(root, TYPES)
    assert done.written.changed == ()
    assert ".obsidian/types.json is not in the form" in done.remarks[0]
    assert (root / ".obsidian/types.json").read_bytes() == content


def test_a_byte_order_mark_and_line_ends_stay(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN, ".obsidian/types.json": b'\xef\xbb\xbf{\r\n  "types": {}\r\n}'})
    go(root, TYPES)
    after = (root / ".obsidian/types.json").read_bytes()
    assert after.startswith(b'\xef\xbb\xbf{\r\n  "types": {\r\n    "last_contact": "date",\r\n')
    assert after.count(b"\n") == after.count(b"\r\n")


def test_the_snippet_is_turned_on_only_when_asked(make_vault: MakeVault) -> None:
    files: dict[str, str | bytes] = {
        "People/Ann.md": ANN,
        ".obsidian/appearance.json": '{\n  "enabledCssSnippets": [\n    "own"\n  ]\n}',
    }
    root = make_vault(files)
    assert any("--enable-snippet" in remark for remark in go(root, SNIPPET).remarks)
    assert (root / ".obsidian/appearance.json").read_text() == files[".obsidian/appearance.json"]
    assert go(root, SNIPPET, enable=True).written.changed == (".obsidian/appearance.json",)
    assert json.loads((root / ".obsidian/appearance.json").read_text()) == {"enabledCssSnippets": ["own", "pnm"]}
    assert go(root, SNIPPET, enable=True).written.changed == ()


def test_review_notes_get_the_class_of_the_snippet_and_keep_it(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN})
    regenerate(root)
    write(root, {"Reviews/Mine.md": "# Mine\n"})
    agenda = (root / "Reviews/Agenda.md").read_text("utf-8")
    before = everything(root)
    done = go(root, SNIPPET)
    dressed = {step.path for step in done.dressed.steps}
    assert "Reviews/Agenda.md" in dressed
    assert "Reviews/Mine.md" not in dressed
    assert done.written.changed == (".obsidian/snippets/pnm.css",)
    assert (root / "Reviews/Agenda.md").read_text("utf-8") == f"---\ncssclasses:\n  - pnm-review\n---\n{agenda}"
    assert regenerate(root).changes == ()
    assert go(root, SNIPPET).dressed.steps == ()
    with open_session(str(root), EXAMPLE_DAY) as session:
        plan, doubts = plan_class(session, give=False)
        assert (write_class(session, plan), doubts) == ((), ())
    after = everything(root)
    assert after.pop(".obsidian/snippets/pnm.css")
    assert after == before


def test_the_class_stays_when_review_notes_are_made_anew_and_beside_a_class_of_the_owners(
    make_vault: MakeVault,
) -> None:
    root = make_vault({"People/Ann.md": ANN})
    regenerate(root)
    agenda = root / "Reviews/Agenda.md"
    agenda.write_text("---\ncssclasses: [wide]\n---\nMy words.\n\n" + agenda.read_text("utf-8"), "utf-8")
    go(root, SNIPPET)
    assert regenerate(root, date(2026, 12, 7)).report.replaced
    assert agenda.read_text("utf-8").startswith("---\ncssclasses: [wide, pnm-review]\n---\nMy words.\n\n<!-- pnm:begin")
    with open_session(str(root), date(2026, 12, 7)) as session:
        write_class(session, plan_class(session, give=False)[0])
    assert agenda.read_text("utf-8").startswith("---\ncssclasses: [wide]\n---\nMy words.\n\n<!-- pnm:begin")


def test_an_empty_property_of_classes_that_was_never_ours_stays(make_vault: MakeVault) -> None:
    text = "---\ncssclasses:\n---\n<!-- pnm:begin agenda format=1 -->\n"
    root = make_vault({"Reviews/Agenda.md": text})
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert plan_class(session, give=False)[0].steps == ()
        write_class(session, plan_class(session, give=True)[0])
        assert "  - pnm-review\n" in (root / "Reviews/Agenda.md").read_text("utf-8")


def test_what_was_written_is_taken_back_after_the_review_notes_were_made_anew(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN})
    regenerate(root)
    go(root)
    assert regenerate(root, date(2026, 12, 7)).report.replaced
    assert undo(str(root)).refused == ()
    assert not (root / "Contacts.base").exists()


def test_a_folder_of_another_name_is_written_into(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    files: dict[str, str | bytes] = {"People/Ann.md": ANN, "pnm.toml": "", ".desk/app.json": "{}"}
    write(root, {**files, ".desk/core-plugins.json": "{}", ".desk/templates.json": '{"folder": "Forms"}'})
    changed = go(root).written.changed
    assert ".desk/types.json" in changed
    assert not (root / ".obsidian").exists()
    # Templates has no such folder among its settings, so what lies there would be taken for contacts and events.
    assert not [path for path in changed if path.startswith("Forms/")]


def test_a_folder_outside_of_the_vault_is_not_written_into(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"People/Ann.md": ANN})
    (root / ".obsidian").rmdir()
    (tmp_path / "shared").mkdir()
    (root / ".obsidian").symlink_to(tmp_path / "shared", target_is_directory=True)
    done = go(root)
    assert done.written.changed == WRITTEN[:4]
    assert len([remark for remark in done.remarks if "outside of the vault" in remark]) == 1
    assert not list((tmp_path / "shared").iterdir())


def test_a_folder_for_snippets_outside_of_the_vault_is_not_written_into(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"People/Ann.md": ANN})
    (tmp_path / "shared").mkdir()
    (root / ".obsidian/snippets").symlink_to(tmp_path / "shared", target_is_directory=True)
    done = go(root)
    assert done.written.changed == WRITTEN[:5]
    assert [remark for remark in done.remarks if "outside of the vault" in remark] == [
        ".obsidian/snippets/pnm.css would lie outside of the vault, by a symbolic link, so it was not written."
    ]
    assert not list((tmp_path / "shared").iterdir())


def test_what_is_switched_off_is_told(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN, ".obsidian/core-plugins.json": '{"bases": false, "templates": true}'})
    remarks = go(root).remarks
    assert [remark for remark in remarks if "is off" in remark] == [
        "Obsidian's own plugin Bases is off: turn it on under Settings, Core plugins."
    ]


def test_templates_are_no_contacts_and_add_no_problem(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN})
    go(root)
    with open_session(str(root), EXAMPLE_DAY) as session:
        assert set(session.index().contacts) == {"People/Ann.md"}
        assert session.picture().problems == ()


@pytest.mark.parametrize("name", ["write", "fsync", "link", "mkdir", "unlink", "replace"])
def test_whatever_the_disk_refuses_nothing_of_the_users_is_lost_and_the_next_run_does_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(user_file, "_KEEP_SECONDS", 0.0)
    own: dict[str, str | bytes] = {
        "People/Ann.md": ANN,
        ".obsidian/types.json": '{\n  "types": {\n    "own": "text"\n  }\n}',
        ".obsidian/appearance.json": '{"theme": "obsidian"}',
    }
    root = tmp_path / "vault"
    for number in range(1, 12, 2):
        shutil.rmtree(root, ignore_errors=True)
        write(root, own)
        before = everything(root)
        with monkeypatch.context() as patch:
            strike(patch, name, number, errno.ENOSPC, sticky=number % 4 == 1)
            with suppress(PnmError, OSError):
                go(root, enable=True)
        torn = everything(root)
        go(root, enable=True)
        after = everything(root)
        assert after.keys() - before.keys() == set(WRITTEN) - {".obsidian/types.json"}
        assert {
            path: content for path, content in torn.items() if content not in (before.get(path), after.get(path))
        } == {}
        assert json.loads(after[".obsidian/types.json"])["types"]["own"] == "text"
        assert json.loads(after[".obsidian/appearance.json"]) == {"theme": "obsidian", "enabledCssSnippets": ["pnm"]}


def test_a_run_that_was_killed_is_finished_by_the_next(make_vault: MakeVault) -> None:
    root = make_vault({"People/Ann.md": ANN, ".obsidian/types.json": "{}"})
    os.utime(root / ".obsidian/types.json", (1_000_000_000, 1_000_000_000))
    with open_session(str(root), EXAMPLE_DAY) as session:
        plan = plan_files(session, PARTS).plan
    # As it is when the process is killed between two files.
    Journal(str(root)).begin(plan, ("obsidian",))
    first, *_ = plan.steps
    write(root, {first.path: first.content})  # type: ignore[union-attr]
    assert [path for one in finish_interrupted(str(root)) for path in one.finished] == list(WRITTEN[1:])
    assert go(root).written.changed == ()


def test_the_snippet_reaches_nothing_but_the_review_notes_and_wins_by_no_force() -> None:
    rules = re.sub(r"/\*.*?\*/", "", snippet.SNIPPET, flags=re.DOTALL)
    assert "!important" not in rules
    assert rules.count("{") == rules.count("}")
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", rules):
        assert all(one.strip().startswith(f".{snippet.CSS_CLASS}") for one in selectors.split(",")), selectors
        assert not re.search(r"#[0-9a-f]{3}|rgb|hsl", body), body
        assert all(re.fullmatch(r"\s*[a-z-]+: [^:;]+", line) for line in body.strip().rstrip(";").split(";")), body


def test_the_base_of_the_example_shows_its_contacts(example: Path) -> None:
    go(example)
    text = (example / "Contacts.base").read_text("utf-8")
    assert check_base(text) == []
    base = Base(text, example, EXAMPLE_DAY)
    with open_session(str(example), EXAMPLE_DAY) as session:
        ties = session.picture().network.ties
    told = {file.path for file in base.view("All contacts")}
    assert told == {tie.path for tie in ties if not tie.private}
    birthdays = base.view("Birthdays")
    next_ones = {file.path.rpartition("/")[2]: str(base.ask("formula.next_birthday", file)) for file in birthdays}
    assert list(next_ones.values()) == sorted(next_ones.values())
    assert next_ones["Amina Ceesay.md"] == "2026-11-29"
    assert next_ones["Ondina Furlan.md"] == "2026-12-08"
    assert next_ones["Nives Colja.md"] == "2027-02-28"
    for view in ("Time to catch up", "By circle", "Asks and offers"):
        assert {file.path for file in base.view(view)} < told


real = pytest.mark.skipif(not VAULTS.is_dir(), reason="the published vaults are not part of this repository")


@real
@pytest.mark.parametrize(
    ("name", "contacts"),
    [
        ("kepano-obsidian", ["Kevin Kelly", "Paul Chambers", "Steph Ango"]),
        ("arkan-vault-template", ["Alice Martin", "Bob Dupont", "Startup-XYZ"]),
    ],
)
def test_vaults_of_others_get_their_contacts_and_keep_every_byte(
    tmp_path: Path, name: str, contacts: list[str]
) -> None:
    root = tmp_path / name
    shutil.copytree(VAULTS / name, root, copy_function=shutil.copyfile)
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    before = everything(root)
    go(root)
    text = (root / "Contacts.base").read_text("utf-8")
    assert check_base(text) == []
    shown = [
        file.path.rpartition("/")[2].removesuffix(".md") for file in Base(text, root, EXAMPLE_DAY).view("All contacts")
    ]
    assert shown == contacts
    after = everything(root)
    types = before.get(".obsidian/types.json", b'{"types": {}}')
    assert json.loads(after[".obsidian/types.json"])["types"].items() >= json.loads(types)["types"].items()
    assert {path for path in before if after[path] != before[path]} <= {".obsidian/types.json"}
    undo(str(root))
    assert everything(root) == before


@real
def test_the_grammar_of_the_tests_reads_every_expression_of_published_bases() -> None:
    def texts(part: object) -> list[str]:
        if isinstance(part, dict):
            return [text for one in part.values() for text in texts(one)]
        return [text for one in part for text in texts(one)] if isinstance(part, list) else [str(part)]

    read = 0
    for path in sorted(VAULTS.rglob("*.base")):
        whole = yaml.safe_load(path.read_text("utf-8"))
        filters = [whole.get("filters", []), *[view.get("filters", []) for view in whole["views"]]]
        for text in (*texts(filters), *whole.get("formulas", {}).values()):
            parse(text)
            read += 1
    assert read > 100
