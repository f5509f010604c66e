"""Bytes to text."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.model.problem import Severity
from pnm_vault.vault import read as module
from pnm_vault.vault.read import MAX_BYTES, SourceFile, decode, read_bytes, read_note, real_path_inside

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are POSIX matters")


def read(root: Path, content: bytes) -> SourceFile:
    (root / "n.md").write_bytes(content)
    note = read_note(str(root), "n.md")
    assert note is not None
    return note


def said(note: SourceFile) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in note.problems]


def test_text_keeps_its_line_ends(tmp_path: Path) -> None:
    content = "Zoë\r\nline\rend\n\n  no final".encode()
    note = read(tmp_path, content)
    assert note == SourceFile("n.md", content.decode())


def test_empty_note(tmp_path: Path) -> None:
    assert read(tmp_path, b"").text == ""


def test_byte_order_mark_is_taken_off_and_remembered(tmp_path: Path) -> None:
    note = read(tmp_path, b"\xef\xbb\xbf---\nx: 1\n")
    assert (note.text, note.bom, note.problems) == ("---\nx: 1\n", True, ())


def test_invalid_utf8_is_read_with_replacement(tmp_path: Path) -> None:
    note = read(tmp_path, b"---\r\nname: J\xf6rg\r\n---\nok \xff")
    assert note.text == "---\r\nname: J\ufffdrg\r\n---\nok \ufffd"
    assert said(note) == [(2, "not-utf8")]
    assert note.problems[0].severity is Severity.WARNING


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_read_and_reported(tmp_path: Path, encoding: str) -> None:
    bom = "\ufeff".encode(encoding)
    note = read(tmp_path, bom + "# Zoë\n".encode(encoding))
    assert (note.text, note.bom) == ("# Zoë\n", True)
    assert said(note) == [(0, "utf-16")]
    assert read(tmp_path, bom + b"\x41").text == "\ufffd"


def test_nul_bytes(tmp_path: Path) -> None:
    lost = read(tmp_path, b"\0" * 4096)
    assert (lost.text, said(lost)) == ("", [(0, "nul-bytes")])
    assert lost.problems[0].severity is Severity.ERROR
    partly = read(tmp_path, b"one\ntwo\0\0\nthree\0")
    assert (partly.text, said(partly)) == ("one\ntwo\ufffd\ufffd\nthree\ufffd", [(2, "nul-bytes")])
    both = read(tmp_path, b"one\0\n\xff\n")
    assert (both.text, said(both)) == ("one\ufffd\n\ufffd\n", [(2, "not-utf8"), (1, "nul-bytes")])


def test_a_note_at_the_limit_is_whole(tmp_path: Path) -> None:
    content = b"x" * (MAX_BYTES - 1) + b"\n"
    note = read(tmp_path, content)
    assert (len(note.text), note.problems) == (MAX_BYTES, ())


def test_a_larger_note_is_cut_at_a_line_end(tmp_path: Path) -> None:
    line = "é" * 500 + "\n"
    content = (line * 3000).encode()
    note = read(tmp_path, content)
    assert note.text == line * (MAX_BYTES // len(line.encode()))
    assert said(note) == [(0, "note-too-large")]
    assert read(tmp_path, content + b"more\n").text == note.text
    assert read(tmp_path, b"x" * (MAX_BYTES + 1)).text == ""


def test_a_file_that_grows_or_shrinks_while_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.read
    parts = iter([b"abc", b"def", b""])
    monkeypatch.setattr(os, "read", lambda handle, size: next(parts))
    assert module._read_all(0, 2) == b"abcdef"
    parts = iter([b"ab", b""])
    assert module._read_all(0, 9) == b"ab"
    monkeypatch.setattr(os, "read", real)


def test_a_vanished_note_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert read_note(str(tmp_path), "gone.md") is None
    assert read_note(str(tmp_path), "gone/too.md") is None
    assert read_note(str(tmp_path), "file/x.md") is None


@posix
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "real.md").write_text("secret")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    for name, code in [("pipe.md", "not-a-file"), ("folder.md", "not-a-file"), ("link.md", "symlink-skipped")]:
        note = read_note(str(tmp_path), name)
        assert note is not None
        assert (note.text, said(note)) == ("", [(0, code)])


def test_no_permission_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "n.md").write_text("x")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    note = read_note(str(tmp_path), "n.md")
    assert note is not None
    assert said(note) == [(0, "unreadable")]
    assert note.problems[0].message == "This note cannot be read: permission denied."


def test_a_disk_error_is_a_problem_and_the_file_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "n.md").write_text("x")
    closed: list[int] = []
    close = os.close

    def fail(handle: int, size: int) -> bytes:
        raise OSError(5, "Input/output error")

    def note_close(handle: int) -> None:
        closed.append(handle)
        close(handle)

    monkeypatch.setattr(os, "read", fail)
    monkeypatch.setattr(os, "close", note_close)
    note = read_note(str(tmp_path), "n.md")
    assert note is not None
    assert said(note) == [(0, "unreadable")]
    assert len(closed) == 1


@given(st.binary(max_size=60))
def test_any_bytes_give_text(content: bytes) -> None:
    note = decode("n.md", content)
    note.text.encode()
    assert "\0" not in note.text
    if not note.problems:
        assert (b"\xef\xbb\xbf" if note.bom else b"") + note.text.encode() == content


def test_read_bytes(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "a.json").write_bytes(b"{\0}")
    (root / "big").write_bytes(b"x" * (MAX_BYTES + 1))
    assert read_bytes(str(root), "a.json") == b"{\0}"
    assert read_bytes(str(root), "big") is None
    assert read_bytes(str(root), "gone") is None
    assert read_bytes(str(root), "../vault/a.json") == b"{\0}"
    assert read_bytes(str(root), ".") is None
    assert read_bytes(str(root), "a\0b") is None


@posix
def test_read_bytes_stays_in_the_vault(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (root / "d").mkdir(parents=True)
    (tmp_path / "secret").write_text("s")
    (root / "a").write_text("a")
    (root / "inside").symlink_to(root / "a")
    (root / "outside").symlink_to(tmp_path / "secret")
    (root / "up").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    assert read_bytes(str(root), "inside") == b"a"
    for path in ("outside", "up/secret", "../secret", str(tmp_path / "secret"), "pipe", "d"):
        assert read_bytes(str(root), path) is None
    assert real_path_inside(str(root), "up/secret") is None
    assert real_path_inside(str(root), "d/new.md") == os.path.join(os.path.realpath(root), "d", "new.md")
