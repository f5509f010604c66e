"""`pnm import` as it is typed: what is read, what is refused, and that nothing is written but what was asked for."""

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pnm_vault.cli import main as program
from tests.cli.conftest import Type
from tests.cli.test_capture import DAY, everything, on
from tests.cli.test_json import check
from tests.vaults import REPOSITORY

MakeVault = Callable[[dict[str, str | bytes]], Path]

CARDS = REPOSITORY / "tests/exchange/incoming/cards"
VAULT: dict[str, str | bytes] = {
    "pnm.toml": '[vault]\ncontacts = ["People"]\n',
    "People/Ann Lee.md": "---\nemail: ann@lee.example\nrole: Engineer\n---\n# Ann Lee\n\n## Log\n- 2026-11-02: tea\n",
}
CARD = """BEGIN:VCARD
VERSION:3.0
UID:one
FN:Ann Lee
EMAIL:ann@lee.example
TITLE:Designer
TEL:+39 040 123456
X-MOOD:sunny
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:two
FN:Bo Chen
EMAIL:bo@chen.example
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRg==
END:VCARD
"""
MAIL = """From: Nora <nora@me.example>
To: Ann Lee <ann@lee.example>
Date: Mon, 02 Nov 2026 10:00:00 +0100
Message-ID: <a@b>
Subject: tea

Hello
"""


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    return make_vault(VAULT)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    (tmp_path / "a.vcf").write_text(CARD)
    return tmp_path / "a.vcf"


def notes(root: Path) -> dict[str, bytes]:
    return {path: content for path, content in everything(root).items() if not path.startswith("Reviews")}


