"""Two notes about one contact made one, case by case."""

import pytest

from pnm_vault.sync.merge.uniting import Joining, clashing_ids, unite_notes

NAMES = Joining(("Robert Marsh", "Bob Marsh"))


def unite(kept: str, other: str, joining: Joining = NAMES) -> str:
    united = unite_notes("P/Robert Marsh.md", kept, other, joining)
    assert united.text is not None, united.problem
    return united.text


def block(*lines: str) -> str:
    return "\n".join(("---", *lines, "---", ""))


@pytest.mark.parametrize(
    ("kept", "other", "united"),
    [
        (["tags: [a]"], ["tags: [b, a]"], ["tags: [a, b]"]),
        (["email: a@x.example"], ["email: b@x.example"], ['email: ["a@x.example", "b@x.example"]']),
        (["email: A@x.example"], ["email: a@X.example"], ["email: A@x.example"]),
        (["knows:", "  - Ann"], ["knows: [Cy]"], ["knows:", "  - Ann", "  - Cy"]),
        (["org: [Zeta, Beta]"], ["org:", "  - Acme # old", "  - Beta"], ["org: [Zeta, Beta, Acme]", "# old"]),
        (["tags: a, b"], ["tags: c"], ["tags: a, b, c"]),
        (["role: baker"], ["role: Baker"], ["role: baker"]),
        (["role: baker"], ["role: miller"], ["role: baker", "role_conflict: miller"]),
        (["role: baker"], ["Job: miller"], ["role: baker", "role_conflict: miller"]),
        (["role:"], ["role: miller # he says"], ["role: miller # he says"]),
        ([], ["role: miller"], ["role: miller"]),
        (["role: baker"], ["role:"], ["role: baker"]),
        (["spouse: Ann"], ["friends: [Cy]"], ["spouse: Ann", "friends: [Cy]"]),
        (["name: Robert Marsh"], ["name: Bob Marsh"], ["name: Robert Marsh"]),
        (["name: Robert Marsh"], ["name: Bertie"], ["name: Robert Marsh", "name_conflict: Bertie"]),
        (["created: 2025-01-01"], ["created: 2024-01-01"], ["created: 2024-01-01"]),
        (["updated: 2025-01-01"], ["updated: 2026-01-01"], ["updated: 2026-01-01"]),
        (
            ["last_contact: 2026-01-01"],
            ["last_contact: 2025-01-01"],
            ["last_contact: 2026-01-01", "last_contact_conflict: 2025-01-01"],
        ),
        (["# mine"], ["# theirs", "# mine"], ["# mine", "# theirs"]),
        (["x: {a: 1}"], ["x: {a: 2}"], ["x: {a: 1}", "x_conflict: {a: 2}"]),
    ],
)
def test_properties(kept: list[str], other: list[str], united: list[str]) -> None:
    assert unite(block(*kept), block(*other)) == block(*united)


def test_a_last_contact_that_the_log_tells_of_needs_no_second_property() -> None:
    kept = f"{block('last_contact: 2026-01-01')}## Log\n- 2026-01-01: tea\n"
    other = f"{block('last contact: 2026-03-01')}## Log\n- 2026-03-01: tea\n"
    assert unite(kept, other) == f"{block('last_contact: 2026-03-01')}## Log\n- 2026-03-01: tea\n- 2026-01-01: tea\n"


def test_what_is_private_stays_so() -> None:
    joining = Joining(NAMES.names, private=True)
    assert unite(block("private: false"), block("visibility: private"), joining) == block("private: private")
    assert unite(block("role: baker"), block("private: true"), joining) == block("role: baker", "private: true")


def test_what_the_text_of_the_kept_note_states_is_not_outweighed() -> None:
    joining = Joining(NAMES.names, ("place",))
    assert unite("City:: Udine\n", block("city: Grado"), joining) == f"{block('city_conflict: Grado')}City:: Udine\n"


LOG = "# Robert Marsh\n\n## Log\n\n- 2026-05-02: coffee\n- 2026-01-10: call\n\n## Notes\n\nTall.\n"


