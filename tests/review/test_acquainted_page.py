"""The review note on who probably know each other: what stands on it, and who does not."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from pnm_vault.model.settings import Settings
from pnm_vault.review.pages import Answers, build_pages
from pnm_vault.review.pages.acquainted import acquainted_context
from pnm_vault.review.render import Renderer
from tests.review.conftest import BO, acquainted


def lines(answers: Answers, templates: Mapping[str, str]) -> list[str]:
    page = next(page for page in build_pages(answers, Settings()) if page.name == "acquainted")
    return Renderer(templates).render(page.name, page.context).split("\n")


def test_a_pair_with_what_proves_it(answers: Answers, templates: Mapping[str, str]) -> None:
    found = lines(answers, templates)
    at = next(at for at, line in enumerate(found) if line.startswith("- [ ]"))
    pair = "- [ ] [[People/Ann Lee|Ann Lee]] and [[People/Bo Chen|Bo Chen]] <!-- pnm:acquaintance "
    assert found[at].startswith(pair)
    assert found[at + 1 : at + 3] == [
        "    - Both know Cy Orr. ([[People/Cy|Cy Orr, line 4]], [[People/Cy|Cy Orr]])",
        "    - Both are in “Small Lab”. ([[People/Ann Lee|Ann Lee, line 6]], [[People/Bo Chen|Bo Chen, line 5]])",
    ]


def test_how_much_is_recorded_is_said_as_long_as_it_is_little(answers: Answers, templates: Mapping[str, str]) -> None:
    assert sum("recorded for 2 of 40 contacts" in line for line in lines(answers, templates)) == 1
    enough = replace(answers, acquainted=replace(answers.acquainted, structure=True))
    assert not any("recorded for" in line for line in lines(enough, templates))


def test_private_contacts_are_on_no_line() -> None:
    hidden = frozenset([BO])
    assert acquainted_context(acquainted(), hidden)["items"] == []
    by: Any = acquainted_context(acquainted(by="Secret.md"), frozenset(["Secret.md"]))
    assert [reason["kind"] for reason in by["items"][0]["reasons"]] == ["circle"]
