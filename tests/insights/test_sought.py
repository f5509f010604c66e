"""Whom words mean: by what a note states, in full or by half; and which lines name somebody."""

from typing import Any

import pytest

from pnm_vault.insights.comparing.synonyms import build_synonyms
from pnm_vault.insights.helping.sought import ENOUGH, Fit, FitReason, Sought, Trait, those_who_fit, with_lines
from pnm_vault.model.contact import Contact, Statement
from pnm_vault.model.source import Source
from pnm_vault.model.synonym import SynonymGroup


def sought(said: str, *own: SynonymGroup) -> Sought:
    return Sought(said, build_synonyms(own, guarded=False))


def contact(called: str = "Ann", /, **said: Any) -> Contact:
    return Contact(f"{called}.md", called, **said)


@pytest.mark.parametrize(
    ("said", "trait"),
    [
        ("Acme", {"organisations": ("ACME Ltd",)}),
        ("R&D", {"organisations": ("R&D",)}),
        ("The Week", {"organisations": ("the week",)}),
        ("editors", {"role": "editor, regional news"}),
        ("joiner", {"role": "carpenter"}),
        ("graz", {"place": "Graz, Austria"}),
        ("lodz", {"place": "Łódź"}),
        ("oboe", {"interests": (Statement("oboes", 4),)}),
        ("mend a bicycle", {"offers": (Statement("mending bicycles", 4),)}),
        ("press", {"tags": ("press",)}),
        ("editor Acme", {"role": "editor", "organisations": ("Acme",)}),
    ],
)
def test_who_fits(said: str, trait: dict[str, Any]) -> None:
    fit = sought(said).fit(contact(**trait))
    assert fit is not None
    assert fit.share == 1.0
    assert len(fit.reasons) == len(trait)


@pytest.mark.parametrize(
    ("said", "trait"),
    [
        ("Acme", {"organisations": ("Acmeology",)}),
        ("The Week", {"organisations": ("Week by week",)}),
        ("art", {"role": "artisan baker"}),
        ("Ann", {"role": "baker"}),
        ("beehive", {"asks": (Statement("a beehive", 3),)}),
        ("@", {"role": "@ baker"}),
        (".*", {"role": "baker"}),
        ("[[", {"role": "baker"}),
    ],
)
def test_who_does_not_fit(said: str, trait: dict[str, Any]) -> None:
    assert sought(said).fit(contact(**trait)) is None


def test_each_reason_adds_a_word_the_most_telling_first() -> None:
    fit = sought("climate editor").fit(
        contact(
            role="editor", interests=(Statement("climate", 7), Statement("the climate of Mars", 8)), tags=("editor",)
        )
    )
    assert fit is not None
    assert [(one.trait, one.proof.text, one.proof.line) for one in fit.reasons] == [
        (Trait.ROLE, "editor", 0),
        (Trait.INTERESTS, "climate", 7),
    ]


def test_synonyms_of_the_owner_count_in_full() -> None:
    group = SynonymGroup(("caulking", "boat repair"), 1)
    fit = sought("caulking", group).fit(contact(offers=(Statement("boat repair", 5),)))
    assert fit is not None
    assert fit.share == 1.0


def test_half_of_the_words_is_enough_only_where_nobody_has_them_all() -> None:
    whole = contact("Whole", role="climate editor")
    half, none = contact("Half", role="editor"), contact("None", role="baker")
    asked = sought("climate editor")
    assert [fit.path for fit in those_who_fit(asked, (half, whole, none))] == ["Whole.md"]
    assert those_who_fit(asked, (half, none)) == ()
    assert [(fit.path, fit.share) for fit in those_who_fit(asked, (half, none), ENOUGH)] == [("Half.md", 0.5)]
    assert those_who_fit(sought("climate editor Oslo"), (half, none), ENOUGH) == ()


def test_where_a_reason_stands() -> None:
    fit = Fit("Ann.md", 1.0, tuple(FitReason(Trait.ROLE, Source("Ann.md", 0, text)) for text in ("editor", "baker")))
    lines = ["---", "role: editor", "---", "an editor"]
    assert [one.proof for one in with_lines(fit, lines).reasons] == [Source("Ann.md", 2, "editor"), Source("Ann.md")]


@pytest.mark.parametrize(
    ("said", "line", "named"),
    [
        ("Vesna Kralj", "Had tea with Vesna Kralj, at last.", True),
        ("Vesna Kralj", "[[Vesna Kralj]] moved on", True),
        ("vesna kralj", "Kralj, Vesna: a name for later", True),
        ("Vesna Kralj", "Vesna and the others", False),
        ("Vesna Kralj", "Vesna Kraljeva", False),
        ("Nobody Here", "Nobody believed it", False),
        ("Nobody Here", "met Nobody Here, in person", True),
        ("joiner", "a carpenter", False),
    ],
)
def test_a_line_names_somebody_by_all_the_words(said: str, line: str, named: bool) -> None:
    assert sought(said).names(line) is named


def test_the_sentence_that_names_it_is_quoted_and_whoever_looks_for_it_does_not_have_it() -> None:
    asked = sought("Acme")
    assert asked.told_in("Sold the van. Her cousin is at Acme now! Rain.") == "Her cousin is at Acme now!"
    assert asked.told_in("is looking for somebody at Acme. Her cousin left Acme.") == "Her cousin left Acme."
    assert asked.told_in("is looking for somebody at Acme") == ""
    assert len(asked.told_in("Acme " + "and so on " * 60)) <= 200


def test_lines_of_a_note() -> None:
    text = (
        "---\r\ncompany: Acme\r\n---\r\n# Acme people\r\n- [ ] write to Acme\r\n"
        "- 2026-01-02: Acme took her\r\n- wants Acme\r\n- Acme again\r\n"
    )
    assert list(sought("Acme").lines_in("Ann.md", text, (8,))) == [Source("Ann.md", 6, "2026-01-02: Acme took her")]
    assert list(sought("Acme").lines_in("Ann.md", "Acme, in a note without properties")) != []
    assert list(sought("Bolt").lines_in("Ann.md", text)) == []
