"""docs/templates.md names everything that a template is given, and every filter and problem code."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pnm_vault.model.review_notes import PAGES
from pnm_vault.review import plan, render_engine
from pnm_vault.review.pages import PageContext

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
SHARED = {"path", "name", "line", "text"}


def keys(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield str(key)
            yield from keys(child)
    elif isinstance(value, list):
        for child in value:
            yield from keys(child)


def words(text: str) -> set[str]:
    return {part for span in re.findall(r"`([^`]+)`", text) for part in re.split(r"[.\s|]+", span)}


def test_every_key_of_every_context_is_documented(every_page: tuple[PageContext, ...]) -> None:
    common, *sections = re.split(r"\n### ", PAGE)
    documented = {section.partition("\n")[0]: words(section) for section in sections}
    assert list(documented) == list(PAGES)
    for page in every_page:
        known = documented[page.name] | words(common) | SHARED
        if page.name == "agenda":
            known = known.union(*documented.values())
        elif page.name in ("quarter", "year"):
            known |= documented["month"]
        assert set(keys(page.context)) <= known, page.name


def test_every_filter_is_documented_and_every_documented_one_exists() -> None:
    filters = set(render_engine._FILTERS) | set(render_engine._OWN_FILTERS)
    assert filters <= {word.partition("(")[0] for word in words(PAGE)}
    table = PAGE.partition("Filters of ours:")[2].partition("Of Jinja's own")[0]
    for row in re.findall(r"^\| `(\w+)", table, re.MULTILINE):
        assert row in filters
    for name in re.findall(r"`(\w+)`", PAGE.partition("Of Jinja's own there are")[2].partition(";")[0]):
        assert name in filters


def test_every_problem_code_and_template_is_documented(templates: Mapping[str, str]) -> None:
    for code in (*plan._MESSAGES, "template-limit"):
        assert f"| `{code}` |" in PAGE
    for template in templates:
        assert f"| `{template}` |" in PAGE
