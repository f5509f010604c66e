"""The note Giving and receiving: what stands on it, how much of it, and who does not."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from pnm_vault.insights.helping.reciprocity import Deed, Reciprocity, Turn
from pnm_vault.insights.introducing.referrals import ThanksDue
from pnm_vault.model.favour import FavourKind, FavourWay
from pnm_vault.model.settings import ReviewSettings, Settings
from pnm_vault.model.source import Source
from pnm_vault.review.pages.reciprocity import reciprocity_context
from pnm_vault.review.reciprocity_words import NO_WISH, deed_words, next_words

DAY = date(2026, 10, 7)
DEED = Deed(DAY, FavourKind.ADVICE, FavourWay.ASKED, Source("Ann.md", 9, "asked her for advice"))
ANN = Turn("Ann.md", "Ann", (DEED,) * 4, Source("Ann.md", 4, "a boat"), Source("Ann.md", 5, "knots"))
BO = Turn("Bo.md", "Bo", (replace(DEED, source=Source("Daily/x.md", 3, "Bo asked")),))


def test_what_stands_on_it() -> None:
    context: Any = reciprocity_context(Reciprocity(DAY, (BO,), (), (ANN,)), (), Settings(), frozenset())
    asked, give = context["sections"]
    assert (asked["name"], asked["more"], give["name"], give["more"]) == ("asked", 0, "give", 0)
    assert asked["items"][0]["lead"] == ""  # what to do is said once, above
    [item] = give["items"]
    assert len(item["deeds"]) == 3
    assert item["deeds"][0]["words"] == "you asked for advice"
    assert (item["lead"], item["text"], item["proof"]["line"]) == ("they look for", "a boat", 4)


def test_no_more_than_the_lines_that_fit_and_nobody_private() -> None:
    found = Reciprocity(DAY, tell=(ANN, BO, replace(BO, path="Cy.md")))
    thanks = [ThanksDue("Ann.md", "Ann", "Bo.md", "Bo", DAY, Source("Bo.md", 2))]
    settings = Settings(review=ReviewSettings(lines=1))
    context: Any = reciprocity_context(found, thanks, settings, frozenset({"Ann.md"}))
    [section] = context["sections"]
    assert [item["contact"]["name"] for item in section["items"]] == ["Bo"]
    assert section["more"] == 1
    assert context["thanks"] == {"items": [], "more": 0}
    assert reciprocity_context(None, (), settings, frozenset())["sections"] == []


def test_words() -> None:
    ways = [deed_words(replace(DEED, way=way, kind=FavourKind.INTRODUCTION)) for way in FavourWay]
    assert ways == [
        "you asked for an introduction",
        "an introduction came",
        "they asked for an introduction",
        "you gave an introduction",
    ]
    assert next_words(replace(ANN, ask=None))[:2] == ("they care about", "knots")
    assert next_words(BO) == (NO_WISH, "", None)
