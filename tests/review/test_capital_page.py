"""The note about social capital: what each line says, what has a box, what it says with too little."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from pnm_vault.insights.capital.social_capital import SocialCapital
from pnm_vault.review.pages.capital import capital_context
from pnm_vault.review.render import Renderer
from tests.review.made_capital import social_capital
from tests.review.made_help import ANN, BO

PAGES = {"pages": {name: {"path": f"Reviews/{name}.md", "name": name} for name in ("agenda", "help")}}
NONE: frozenset[str] = frozenset()


def render(found: SocialCapital, templates: Mapping[str, str], hidden: frozenset[str] = NONE) -> str:
    return Renderer(templates).render("capital", {"title": "capital", **PAGES, **capital_context(found, hidden)})


def test_a_resource_says_who_has_it_and_by_which_words(templates: Mapping[str, str]) -> None:
    text = render(social_capital(), templates)
    assert (
        "\n- lend a \\*van\\* · 5, 1 warm · [[People/Ann Lee|Ann Lee]], who offers “a van” ([[People/Ann Lee|line 7]])"
        " · [[People/Bo Chen|Bo Chen]], who is “a driver”, last contact [[People/Bo Chen|2020-02-01]] · "
        "[[People/Bo Chen|Bo Chen]], who is “a driver” · and 2 more\n"
    ) in text
    assert "\n- drive · one alone, none in touch within a year · [[People/Bo Chen|Bo Chen]]" in text
    assert "\n- write · 2, all warm · " in text
    assert text.count("## Hands\n") == 1


def test_a_gap_has_a_box_unless_the_owner_asks_for_it(templates: Mapping[str, str]) -> None:
    text = render(social_capital(), templates)
    assert "\n- [ ] cook · perhaps [[People/Ann Lee|Ann Lee]], who cares about “a van”" in text
    assert "\n- the press · asked for in [[Me|Me, line 6]]\n" in text
    assert text.count("- [ ] ") == text.count("<!-- pnm:resource ") == 1
    without = render(replace(social_capital(), me=""), templates)
    assert "- [ ] " not in without and "goes into the `asks` of a note `Me.md`" in without


def test_shares_come_with_how_much_is_known_and_only_where_it_is_enough(templates: Mapping[str, str]) -> None:
    text = render(social_capital(), templates)
    assert "\n- Field of work (known of 12 of 30): art 7, sea 5, and 2 more\n" in text
    assert "Generation" not in text


def test_goals_with_the_ways_in_and_where_it_looks_back(templates: Mapping[str, str]) -> None:
    text = render(social_capital(), templates)
    assert "\n- to \\*sing\\* ([[Me|Me, line 8]]) · 3 of 30 contacts · by way of [[People/Ann Lee|Ann Lee]]" in text
    assert "· or [[People/Bo Chen|Bo Chen]], who offers “tuning pianos”" in text
    assert "whom [[People/Ann Lee|Ann Lee]] knows\n" in text
    assert "\n- a boat ([[Me|Me, line 9]]) · no contact yet\n" in text
    assert "It looks back on art (7 of 12 whose work you noted): no goal of yours is about that." in text


def test_with_too_little_it_says_what_to_write(templates: Mapping[str, str]) -> None:
    text = render(SocialCapital(), templates)
    assert "Too little yet" in text and "`offers`" in text
    assert "\n## " not in text and "- [ ]" not in text
    assert "With `goals` in Me.md" in render(replace(social_capital(), goals=()), templates)


@pytest.mark.parametrize("path", [ANN, BO])
def test_hidden_contacts_are_not_on_it(path: str, templates: Mapping[str, str]) -> None:
    assert path.removesuffix(".md") not in render(social_capital(), templates, frozenset([path]))