@pytest.mark.parametrize(
    ("kept", "other", "united"),
    [
        (
            LOG,
            "# Bob Marsh\n\nKind.\n\n## Interactions\n- 2026-06-01: lunch\n  with soup\n- 2026-02-01: wrote\n",
            "# Robert Marsh\n\nKind.\n\n## Log\n\n- 2026-06-01: lunch\n  with soup\n- 2026-05-02: coffee\n"
            "- 2026-02-01: wrote\n- 2026-01-10: call\n\n## Notes\n\nTall.\n",
        ),
        (
            LOG.replace("2026-05-02: coffee", "2026-01-10: x").replace("2026-01-10: call", "2026-05-02: y"),
            "## Log\n- 2026-02-01: wrote\n",
            "# Robert Marsh\n\n## Log\n\n- 2026-01-10: x\n- 2026-02-01: wrote\n- 2026-05-02: y\n\n## Notes\n\nTall.\n",
        ),
        (
            LOG,
            "## Notes\n\nTall.\n\n- [ ] ring him\n\n## Family\n\nA son.\n",
            f"{LOG}\n- [ ] ring him\n\n## Family\n\nA son.\n",
        ),
        ("Text.\n", "- 2026-01-01: tea", "Text.\n\n- 2026-01-01: tea\n"),
        ("", "# Bob Marsh\n\nText.\n", "Text.\n"),
        ("# Robert\n\n## Log\n", "# Bob\n\nText.\n", "# Robert\n\nText.\n\n## Log\n"),
        ("# Robert\n", "# On Bob\n\nText.\n", "# Robert\n\n# On Bob\n\nText.\n"),
        ("Text.", "", "Text."),
        (
            "## Log\n\n| Date | Notes |\n| --- | --- |\n| 2026-03-01 | tea |\n| 2026-01-01 | call |\n",
            "## Log\n\n| Date | Notes |\n| --- | --- |\n| 2026-02-01 | walk |\n| 2026-01-01 | call |\n",
            "## Log\n\n| Date | Notes |\n| --- | --- |\n| 2026-03-01 | tea |\n| 2026-02-01 | walk |\n"
            "| 2026-01-01 | call |\n",
        ),
        (
            "## Log\n\n### 2026-03-01\n\nTea.\n",
            "## Log\n\n- 2026-04-01: walk\n\n### 2026-05-01\n\nSwim.\n",
            "## Log\n\n- 2026-04-01: walk\n\n### 2026-03-01\n\nTea.\n\n### 2026-05-01\n\nSwim.\n",
        ),
    ],
)
def test_texts(kept: str, other: str, united: str) -> None:
    assert unite(kept, other) == united


def test_footnotes_and_blocks_of_one_id_stay_apart() -> None:
    kept = "Rye.[^1]\n\nFirst. ^a\n\n[^1]: bread\n"
    other = "Oats.[^1] See [[#^a]].\n\nSecond. ^a\n\n`[^1]`\n\n[^1]: porridge\n"
    united = unite(kept, other)
    assert "Oats.[^1-2] See [[#^a-2]]." in united
    assert "[^1-2]: porridge" in united
    assert "Second. ^a-2" in united
    assert "First. ^a\n" in united
    assert "[^1]: bread" in united
    assert clashing_ids(kept, other) == {"a": "a-2"}


def test_line_ends_are_those_of_the_kept_note() -> None:
    assert unite("One.\r\n", "Two.\nThree.\n") == "One.\r\n\r\nTwo.\r\nThree.\r\n"


@pytest.mark.parametrize(
    ("kept", "other", "code"),
    [
        ("```\nnever closed\n", "Text.\n", "edit-unproved"),
        ("%%\nhidden\n", "- 2026-01-01: tea\n", "edit-unproved"),
        ("---\na: b\n", "Text.\n", "edit-block"),
        ("Text.\n", "---\na: 1\na: 2\n---\n", "edit-block"),
    ],
)
def test_what_cannot_be_proved_is_refused(kept: str, other: str, code: str) -> None:
    united = unite_notes("P/Robert Marsh.md", kept, other, NAMES)
    assert united.text is None
    assert united.problem is not None
    assert united.problem.code == code
