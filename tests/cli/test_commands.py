"""What single commands promise beyond their transcripts: exit codes, nothing written, colour, a clean stop."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program

DAY = "2026-11-23"
MakeVault = Callable[[dict[str, str | bytes]], Path]

TWO_ADAS: dict[str, str | bytes] = {
    "People/Ada Lovelace.md": "---\ncadence: 30\nlast_contact: 2026-09-01\n---\n## Log\n- 2026-09-20: tea\n",
    "People/Ada Yonath.md": "---\naliases: [Professor Y]\n---\n",
}


def on(root: Path, *words: str) -> int:
    return program.run(["--vault", str(root), "--today", DAY, *words])


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_show_finds_by_alias_accent_and_path(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(TWO_ADAS)
    for query in (["professor", "y"], ["People/Ada Yonath.md"], ["ADA", "YONATH"], ["áda yonath"]):
        assert on(root, "show", *query) == 0, query
        assert capsys.readouterr().out.startswith("Ada Yonath  also Professor Y\n")


def test_show_lists_the_candidates_of_an_ambiguous_name(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault(TWO_ADAS)
    assert on(root, "show", "ada") == 7
    said = capsys.readouterr()
    assert said.out == ""
    assert "  Ada Lovelace  (People/Ada Lovelace.md)\n" in said.err
    assert "  Ada Yonath  (People/Ada Yonath.md)\n" in said.err


def test_show_names_near_misses(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(TWO_ADAS)
    assert on(root, "show", "Ada", "Lovelase") == 7
    assert "Did you mean Ada Lovelace" in capsys.readouterr().err
    assert on(root, "show", "Zz\x1b[2J") == 7
    assert "\x1b" not in capsys.readouterr().err


def test_show_proves_the_last_contact(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    assert on(make_vault(TWO_ADAS), "show", "Ada Lovelace") == 0
    assert "  last contact 2026-09-20  People/Ada Lovelace.md:6\n" in capsys.readouterr().out


def test_check_and_dry_run_write_nothing(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(TWO_ADAS)
    before = everything(root)
    assert on(root, "regenerate", "--check") == 1
    assert on(root, "regenerate", "--dry-run") == 0
    assert "+++ b/Reviews/Agenda.md" in capsys.readouterr().out
    assert on(root, "regenerate", "--dry-run", "--check") == 1
    assert everything(root) == before
    assert on(root, "regenerate") == 0
    assert on(root, "regenerate", "--check") == 0


def test_commands_that_only_tell_write_nothing(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(TWO_ADAS)
    before = everything(root)
    for words in (
        ["today"],
        ["stale"],
        ["introductions"],
        ["acquainted"],
        ["duplicates"],
        ["path", "Acme"],
        ["follow-ups"],
        ["dates"],
        ["doctor"],
        ["trust"],
    ):
        assert on(root, *words) == 0
    assert everything(root) == before
    assert "Traceback" not in capsys.readouterr().err


def test_quiet_leaves_nothing_but_the_answer(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault(TWO_ADAS)
    assert on(root, "regenerate", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert on(root, "stale", "-q") == 0
    said = capsys.readouterr()
    assert said.out.startswith("Ada Lovelace  overdue  monthly  last 2026-09-20")
    assert said.err == ""


def test_doctor_strict_minds_errors_only(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({"People/Ada.md": "---\nbirthday: 2024-02-30\n---\n"})
    assert on(root, "doctor", "--strict", "-q") == 0
    assert capsys.readouterr().out.startswith("People/Ada.md:2: warning: ")
    (root / "People/Bo.md").write_text("---\nbirthday: 2024-02-20\n")
    assert on(root, "doctor", "--strict", "-q") == 1
    assert on(root, "doctor", "-q") == 0


def test_doctor_says_by_what_each_contact_was_recognised(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({**TWO_ADAS, "x/@Bo.md": "", "x/Cy.md": "---\ntags: friend\n---\n", "x/Soup.md": ""})
    assert on(root, "doctor", "-v") == 0
    said = capsys.readouterr().out
    assert "\n  recognised by tag 1, by the @ before the name 1, by folder 2\n" in said
    assert "    People/Ada Yonath.md: by folder\n    x/@Bo.md: by the @ before the name\n    x/Cy.md: by tag\n" in said
    assert on(root, "doctor", "--json") == 0
    recognised = json.loads(capsys.readouterr().out)["recognised"]
    assert [one["by"] for one in recognised] == ["folder", "folder", "name", "tag"]
    (root / "x/@Bo.md").write_text("---\ntype: person\n---\n")
    assert on(root, "doctor") == 0
    said = capsys.readouterr().out
    assert "\n  recognised by type 1, by tag 1, by folder 2\n" in said
    assert "by folder\n" not in said


def test_doctor_tells_of_review_notes_that_would_be_left_alone(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({**TWO_ADAS, "Reviews/Agenda.md": "my own agenda\n"})
    told = "Reviews/Agenda.md:0: error: This note was not made by pnm, so it was left alone"
    assert on(root, "doctor", "--strict", "-q") == 1
    assert capsys.readouterr().out.startswith(told)
    assert on(root, "regenerate", "-q") == 1
    dates = root / "Reviews/Dates ahead.md"
    dates.write_bytes(dates.read_bytes().replace(b"<!-- pnm:end", b"<!-- pnm:eNd"))
    before = everything(root)
    capsys.readouterr()
    for _ in range(2):
        assert on(root, "doctor", "-q") == 0
        agenda, damaged = capsys.readouterr().out.splitlines()
        assert agenda.startswith(told)
        assert damaged.startswith("Reviews/Dates ahead.md:0: error: The two pnm marker lines are damaged")
        assert damaged.endswith("[review-markers]")
    assert everything(root) == before
    dates.unlink()
    (root / "Reviews/Agenda.md").unlink()
    assert on(root, "doctor", "--strict", "-q") == 0


def test_doctor_tells_of_a_trusted_template_that_is_wrong(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({**TWO_ADAS, "Templates/pnm/dates.md.j2": "{{ nothing.at.all }}\n"})
    assert on(root, "trust", "dates") == 0
    capsys.readouterr()
    assert on(root, "doctor", "-q") == 0
    assert "[template-error]" in capsys.readouterr().out


def test_colour_only_where_wanted(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(TWO_ADAS)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    on(root, "stale")
    assert "\x1b[1mAda Lovelace\x1b[0m" in capsys.readouterr().out
    on(root, "stale", "--no-color")
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    on(root, "stale")
    assert "\x1b" not in capsys.readouterr().out


def test_a_name_cannot_speak_to_the_terminal(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    evil = 'name: "Eve\\e[2J\\u202e"\ncadence: 30\nlast_contact: 2026-01-01\nhow_met: "a\\e]0;title\\a"\n'
    root = make_vault({"People/Eve.md": f"---\n{evil}---\n- [ ] call \x1b[31m her 📅 2026-11-24\n"})
    for words in (["stale"], ["today"], ["follow-ups"], ["doctor"], ["show", "People/Eve.md"], ["regenerate", "-n"]):
        on(root, *words)
        said = capsys.readouterr()
        for character in ("\x1b", "\x07", "\u202e"):
            assert character not in said.out + said.err, words


def test_init_of_an_empty_folder_leads_to_an_address_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "My Notes"
    root.mkdir()
    assert program.run(["init", str(root)]) == 0
    said = capsys.readouterr()
    assert "pnm import" in said.out
    assert said.err.splitlines()[-1] == f"Next: pnm import contacts.vcf --review --vault '{root}'"


def test_init_writes_settings_that_read_back_and_no_note(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    from pnm_vault.vault.config import read_settings

    root = make_vault(TWO_ADAS)
    before = everything(root)
    assert program.run(["init", str(root)]) == 0
    assert "Contacts live in People/ (2 of 2 notes).\n" in capsys.readouterr().out
    after = everything(root)
    assert set(after) - set(before) == {"pnm.toml"}
    assert {name: after[name] for name in before} == before
    assert read_settings(str(root)).vault.contacts == ("People",)
    assert on(root, "stale") == 0


def test_init_and_the_other_commands_hear_the_same_from_obsidian(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    """A form in Templater's folder is no contact, with `pnm.toml` or without."""
    root = make_vault(
        {
            **TWO_ADAS,
            "People/Forms/Somebody.md": "---\ntype: person\n---\n",
            ".obsidian/community-plugins.json": '["templater-obsidian"]',
            ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "People/Forms"}',
        }
    )
    for _ in range(2):
        assert on(root, "doctor") == 0
        assert "  recognised by folder 2\n" in capsys.readouterr().out
        if not (root / "pnm.toml").exists():
            assert program.run(["init", str(root)]) == 0
            assert "Templates live in People/Forms/; they are no contacts." in capsys.readouterr().out
            assert '\ntemplates = ["People/Forms"]\n' in (root / "pnm.toml").read_text(encoding="utf-8")


