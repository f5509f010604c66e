"""Which lines tell of a change of season."""

from datetime import date, timedelta

import pytest

from pnm_vault.model.interaction import Interaction
from pnm_vault.model.note import Origin
from pnm_vault.model.source import Source
from pnm_vault.network.season import season_of


def log(*texts: str) -> tuple[Interaction, ...]:
    first = date(2026, 1, 1)
    return tuple(
        Interaction(first + timedelta(days=at), Source("Ann.md", at + 1, text), Origin.LOG)
        for at, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    "text",
    [
        "farewell drinks, she moved to Porto",
        "coffee. Moving away in May",
        "he left the company",
        "lunch; tells me she quit her job",
        "she has a new job",
        "call: changed jobs",
        "graduated! party at hers",
        "he retires",
        "on parental leave since June",
    ],
)
def test_a_change(text: str) -> None:
    found = season_of(log("coffee", text, "postcard"))
    assert found is not None
    assert found.source.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "dinner moved to Tuesday",
        "call moved to next week",
        "moved to the 4th",
        "moved to 15:00",
        "moved to March 3",
        "left at ten",
        "I left her the keys",
        "a new jobsite",
        "removed to",
        "last day of the fair",
    ],
)
def test_no_change(text: str) -> None:
    assert season_of(log(text)) is None


def test_only_the_newest_lines_are_asked() -> None:
    assert season_of(log("moved to Porto", "a", "b", "c", "d")) is None
    found = season_of(log("a", "moved to Porto", "b", "he retired", "d"))
    assert found is not None
    assert found.source.line == 4
    assert season_of(()) is None
