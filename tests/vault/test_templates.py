"""Which templates are used."""

import os
import sys
from pathlib import Path

import pytest

from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.vault import templates as module
from pnm_vault.vault.templates import builtin_templates, find_templates, vault_templates
from pnm_vault.vault.trust import distrust, trust

FOLDER = "Templates/pnm"


def put(root: Path, name: str, content: bytes = b"mine") -> Path:
    path = root / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def codes(root: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in find_templates(str(root), Settings()).problems]


def test_the_built_in_ones(tmp_path: Path) -> None:
    found = find_templates(str(tmp_path), Settings())
    assert {"agenda.md.j2", "partials/items.md.j2"} <= set(found.templates)
    assert list(found.templates) == sorted(found.templates)
    assert (found.problems, found.overridden) == ((), ())
    assert {name: one.text for name, one in found.templates.items()} == builtin_templates()
    repository = Path(__file__).parents[2] / "templates"
    assert found.templates["agenda.md.j2"].text == (repository / "agenda.md.j2").read_text(encoding="utf-8")


def test_templates_beside_the_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, text in (("pkg/templates", "wheel"), ("templates", "checkout")):
        (tmp_path / folder / "partials").mkdir(parents=True)
        (tmp_path / folder / "a.md.j2").write_text(text)
        (tmp_path / folder / "partials" / "b.md.j2").write_text(text)
        (tmp_path / folder / "notes.txt").write_text(text)
    monkeypatch.setattr(module, "_PACKAGE", str(tmp_path / "pkg"))
    monkeypatch.setattr(module, "_builtin", None)
    assert builtin_templates() == {"a.md.j2": "wheel", "partials/b.md.j2": "wheel"}
    monkeypatch.setattr(module, "_PACKAGE", str(tmp_path / "elsewhere"))
    monkeypatch.setattr(module, "_builtin", None)
    assert builtin_templates() == {"a.md.j2": "checkout", "partials/b.md.j2": "checkout"}


def test_a_template_of_the_vault_is_used_once_trusted(tmp_path: Path) -> None:
    root = str(tmp_path)
    plain = find_templates(root, Settings())
    path = put(tmp_path, "agenda.md.j2")
    untrusted = find_templates(root, Settings())
    assert codes(tmp_path) == [(f"{FOLDER}/agenda.md.j2", "template-untrusted")]
    assert "pnm trust agenda.md.j2" in untrusted.problems[0].message
    assert (untrusted.templates, untrusted.digest) == (plain.templates, plain.digest)
    trust(root, f"{FOLDER}/agenda.md.j2", b"mine")
    trusted = find_templates(root, Settings())
    assert trusted.templates["agenda.md.j2"].text == "mine"
    assert (trusted.overridden, trusted.problems) == (("agenda.md.j2",), ())
    assert trusted.digest != plain.digest
    path.write_bytes(b"changed by sync")
    assert find_templates(root, Settings()).overridden == ()
    path.write_bytes(b"mine")
    distrust(root, f"{FOLDER}/agenda.md.j2")
    assert find_templates(root, Settings()).overridden == ()


def test_trust_is_asked_for_at_its_own_folder(tmp_path: Path) -> None:
    put(tmp_path, "agenda.md.j2")
    trust(str(tmp_path), "Else/agenda.md.j2", b"mine")
    elsewhere = Settings(review=ReviewSettings(templates="Else"))
    assert find_templates(str(tmp_path), elsewhere).problems == ()
    assert find_templates(str(tmp_path), Settings()).overridden == ()


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    put(tmp_path, "agneda.md.j2")
    put(tmp_path, "dates.md.j2", b"x" * 200_001)
    put(tmp_path, "partials/items.md.j2", b"\xff")
    put(tmp_path, ".#agenda.md.j2")
    put(tmp_path, "partials/.x.md.j2")
    put(tmp_path, "readme.md")
    assert codes(tmp_path) == [
        (f"{FOLDER}/agneda.md.j2", "template-unusable"),
        (f"{FOLDER}/dates.md.j2", "template-unusable"),
        (f"{FOLDER}/partials/items.md.j2", "template-untrusted"),
    ]
    assert [one.name for one in vault_templates(str(tmp_path), Settings())] == ["partials/items.md.j2"]


@pytest.mark.skipif(sys.platform == "win32", reason="links are POSIX matters")
def test_links_out_of_the_vault_are_refused(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "agenda.md.j2").write_text("theirs")
    put(root, "reconnect.md.j2", b"ours")
    (root / FOLDER / "agenda.md.j2").symlink_to(tmp_path / "out" / "agenda.md.j2")
    (root / FOLDER / "dates.md.j2").symlink_to("reconnect.md.j2")
    (root / FOLDER / "more").symlink_to(tmp_path / "out")
    os.mkfifo(root / FOLDER / "problems.md.j2")
    for name in ("agenda", "dates"):
        trust(str(root), f"{FOLDER}/{name}.md.j2", b"theirs")
    assert codes(root) == [
        (f"{FOLDER}/agenda.md.j2", "template-unusable"),
        (f"{FOLDER}/dates.md.j2", "template-untrusted"),
        (f"{FOLDER}/problems.md.j2", "template-unusable"),
        (f"{FOLDER}/reconnect.md.j2", "template-untrusted"),
    ]
    (root / "Linked").symlink_to(tmp_path / "out")
    linked = find_templates(str(root), Settings(review=ReviewSettings(templates="Linked")))
    assert [problem.code for problem in linked.problems] == ["template-unusable"]
    assert linked.overridden == ()


def test_every_part_of_the_set_counts_in_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = set()
    for texts in ({"a": "x", "b": "y"}, {"a": "xb", "b": "y"}, {"a": "x", "c": "y"}, {"a": "x"}):
        monkeypatch.setattr(module, "_builtin", texts)
        digests.add(find_templates(str(tmp_path), Settings()).digest)
    assert len(digests) == 4