def test_init_leaves_settings_that_are_there(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({"pnm.toml": "# mine\n"})
    assert program.run(["init", str(root)]) == 3
    assert "stays as it is" in capsys.readouterr().err
    assert (root / "pnm.toml").read_text() == "# mine\n"
    assert program.run(["init", str(root), "--dry-run"]) == 0
    assert (root / "pnm.toml").read_text() == "# mine\n"


def test_init_needs_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.run(["init", str(tmp_path / "nowhere")]) == 4
    assert capsys.readouterr().err.startswith("pnm: ")


def test_faults_in_settings_are_listed_with_their_lines(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_vault({"pnm.toml": '[review]\nitems = "many"\n[vault]\nme = 7\n'})
    assert on(root, "stale") == 3
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "2" in said
    assert "4" in said


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watch_writes_says_so_and_stops_cleanly(make_vault: MakeVault, number: signal.Signals) -> None:
    root = make_vault({**TWO_ADAS, "pnm.toml": "[watch]\nquiet = 0.1\n"})
    words = [sys.executable, "-m", "pnm_vault", "--vault", str(root), "--today", DAY, "watch"]
    with subprocess.Popen(
        words, stdout=-1, stderr=-1, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            first = process.stdout.readline()
            assert "wrote" in first
            assert "Reviews/Agenda.md" in first
            time.sleep(0.3)
            with (root / "People/Ada Lovelace.md").open("a") as note:
                note.write("- 2026-11-22: a walk\n")
            # Notes saved less than two seconds ago are read again: a run that finds nothing new may come first.
            while "wrote" not in (line := process.stdout.readline()):
                assert line, process.stderr.read()
            assert "Reviews/Reconnect.md" in line
            process.send_signal(number)
            rest, complaints = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, rest) == (0, "")
    assert "Traceback" not in complaints
    assert "Watching" in complaints


def test_a_template_is_used_only_once_trusted(make_vault: MakeVault, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_vault({**TWO_ADAS, "Templates/pnm/agenda.md.j2": "Hello {{ 6 * 7 }}\x1b[2J\n"})
    assert on(root, "doctor", "-q") == 0
    assert "Templates/pnm/agenda.md.j2:0: warning: " in capsys.readouterr().out
    assert on(root, "trust") == 0
    assert capsys.readouterr().out == "Templates/pnm/agenda.md.j2  not trusted, not used\n"
    assert on(root, "trust", "agenda") == 0
    assert capsys.readouterr().out == "Hello {{ 6 * 7 }}^[[2J\n"
    assert on(root, "regenerate") == 0
    assert "Hello 42" in (root / "Reviews/Agenda.md").read_text(encoding="utf-8")
    assert on(root, "trust", "--forget", "agenda") == 0
    capsys.readouterr()
    assert on(root, "trust") == 0
    assert "not trusted" in capsys.readouterr().out
    assert on(root, "trust", "--forget") == 2
    assert on(root, "trust", "nosuch") == 1


def test_doctor_says_where_nothing_can_be_kept_between_runs(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = make_vault(TWO_ADAS)
    assert on(root, "doctor") == 0
    assert "cache:" not in capsys.readouterr().out
    in_its_place = tmp_path / "a file"
    in_its_place.write_text("mine", "utf-8")
    monkeypatch.setenv("PNM_CACHE", str(in_its_place))
    assert on(root, "doctor") == 0
    assert f"cache: {in_its_place}" in (said := capsys.readouterr().out)
    assert "exists" in said
    assert in_its_place.read_text("utf-8") == "mine"
