"""Compiled templates that are kept give the same pages, and nothing is run that was made by another program."""

import msgspec
import pytest

from pnm_vault.review import render_engine
from pnm_vault.review.bytecode import Compiled
from pnm_vault.review.render import Renderer, TemplateProblem

MACRO = "{% macro named(x) %}* {{ x }}{% endmacro %}"
PAGE = {
    "a.md.j2": "{% import 'b.md.j2' as b %}{{ b.named(name) }}\n",
    "b.md.j2": "{% macro named(x) %}* {{ x }}{% endmacro %}",
}


@pytest.fixture(autouse=True)
def new_engines() -> None:
    """Let no engine remember what an earlier test compiled."""
    render_engine.engine_of.cache_clear()


def render(kept: bytes | None, templates: dict[str, str] | None = None) -> tuple[str, bytes]:
    render_engine.engine_of.cache_clear()
    renderer = Renderer(PAGE if templates is None else templates, lambda: kept)
    return renderer.render("a", {"name": "Ann *Lee*"}), renderer.to_keep()


def test_what_was_compiled_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text, kept = render(b"")
    assert kept
    monkeypatch.setattr(render_engine._Sandbox, "compile", None)
    assert render(kept) == (text, b"") == ("* Ann \\*Lee\\*\n", b"")


def test_a_changed_template_is_compiled_and_kept_beside_the_others() -> None:
    _, kept = render(b"")
    text, more = render(kept, {**PAGE, "b.md.j2": "{% macro named(x) %}- {{ x }}{% endmacro %}"})
    assert text == "- Ann \\*Lee\\*\n"
    assert len(msgspec.msgpack.decode(more)[1]) == 3


def test_nothing_is_kept_where_it_must_not_be() -> None:
    assert render(None) == ("* Ann \\*Lee\\*\n", b"")


def test_code_of_another_python_or_engine_is_not_run() -> None:
    _, kept = render(b"")
    made_by, known = msgspec.msgpack.decode(kept)
    assert made_by == Compiled()._made_by
    other = msgspec.msgpack.encode((f"{made_by}.1", dict.fromkeys(known, b"not even code")))
    text, fresh = render(other)
    assert (text, fresh) == ("* Ann \\*Lee\\*\n", kept)


def test_code_that_cannot_be_read_is_made_again() -> None:
    _, kept = render(b"")
    made_by, known = msgspec.msgpack.decode(kept)
    assert render(msgspec.msgpack.encode((made_by, dict.fromkeys(known, b"\xff")))) == ("* Ann \\*Lee\\*\n", kept)


def test_an_error_names_the_line_of_its_template_all_the_same() -> None:
    broken = {"a.md.j2": "one\n{{ missing }}\n"}
    _, kept = render(b"", {"a.md.j2": "{{ name }}"})
    for stored in (b"", kept):
        with pytest.raises(TemplateProblem) as told:
            render(stored, broken)
        assert (told.value.template, told.value.line) == ("a.md.j2", 2)
