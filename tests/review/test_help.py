"""The notes about help in both directions: what each line says, and what stands there when there is too little."""

from collections.abc import Mapping

import pytest

from pnm_vault.insights.helping.needs import NeedsRadar
from pnm_vault.insights.helping.own_help import OwnHelp
from pnm_vault.review.pages.help import help_context
from pnm_vault.review.pages.needs import needs_context
from pnm_vault.review.render import Renderer
from tests.review.made_help import ANN, BO, own_help, radar

PAGES = {"pages": {name: {"path": f"Reviews/{name}.md", "name": name} for name in ("agenda", "introductions")}}
NONE: frozenset[str] = frozenset()


def render(name: str, context: Mapping[str, object], templates: Mapping[str, str]) -> str:
    return Renderer(templates).render(name, {"title": name, **PAGES, **context})


def test_who_can_help(templates: Mapping[str, str]) -> None:
    text = render("help", help_context(own_help(), NONE), templates)
    assert (
        "- [ ] [[People/Ann Lee|Ann Lee]] · offers “tuning pianos” ([[People/Ann Lee|line 7]]) · last contact "
        "[[People/Ann Lee|2026-10-09]] · worth a message · you asked them for something on 2026-10-09 <!-- pnm:help "
    ) in text
    assert "· through [[People/Ann Lee|Ann Lee]]" in text
    assert "· helped you on 2026-10-09" in text
    assert "- Asked: [[People/Ann Lee|Ann Lee]] on 2026-10-09 ([[People/Ann Lee|line 12]])" in text
    assert "- To be asked: [[People/Bo Chen|Bo Chen]] ([[People/Bo Chen|line 3]])" in text
    assert "[[People/Ann Lee|Ann Lee]] (knows 4 of your contacts) and [[People/Bo Chen|Bo Chen]] (knows 3 of" in text
    order = [text.index(words) for words in ("piano tuner", "to sing", "Nobody here says so yet", "a boat")]
    assert order == sorted(order)


def test_what_contacts_look_for(templates: Mapping[str, str]) -> None:
    text = render("needs", needs_context(radar(), NONE), templates)
    assert (
        "- [ ] [[People/Ann Lee|Ann Lee]] · “a flat in Porto” ([[People/Ann Lee|line 9]]) · since 2026-10-09"
        " · you offer “flats” ([[Me|Me, line 9]]) <!-- pnm:need "
    ) in text
    assert "you care about “Porto”" in text
    assert "- [ ] [[People/Ann Lee|Ann Lee]] could meet [[People/Bo Chen|Bo Chen]] · “a flat in Porto”" in text
    assert "so could 2 more <!-- pnm:introduction " in text
    assert "· looks for: an oven door · noted 2024-10-09 ([[People/Bo Chen|line 11]]) <!-- pnm:fact " in text
    assert [text.count(f"… and {more} more: `pnm needs`") for more in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert "What you can help with yourself, `offers` in your own note" in text


def test_too_little_yet_says_what_to_write(templates: Mapping[str, str]) -> None:
    assert "Too little yet" in render("help", help_context(OwnHelp(), NONE), templates)
    assert "Write into Me.md what you look for" in render("help", help_context(OwnHelp(), NONE), templates)
    assert "Too little yet" in render("needs", needs_context(NeedsRadar(), NONE), templates)
    done = render("needs", needs_context(NeedsRadar(any_asks=True, has_offers=True), NONE), templates)
    assert "Nothing that your contacts look for is open just now." in done
    assert "##" not in done and "[!tip]" not in done


@pytest.mark.parametrize("path", [ANN, BO])
def test_hidden_contacts_are_on_neither(path: str, templates: Mapping[str, str]) -> None:
    hidden = frozenset([path])
    name = path.partition("/")[2].removesuffix(".md")
    assert f"|{name}]] ·" not in render("help", help_context(own_help(), hidden), templates)
    assert f"|{name}]]" not in render("needs", needs_context(radar(), hidden), templates)
