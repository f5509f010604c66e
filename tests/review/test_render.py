import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.settings import Settings
from pnm_vault.review.pages import Answers, build_pages
from pnm_vault.review.render import Renderer, TemplateProblem, render, render_limited, tidy

ANN = {"path": "People/Ann.md", "name": "Ann"}


def shown(template: str, **context: object) -> str:
    return render("t", context, {"t.md.j2": template}).removesuffix("\n")


def refused(template: str, **context: object) -> TemplateProblem:
    with pytest.raises(TemplateProblem) as caught:
        shown(template, **context)
    return caught.value


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ x }}", r"\[\[x\]\]"),
        ("a {{ x }} b", r"a \[\[x\]\] b"),
        ("{{ x | raw_md }}", "[[x]]"),
        ("{{ a | link }}", "[[People/Ann|Ann]]"),
        ("{{ x ~ '!' }}", r"\[\[x\]\]\!"),
        ("{{ (a | link) ~ x }}", r"[[People/Ann|Ann]]\[\[x\]\]"),
        ("{{ x ~ (a | link) }}", r"\[\[x\]\][[People/Ann|Ann]]"),
        ("{{ (a | link) + x }}", r"[[People/Ann|Ann]]\[\[x\]\]"),
        ("{{ x + x }}", r"\[\[x\]\]\[\[x\]\]"),
        ("{{ [x, a | link] | join(' · ') }}", r"\[\[x\]\] · [[People/Ann|Ann]]"),
        ("{{ [x, 'y'] | join(', ') }}", r"\[\[x\]\], y"),
        ("{{ [a, a] | map('link') | join(' * ') }}", r"[[People/Ann|Ann]] \* [[People/Ann|Ann]]"),
        ("{{ (a | link) | upper }}", r"\[\[PEOPLE/ANN\|ANN\]\]"),
        ("{{ (a | link)[1:] }}", r"\[People/Ann\|Ann\]\]"),
        ("{% set y %}{{ x }}{% endset %}{{ y }}", r"\[\[x\]\]"),
        ("{% set y %}{{ x }}{% endset %}{{ y ~ x }}", r"\[\[x\]\]\[\[x\]\]"),
        ("{% macro m(v) %}<{{ v }}>{% endmacro %}{{ m(x) }}", r"<\[\[x\]\]>"),
        ("{% macro m() %}({{ caller() }}){% endmacro %}{% call m() %}{{ x }}{% endcall %}", r"(\[\[x\]\])"),
        ("{% filter upper %}{{ x }}{% endfilter %}", r"\[\[X\]\]"),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", r"\[\[x\]\]"),
        ("{{ '[[constant]]' }}", r"\[\[constant\]\]"),
        ("{{ 'a & b' ~ ' < c' }}", r"a & b \< c"),
        ("{{ none }}|{{ 5 }}|{{ 1 + 2 * 3 % 2 }}", "|5|1"),
        ("{{ [x] }}", r"\['\[\[x\]\]'\]"),
        ("{{ 'x' | code }}{{ '= y' | code }}", "`x``y`"),
        ("{{ 'javascript:x' | url }}|{{ 'https://e.org/<' | url }}", "|https://e.org/%3C"),
        ("{{ 'abcdef' | shorten(4) }}", "abc…"),
        ("{{ 'abcdef' | md(3) }}", "ab…"),
        ("{% for i in range(3) %}{{ loop.index }}{{ ',' if not loop.last }}{% endfor %}", "1,2,3"),
        ("{% set n = namespace(k=1) %}{% for i in range(3) %}{% set n.k = n.k + i %}{% endfor %}{{ n.k }}", "4"),
        ("{{ d['items'] | length }} {{ d.items | length }} {{ (d | items | list)[0][0] }}", "2 2 items"),
        ("{{ '%d' }} {{ ' <b> ' }}", r"\%d \<b>"),
    ],
)
def test_values_are_escaped_once(template: str, text: str) -> None:
    assert shown(template, x="[[x]]", a=ANN, d={"items": [1, 2]}) == text


def test_partials_see_the_page_and_escape_too() -> None:
    templates = {
        "t.md.j2": '{% include "p.md.j2" %}{% import "m.md.j2" as m %}{{ m.f(x) }}'
        '{% from "m.md.j2" import f %}{{ f(x) }}',
        "p.md.j2": "<{{ x }}>",
        "m.md.j2": "{% macro f(v) %}({{ v }}){% endmacro %}",
    }
    assert render("t", {"x": "*"}, templates) == "<\\*>(\\*)(\\*)\n"


def test_a_template_may_extend_another() -> None:
    templates = {
        "t.md.j2": '{% extends "b.md.j2" %}{% block b %}{{ super() }}{{ x }}{% endblock %}',
        "b.md.j2": "<{% block b %}{{ x }}{% endblock %}>",
    }
    assert render("t", {"x": "*"}, templates) == "<\\*\\*>\n"


