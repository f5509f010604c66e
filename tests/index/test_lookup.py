"""Names typed on the command line."""

import pytest

from pnm_vault.index.build import Index
from pnm_vault.index.lookup import find_contacts, suggest_names

INDEX = Index(
    contacts={
        "People/Ann Lee.md": "Ann Lee",
        "People/Ann-Marie Ode.md": "Ann-Marie Ode",
        "People/@Zoë.md": "Zoë Ünal",
        "Work/ann.md": "Anna Leeds",
    },
    aliases={"annie": ("People/Ann Lee.md",), "zoë": ("People/@Zoë.md",)},
)


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("Ann Lee", ("People/Ann Lee.md",)),
        ("ann lee", ("People/Ann Lee.md",)),
        ("ANNIE", ("People/Ann Lee.md",)),
        ("zoe", ("People/@Zoë.md",)),
        ("unal zoe", ("People/@Zoë.md",)),
        ("People/Ann Lee.md", ("People/Ann Lee.md",)),
        ("People/Ann Lee", ("People/Ann Lee.md",)),
        ("Ann Lee.md", ("People/Ann Lee.md",)),
        ("./@Zoë.md", ("People/@Zoë.md",)),
        ("ann", ("Work/ann.md",)),
        ("ann le", ("People/Ann Lee.md", "Work/ann.md")),
        ("lee", ("People/Ann Lee.md",)),
        ("marie", ("People/Ann-Marie Ode.md",)),
        ("eed", ("Work/ann.md",)),
        ("nobody", ()),
        ("  ", ()),
    ],
)
def test_who_is_meant(query: str, paths: tuple[str, ...]) -> None:
    assert find_contacts(query, INDEX) == paths


def test_a_near_miss_is_suggested() -> None:
    assert suggest_names("An Leee", INDEX)[0] == "Ann Lee"
    assert suggest_names("qqqq", INDEX) == ()