@pytest.mark.usefixtures("capsys")
def test_without_more_it_only_says_what_there_is(root: Path, card: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(root)
    assert on(root, "import", str(card)) == 0
    assert everything(root) == before
    said = capsys.readouterr()
    assert "  [x]  Bo Chen  bo@chen.example\n" in said.out
    assert "  [ ]  Ann Lee  role: Engineer → Designer (your note says otherwise)\n" in said.out
    assert "Nothing is written yet" in said.err


def test_in_a_terminal_a_key_does_it(root: Path, card: Path, typed: Type) -> None:
    before = everything(root)
    assert typed(root, "\r", "import", str(card)) == 0
    assert everything(root) == before
    assert typed(root, "y", "import", str(card)) == 0
    assert (root / "People/Bo Chen.md").exists()
    assert typed(root, "r", "import", str(card)) == 0
    assert (root / "Reviews/Import.md").exists()


def test_filters_say_what_is_done_at_once(root: Path, card: Path) -> None:
    assert on(root, "import", str(card), "--yes", "--only", "updates") == 0
    assert 'phone: "+39 040 123456"\n' in (root / "People/Ann Lee.md").read_text()
    assert not (root / "People/Bo Chen.md").exists()
    assert on(root, "import", str(card), "--yes", "--who", "nobody") == 0
    assert not (root / "People/Bo Chen.md").exists()
    assert on(root, "import", str(card), "--yes", "--who", "CHEN", "--circle", "choir") == 0
    assert "circles:\n  - choir\n" in (root / "People/Bo Chen.md").read_text()


def test_a_dry_run_shows_the_difference_and_writes_nothing(
    root: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    for words in (("--yes",), ("--review",)):
        assert on(root, "import", str(card), *words, "--dry-run") == 0
        assert "+++ b/" in capsys.readouterr().out
    assert everything(root) == before
    assert on(root, "import", str(card), "--review") == 0
    before = everything(root)
    assert on(root, "import", "--apply", "--dry-run") == 0
    assert everything(root) == before


def test_what_a_card_had_goes_out_again_under_its_own_uid(
    root: Path, card: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert on(root, "import", str(card), "--yes") == 0
    capsys.readouterr()
    assert on(root, "export", "vcard", "Ann Lee") == 0
    out = capsys.readouterr().out
    assert "UID:one\n" in out.replace("\r", "")
    assert "X-MOOD:sunny\n" in out.replace("\r", "")


def test_pictures_come_along_where_they_are_wanted(root: Path, card: Path) -> None:
    (root / ".obsidian/app.json").write_text('{"attachmentFolderPath": "Files/Faces"}')
    assert on(root, "import", str(card), "--yes", "--photos") == 0
    assert (root / "Files/Faces/Bo Chen.jpg").read_bytes().startswith(b"\xff\xd8")
    assert 'photo: "[[Bo Chen.jpg]]"\n' in (root / "People/Bo Chen.md").read_text()
    after = everything(root)
    assert on(root, "import", str(card), "--yes", "--photos") == 0
    assert everything(root) == after
    assert on(root, "undo") == 0
    assert not (root / "Files/Faces/Bo Chen.jpg").exists()


def test_an_export_read_back_changes_nothing(example: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for form, name in (("vcard", "all.vcf"), ("csv", "all.csv")):
        file = tmp_path / name
        assert on(example, "export", form, "-o", str(file)) == 0
        capsys.readouterr()
        assert on(example, "import", str(file), "--json") == 0
        document = json.loads(capsys.readouterr().out)
        assert [document[kind] for kind in ("new", "updates", "same", "interactions")] == [[], [], [], []], form


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("nothing.vcf", b""),
        ("binary.vcf", bytes(range(256)) * 40),
        ("cut.vcf", CARD.encode()[:-60]),
        ("cut.zip", b"PK\x03\x04" + bytes(200)),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("cut.csv", b'Name,E-mail\nAnn Lee,"ann@lee'),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_written(
    root: Path, tmp_path: Path, card: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(root)
    (tmp_path / name).write_bytes(content)
    for words in ((), ("--yes",), ("--review",)):
        code = on(root, "import", str(tmp_path / name), *words)
        said = capsys.readouterr()
        assert code == 1, said
        assert name in said.err
        assert "Traceback" not in said.err
        assert everything(root) == before
    if name.startswith("cut."):
        assert on(root, "import", str(card), str(tmp_path / name), "--yes") == 1
        assert everything(root) == before


def test_files_that_are_not_there_and_words_that_do_not_fit(root: Path, card: Path) -> None:
    assert on(root, "import", "nowhere.vcf") == 1
    assert on(root, "import") == 2
    assert on(root, "import", str(card), "--yes", "--review") == 2
    assert on(root, "import", str(card), "--format", "fax") == 2
    assert on(root, "import", str(card), "--map", "Name") == 2
    assert on(root, "import", str(card), "--since", "soon") == 2
    assert on(root, "import", str(card), "--review", "--only", "new") == 2
    assert on(root, "import", "--apply") == 1


def test_a_folder_and_an_archive_are_read_with_all_that_is_in_them(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "book"
    (folder / "deep").mkdir(parents=True)
    first, second = CARD.split("END:VCARD\n")[:2]
    (folder / "1.vcf").write_text(f"{first}END:VCARD\n")
    (folder / "deep/2.vcf").write_text(f"{second}END:VCARD\n")
    (folder / "cover.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.vcf").write_text("no card")
    os.symlink(CARDS, folder / "elsewhere")
    with zipfile.ZipFile(tmp_path / "book.zip", "w") as archive:
        for path in ("1.vcf", "deep/2.vcf", "cover.png"):
            archive.write(folder / path, path)
    for source in (folder, tmp_path / "book.zip"):
        assert on(root, "import", str(source), "--json") == 0
        document = json.loads(capsys.readouterr().out)
        assert [one["name"] for one in document["new"]] == ["Bo Chen"]
        assert {one["field"] for one in document["updates"]} == {"phone", "role"}


def test_standard_input_is_a_file_too(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(CARD.encode())))
    assert on(root, "import", "-", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["new"]) == 1


def test_mailboxes_are_only_read(root: Path, tmp_path: Path) -> None:
    (root / "Me.md").write_text("---\ntype: me\nemail: nora@me.example\n---\n")
    box = tmp_path / "box.mbox"
    box.write_text(f"From nora@me.example Mon Nov  2 10:00:00 2026\n{MAIL}\n")
    maildir = tmp_path / "Maildir"
    for part in ("cur", "new", "tmp"):
        (maildir / part).mkdir(parents=True)
    (maildir / "cur/1:2,S").write_text(MAIL)
    (tmp_path / "one.eml").write_text(MAIL)
    other = MAIL.replace("Ann Lee <ann@lee", "Cy <cy@dee").replace("<a@b>", "<c@d>")
    with zipfile.ZipFile(tmp_path / "takeout.zip", "w") as archive:
        archive.writestr("All mail.mbox", f"From a Mon Nov  2 09:00:00 2026\n{other}\n{box.read_text()}")
    for source in (box, maildir, tmp_path / "one.eml", tmp_path / "takeout.zip"):
        before = everything(tmp_path)
        assert on(root, "import", str(source), "--yes") == 0
        assert "- 2026-11-02: email, I wrote (mail)\n" in (root / "People/Ann Lee.md").read_text()
        assert on(root, "undo") == 0
        after = everything(tmp_path)
        assert {path: after[path] for path in before if path in after} == before


def test_columns_of_any_table_are_named_on_the_command_line(root: Path, tmp_path: Path) -> None:
    (tmp_path / "club.csv").write_text("Wer;Sagt man;Nr\nBo Chen;Bobo;7\n")
    words = ("--map", "Wer=name,Sagt man=aliases", "--map", "Nr=", "--format", "csv", "--yes")
    assert on(root, "import", str(tmp_path / "club.csv"), *words) == 0
    text = (root / "People/Bo Chen.md").read_text()
    assert "  - Bobo\n" in text
    assert "7" not in text


def test_settings_and_options_say_who_is_no_contact(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "Me.md").write_text("---\ntype: me\nemail: nora@me.example\n---\n")
    (tmp_path / "one.eml").write_text(MAIL)
    assert on(root, "import", str(tmp_path / "one.eml"), "--exclude", "*@lee.example", "--json") == 0
    assert json.loads(capsys.readouterr().out)["interactions"] == []
    (root / "pnm.toml").write_text('[vault]\ncontacts = ["People"]\n[import]\nexclude = ["ann@lee.example"]\n')
    assert on(root, "import", str(tmp_path / "one.eml"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["interactions"] == []


def test_every_key_is_documented(root: Path, card: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "Me.md").write_text("---\ntype: me\nemail: nora@me.example\n---\n")
    (tmp_path / "one.eml").write_text(MAIL + MAIL.replace("ann@lee", "cy@dee"))
    (tmp_path / "two.eml").write_text(MAIL.replace("Ann Lee <ann@lee", "Cy <cy@dee"))
    (tmp_path / "b.vcf").write_text(CARD.replace("EMAIL:ann@lee.example\n", "").replace("UID:one", "UID:x"))
    files = [str(tmp_path / name) for name in ("a.vcf", "b.vcf", "one.eml", "two.eml")]
    for words in (("--review",), ("--yes",), ()):
        assert program.run(["--vault", str(root), "--today", DAY, "--json", "import", *files, *words]) == 0
        document = json.loads(capsys.readouterr().out)
        check("import", document)
    assert document["command"] == "import"


def test_the_five_commands_of_the_page_lead_to_the_first_reconnect_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Type
) -> None:
    page = (REPOSITORY / "docs/import.md").read_text("utf-8").partition("## In five commands")[2]
    shown = [line[8:].split() for line in page.splitlines() if line.startswith("    pnm ")][:5]
    root = tmp_path / "notes"
    root.mkdir()
    monkeypatch.chdir(root)
    (root / "contacts.vcf").write_text(CARD)
    keys = {"triage": "fk"}
    assert [words[0] for words in shown] == ["init", "import", "import", "triage", "regenerate"]
    for words in shown:
        assert typed(root, keys.get(words[0], ""), *words) == 0
    assert "[[People/Ann Lee|Ann Lee]]" in (root / "Reviews/Reconnect.md").read_text("utf-8")


def test_what_the_page_shows_is_what_the_example_vault_gives() -> None:
    page = (REPOSITORY / "docs" / "import.md").read_text("utf-8")
    shown = page.partition("`pnm import contacts.vcf` says\n\n```\n")[2].partition("```")[0]
    assert shown.startswith("contacts.vcf (vCard)\n") and "The same? (1)" in shown
    assert shown in (REPOSITORY / "tests" / "transcripts" / "import.txt").read_text("utf-8")


def test_a_note_holds_so_many_lines_and_the_rest_comes_after(
    make_vault: MakeVault, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pnm_vault.pipeline.importing.note.MOST_LINES", 2)
    root = make_vault(VAULT)
    names = ("Cy Dorn", "Di Ekk", "Ed Falk")
    book = root.parent / "book.vcf"
    cards = (f"BEGIN:VCARD\nVERSION:3.0\nUID:{name}\nFN:{name}\nEND:VCARD\n" for name in names)
    book.write_text("".join(cards), "utf-8")
    assert on(root, "import", str(book), "--review") == 0
    assert "- more than fits here: 1; they come when these are done" in (root / "Reviews/Import.md").read_text("utf-8")
    capsys.readouterr()
    assert on(root, "import", "--apply") == 0
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "To take it back: pnm undo",
        "1 line more on Reviews/Import.md: pnm import --apply",
    ]
    assert on(root, "import", "--apply") == 0
    assert "Imported: 1 new note." in (said := capsys.readouterr().err)
    assert "more on" not in said
    assert all((root / f"People/{name}.md").exists() for name in names)


@pytest.mark.parametrize("day", ["20260101", "2026-1-1", "yesterday", "2026-02-30"])
def test_a_first_day_is_never_guessed(make_vault: MakeVault, capsys: pytest.CaptureFixture[str], day: str) -> None:
    assert on(make_vault(VAULT), "import", "any.ics", "--since", day) == 2
    assert "is not a day of the form YYYY-MM-DD." in capsys.readouterr().err


def test_an_archive_too_large_for_a_folder_of_downloads_is_counted(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pnm_vault.vault.import_files.MAX_FILE", 1000)
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "film.zip").write_bytes(b"PK\x03\x04" + bytes(2000))
    assert on(root, "import", str(folder)) == 1
    assert f"{folder / 'film.zip'} is larger than 200 MB" in capsys.readouterr().err
    (folder / "a.vcf").write_text(CARD)
    assert on(root, "import", str(folder)) == 0
    said = capsys.readouterr()
    assert "  [x]  Bo Chen  bo@chen.example\n" in said.out
    assert "archives of more than 200 MB: 1\n" in said.out