@pytest.mark.parametrize(
    "template",
    [
        "{{ missing }}",
        "{{ a.missing }}",
        "{{ a['missing'] ~ 'x' }}",
        "{% if missing %}{% endif %}",
        "{{ x.upper() }}",
        "{{ x.format(1) }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ x.__class__ }}",
        "{{ x['__class__'] }}",
        "{{ x | attr('upper') }}",
        "{{ x | safe }}",
        "{{ x | e }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 9 ** 999999999 }}",
        "{{ a.pop('name') }}",
        "{{ d.append(1) }}",
        "{{ lipsum() }}",
        "{{ cycler }}",
        "{{ ().__class__.__base__.__subclasses__() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ range.__self__ }}",
        "{% include '../secret.md' %}",
        "{% include '/etc/passwd' %}",
        "{% for x in range(10) %}",
        "{{ 1 / 0 }}",
        "{{ x is callable }}",
        "{{ [1] | random }}",
        "{{ 5 | link }}",
    ],
)
def test_what_a_template_may_not_do(template: str) -> None:
    problem = refused("first line\n" + template, x="x", a=dict(ANN), d=[1])
    assert problem.template == "t.md.j2"
    assert problem.line == 2
    assert problem.message.endswith(".") and "\n" not in problem.message
    assert problem.code == "template-error"


@pytest.mark.parametrize(
    "template",
    [
        "{{ range(1000000000) | list }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 't.md.j2' %}",
        "{% for i in range(60000) %}" + "x" * 100 + "{% endfor %}",
    ],
)
def test_what_a_template_may_not_use_up(template: str) -> None:
    assert refused(template).code == "template-limit"


def test_a_problem_names_the_template_and_the_line_it_is_in() -> None:
    templates = {"t.md.j2": "{% include 'partials/p.md.j2' %}", "partials/p.md.j2": "\n\n{{ nobody }}"}
    with pytest.raises(TemplateProblem) as caught:
        render("t", {}, templates)
    assert (caught.value.template, caught.value.line) == ("partials/p.md.j2", 3)
    assert caught.value.as_problem("Templates/pnm") == Problem(
        "Templates/pnm/partials/p.md.j2",
        3,
        Severity.ERROR,
        "template-error",
        "This template was not used: 'nobody' is undefined.",
    )
    missing = refused("x\n\n{% include 'gone.md.j2' %}")
    assert (missing.template, missing.line) == ("t.md.j2", 3)
    with pytest.raises(TemplateProblem, match=r"there is no template 'nothing.md.j2'"):
        render("nothing", {}, {})


def test_one_renderer_serves_many_pages() -> None:
    renderer = Renderer({"t.md.j2": "{{ x }}"})
    assert [renderer.render("t", {"x": x}) for x in "ab"] == ["a\n", "b\n"]


def test_blank_lines_and_line_ends_are_tidied() -> None:
    assert tidy("\n\n a \t\n\n \n\n\nb\r\n\n") == " a\n\nb\n"
    assert tidy("") == "\n"
    start = time.process_time()
    tidy((" " * 1_000_000) + "x" + "\n" * 1_000_000)
    assert time.process_time() - start < 2


def test_the_engine_is_not_imported_before_it_is_needed() -> None:
    code = "import sys, pnm_vault.review.render, pnm_vault.review.plan; print('jinja2' in sys.modules)"
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "False"


def test_the_child_renders_the_same_text(answers: Answers, templates: Mapping[str, str]) -> None:
    page = build_pages(answers, Settings())[0]
    assert render_limited(page.name, page.context, templates) == render(page.name, page.context, templates)


def test_the_child_takes_any_text() -> None:
    assert render_limited("t", {"x": "é\u2028\ud800]"}, {"t.md.j2": "{{ x }} “ü”"}) == "é \\] “ü”\n"


def test_the_child_passes_problems_on() -> None:
    with pytest.raises(TemplateProblem) as caught:
        render_limited("t", {}, {"t.md.j2": "\n{{ nobody }}"})
    found = caught.value
    assert (found.template, found.line, found.code) == ("t.md.j2", 2, "template-error")
    assert found.message == "'nobody' is undefined."


def test_a_template_that_does_not_end_is_stopped() -> None:
    loop = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"
    start = time.perf_counter()
    with pytest.raises(TemplateProblem) as caught:
        render_limited("t", {}, {"t.md.j2": loop}, seconds=1.0)
    assert caught.value.code == "template-limit"
    assert time.perf_counter() - start < 30  # left alone it would take minutes


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's address space reliably")
def test_a_template_that_takes_all_memory_is_stopped() -> None:
    grow = "{% set n = namespace(x='xxxxxxxxxx') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
    with pytest.raises(TemplateProblem) as caught:
        render_limited("t", {}, {"t.md.j2": grow}, memory=256 * 1024 * 1024)
    assert caught.value.code == "template-limit"


def test_the_child_imports_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jinja2.py", "json.py", "pnm_vault.py"):
        (tmp_path / name).write_text("raise SystemExit('imported from the vault')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", os.fspath(tmp_path))
    assert render_limited("t", {"x": "x"}, {"t.md.j2": "{{ x }}"}) == "x\n"
