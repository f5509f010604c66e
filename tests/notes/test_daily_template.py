"""New daily notes from a template: day, time and title, and nothing that only a plugin could fill in."""

from datetime import date

import pytest

from pnm_vault.notes.daily_template import fill_daily_template

DAY = date(2026, 11, 22)


def fill(template: str) -> str | None:
    return fill_daily_template(template, "2026-11-22", DAY, "09:05", "YYYY-MM-DD")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("", ""),
        ("# {{title}}\n- \n", "# 2026-11-22\n- \n"),
        (
            "{{date}} {{ date }} {{Date:dddd D MMMM}} {{time}} {{time:HH:mm}}",
            "2026-11-22 2026-11-22 Sunday 22 November 09:05 09:05",
        ),
        ("a { b } {{", "a { b } {{"),
    ],
)
def test_what_is_filled_in(template: str, text: str) -> None:
    assert fill(template) == text


@pytest.mark.parametrize(
    "template", ["<% tp.date.now() %>", "<%* x %>", "{{weather}}", "{{time:h A}}", "{{date:HH}}", "{{}}"]
)
def test_what_only_a_plugin_can_fill_in(template: str) -> None:
    assert fill(template) is None
