"""`pnm log` into daily notes: one line with links, read back as contact with each, and the way back."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_capture import everything, on
from tests.cli.test_json import check

MakeVault = Callable[[dict[str, str | bytes]], Path]
Captured = pytest.CaptureFixture[str]
PEOPLE: dict[str, str | bytes] = {
    "People/Ann Lee.md": "# Ann\n",
    "People/Bo Lund.md": "---\naliases: [Bobo]\n---\n",
    "Old/Cy Ode.md": "---\ntype: person\n---\n",
    "Work/Cy Ode.md": "---\ntype: person\n---\n",
}
DAILY = json.dumps({"folder": "Daily", "format": "YYYY/YYYY-MM-DD", "template": "Templates/Daily"})


def interactions(root: Path, name: str, capsys: Captured) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert on(root, "show", name, "--json") == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["interactions"]
    return found


def daily(root: Path, day: str = "2026-11-22") -> str:
    [path] = root.rglob(f"{day}*.md")
    return path.read_bytes().decode()


def test_one_line_is_contact_with_each_of_them(make_vault: MakeVault, capsys: Captured) -> None:
    root = make_vault({**PEOPLE, "pnm.toml": '[capture]\ninto = "daily"\n'})
    before = everything(root)
    words = ["log", "yesterday: coffee with Ann and @bobo, offered help +send slides by friday"]
    assert on(root, *words, "-n") == 0
    assert "+- coffee with [[Ann Lee|Ann]] and [[Bo Lund|bobo]], offered help\n" in capsys.readouterr().out
    assert everything(root) == before
    assert on(root, *words) == 0
    assert "  new: 2026-11-22.md\nTo take it back: pnm undo\n" in capsys.readouterr().err
    assert daily(root) == (
        "- coffee with [[Ann Lee|Ann]] and [[Bo Lund|bobo]], offered help\n"
        "- [ ] send slides (with [[Ann Lee]], [[Bo Lund]]) 📅 2026-11-27\n"
    )
    for name, other in (("ann", "Bo Lund"), ("bo", "Ann Lee")):
        [found] = interactions(root, name, capsys)
        assert (found["day"], found["channel"], found["source"]["line"]) == ("2026-11-22", "meeting", 1)
        assert [one["name"] for one in found["company"]] == [other]
    assert on(root, "follow-ups", "--json") == 0
    [todo] = json.loads(capsys.readouterr().out)["follow_ups"]
    assert (todo["due"], [one["name"] for one in todo["contacts"]]) == ("2026-11-27", ["Ann Lee", "Bo Lund"])
    after = everything(root)
    assert on(root, *words) == 0
    assert everything(root) == after
    assert on(root, "undo") == 0
    assert everything(root) == before


def test_the_option_goes_before_the_setting(make_vault: MakeVault, capsys: Captured) -> None:
    root = make_vault({**PEOPLE, "pnm.toml": '[capture]\ninto = "daily"\n'})
    assert on(root, "log", "tea with Ann", "--into", "contacts", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    check("log", document)
    assert (document["into"], document["changed"]) == ("contacts", ["People/Ann Lee.md"])
    assert on(root, "log", "tea with Ann", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["into"], document["changed"]) == ("daily", ["2026-11-23.md"])


def test_whoever_is_not_in_the_words_stands_in_front(make_vault: MakeVault, capsys: Captured) -> None:
    root = make_vault(PEOPLE)
    lines = [
        ("Ann: rang about the flat", "- [[Ann Lee]]: rang about the flat"),
        ("Ann", "- [[Ann Lee]]: in touch"),
        ("Ann told me about Ann's flat", "- [[Ann Lee|Ann]] told me about Ann's flat"),
        ("tea with [[People/Ann Lee|my Ann]]", "- tea with [[Ann Lee|my Ann]]"),
        ("tea with [[Work/Cy Ode]]", "- tea with [[Work/Cy Ode|Cy Ode]]"),
    ]
    lines.append(
        ("tea with Bobo on the way to [[2026-11-20]]", "- tea with [[Bo Lund|Bobo]] on the way to [[2026-11-20]]")
    )
    for text, _ in lines:
        assert on(root, "log", text, "--into", "daily") == 0
    assert on(root, "log", "cake", "--with", "bo", "--with", "Old/Cy Ode.md", "--into", "daily") == 0
    lines.append(("", "- [[Bo Lund]], [[Old/Cy Ode|Cy Ode]]: cake"))
    assert daily(root, "2026-11-23").splitlines() == [line for _, line in lines]
    assert len(interactions(root, "Old/Cy Ode.md", capsys)) == 1


def test_who_is_only_talked_about_is_not_linked(make_vault: MakeVault, capsys: Captured) -> None:
    root = make_vault({**PEOPLE, "Plan.md": "x\n"})
    assert (
        on(root, "log", "tea with Ann about [[Bo Lund|Bo]], [b](People/Bo%20Lund.md), [[Plan]]", "--into", "daily") == 0
    )
    assert daily(root, "2026-11-23") == "- tea with [[Ann Lee|Ann]] about Bo, b, [[Plan]]\n"
    assert interactions(root, "bo", capsys) == []


def test_somebody_new_is_linked_too(make_vault: MakeVault, capsys: Captured) -> None:
    root = make_vault({**PEOPLE, "Notes/Dee Fox.md": "no contact\n"})
    assert on(root, "log", "tea with Dee Fox and Eve", "--create", "--into", "daily") == 0
    assert daily(root, "2026-11-23") == "- tea with [[People/Dee Fox|Dee Fox]] and [[Eve]]\n"
    assert [one["source"]["path"] for one in interactions(root, "People/Dee Fox.md", capsys)] == ["2026-11-23.md"]
    assert len(interactions(root, "eve", capsys)) == 1


def test_obsidian_says_where_and_from_which_template(make_vault: MakeVault) -> None:
    template = "---\ntags: [daily]\n---\n# {{date:dddd D MMMM}} at {{title}}\n\n- \n"
    files = {".obsidian/daily-notes.json": DAILY, "Templates/Daily.md": template}
    root = make_vault({**PEOPLE, **files})
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 0
    text = (root / "Daily/2026/2026-11-22.md").read_text("utf-8")
    assert text == "---\ntags: [daily]\n---\n# Sunday 22 November at 2026-11-22\n\n- tea with [[Ann Lee|Ann]]\n"


def test_a_template_without_a_last_line_end(make_vault: MakeVault) -> None:
    root = make_vault({**PEOPLE, ".obsidian/daily-notes.json": DAILY, "Templates/Daily.md": "![[Day.base]]"})
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 0
    assert daily(root) == "![[Day.base]]\n\n- tea with [[Ann Lee|Ann]]\n"


@pytest.mark.parametrize("template", ["<% tp.date.now() %>\n", "{{weather}}\n", None])
def test_a_template_that_cannot_be_filled_in_is_left_out_and_that_is_said(
    make_vault: MakeVault, capsys: Captured, template: str | None
) -> None:
    files: dict[str, str | bytes] = {".obsidian/daily-notes.json": DAILY}
    root = make_vault({**PEOPLE, **files, **({"Templates/Daily.md": template} if template else {})})
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 0
    assert "the daily note was made without it" in capsys.readouterr().err
    assert (root / "Daily/2026/2026-11-22.md").read_text("utf-8") == "- tea with [[Ann Lee|Ann]]\n"


@pytest.mark.parametrize("path", ["Journal/2026-11-22.md", "2026-11-22 Sun.md", "Daily/2026/2026-11-22.md"])
def test_the_note_that_is_there_is_taken_wherever_it_lies(make_vault: MakeVault, path: str) -> None:
    root = make_vault({**PEOPLE, ".obsidian/daily-notes.json": DAILY, path: "- rain\n- \n"})
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 0
    assert (root / path).read_text("utf-8") == "- rain\n- tea with [[Ann Lee|Ann]]\n- \n"


def test_the_heading_and_marker_of_the_others(make_vault: MakeVault) -> None:
    others = {f"2026-10-0{at}.md": "# Day\n\n## People\n* met [[Bo Lund]]\n\n## Food\n- rice\n" for at in range(1, 4)}
    root = make_vault({**PEOPLE, **others, "2026-11-22.md": "# Day\n\n## People\n\n## Food\n- soup\n"})
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 0
    assert daily(root) == "# Day\n\n## People\n* tea with [[Ann Lee|Ann]]\n\n## Food\n- soup\n"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pnm.toml": '[vault]\ndaily_format = "YYYY-MM-DD HHmm"\n'}, "cannot be named by YYYY-MM-DD HHmm"),
        ({"pnm.toml": '[vault]\ndaily_format = "../YYYY-MM-DD"\n'}, "cannot be named by"),
        (
            {"pnm.toml": '[vault]\ndaily_format = "YYYY-MM-DD dddd"\n', "2026-11-21 Samstag.md": "x\n"},
            "unlike your other daily notes, such as 2026-11-21 Samstag.md",
        ),
        ({"2026-11-22.md": "---\ntype: template\n---\n"}, "2026-11-22.md is no daily note to pnm"),
        ({"2026-11-22.md": "```\nopen\n"}, "would not be read as it was meant"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    make_vault: MakeVault, capsys: Captured, files: dict[str, str | bytes], said: str
) -> None:
    root = make_vault({**PEOPLE, **files})
    before = everything(root)
    assert on(root, "log", "yesterday: tea with Ann", "--into", "daily") == 1
    assert said in capsys.readouterr().err
    assert everything(root) == before
