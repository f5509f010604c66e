"""The laws of mending: no line of either version is lost, twice changes nothing, and no text makes it fail."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.conflict_copies import is_copy_of, read_copy_name
from pnm_vault.pipeline.writing.copy_merging import common_version
from pnm_vault.sync.merge.markers import merge_marked, read_marked
from pnm_vault.sync.merge.text import normal

_LINES = (
    "a walk by the river", "- 2026-08-14: coffee", "- 2026-01-02: call", "- [ ] ring her", "# Log", "", "> said",
    "1. one", "text | more", "```", "%%", "---", "role: nurse", "tags: [a]", "<!-- pnm:begin agenda format=1 -->",
)  # fmt: skip
_MARKERS = ("<<<<<<< HEAD", "=======", ">>>>>>> phone", "||||||| 1a2b3c4", "<<<<<<<<< x", ">>>>>>>>> x", "=========")

_some = st.lists(st.sampled_from(_LINES), max_size=4)


@st.composite
def _marked(draw: st.DrawFn) -> tuple[str, tuple[str, str]]:
    """Draw a note as git leaves it in conflict, and its two sides."""
    text: list[str] = []
    sides: tuple[list[str], list[str]] = ([], [])
    for _ in range(draw(st.integers(1, 3))):
        around, first, second = ([line for line in draw(_some) if line not in ("```", "%%")] for _ in range(3))
        size = draw(st.sampled_from([7, 7, 9]))
        text += [*around, f"{'<' * size} HEAD", *first, "=" * size, *second, f"{'>' * size} phone"]
        sides[0].extend([*around, *first])
        sides[1].extend([*around, *second])
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return end.join([*text, ""]), (end.join([*sides[0], ""]), end.join([*sides[1], ""]))


@given(_marked())
@settings(deadline=None)
def test_every_line_of_both_sides_is_there(given_note: tuple[str, tuple[str, str]]) -> None:
    text, sides = given_note
    if "<!--" in text or "---" in text:
        return  # merged as properties and review notes are, whose laws are their own
    merged = merge_marked(text)
    assert merged is not None
    assert {line.strip() for side in sides for line in side.splitlines()} <= {
        line.strip() for line in merged.text.splitlines()
    } | {""}
    assert ("\r\n" in merged.text) <= ("\r\n" in text)
    assert read_marked(normal(merged.text)) is None
    assert merge_marked(merged.text) is None


@given(st.lists(st.sampled_from(_LINES + _MARKERS), max_size=14).map("\n".join))
@example(
    "<<<<<<< HEAD\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n=======\n<<<<<<< HEAD\nc\n=======\nd\n>>>>>>> x\n>>>>>>> x"
)
@settings(deadline=None)
def test_any_text_can_be_read_and_what_is_no_conflict_stays(text: str) -> None:
    found = read_marked(text)
    merged = merge_marked(text)
    assert (merged is None) or (found is not None and bool(found.versions))
    if found is not None and found.versions and "<!--" not in text and "---" not in text:
        kept = {line.strip() for version in found.versions for line in version.splitlines()}
        assert merged is not None
        base = {line.strip() for line in (found.base or "").splitlines()}
        assert kept - base <= {line.strip() for line in merged.text.splitlines()} | {""}


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_name_can_be_read(name: str) -> None:
    found = read_copy_name(name)
    assert found is None or all(base and name.startswith(base) for base in found.bases)
    is_copy_of(f"{name}.md", name, name)


@given(st.lists(_some.map("\n".join), max_size=5), _some.map("\n".join), _some.map("\n".join))
@settings(deadline=None)
def test_the_common_version_is_the_same_from_both_sides(versions: list[str], one: str, other: str) -> None:
    found = common_version(versions, one, other)
    assert found == common_version(versions, other, one)
    assert found is None or found in versions
