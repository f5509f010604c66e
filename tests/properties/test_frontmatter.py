"""The fast reader of properties says what libyaml says, or declines; and no text makes the reading fail."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.flat_yaml import read_flat
from pnm_vault.notes.properties.frontmatter import read_frontmatter, split
from pnm_vault.notes.properties.yaml_text import YamlTextError, read_yaml
from tests.examples import examples

_KEY_TEXT = "name;last_contact;Last contact;TEL[CELL];N.FN;tags;x-y;été;a;b;2024;;a b ;- a"
_KEYS = st.sampled_from(_KEY_TEXT.split(";"))
_PIECE_TEXT = (
    "Ann;Lee; ;  ;:;: ; #;#;';\";\\;[;];[[Ann]];{;};,;, ;-;- ;?;&;*;!;|;>;%;@;`;~;null;2026-01-02;\t;\u00a0;é;😀;"
    "\u200b;\u0085;\u2028;\ufeff;a@b.org;https://x.org/a;---;...;<<;=;{{date}};\x07;'';\"\";\r;x:y"
)
_PIECES = st.sampled_from(_PIECE_TEXT.split(";"))
_VALUES = st.lists(_PIECES, max_size=5).map("".join)
_NEAR_TEXT = ';Ann Lee;"Ann: Lee";\'Ann # Lee\';[a, b];["[[Ann]]", b];# note;x # note;[];""'
_NEAR_PLAIN = st.sampled_from(_NEAR_TEXT.split(";"))
_LINES = st.one_of(
    st.tuples(_KEYS, st.sampled_from([":", ": ", ":  ", ":\t"]), st.one_of(_VALUES, _NEAR_PLAIN)).map("".join),
    st.tuples(
        st.sampled_from(["", " ", "  ", "\t"]), st.sampled_from(["-", "- ", "-  "]), st.one_of(_VALUES, _NEAR_PLAIN)
    ).map("".join),
    st.sampled_from(["", " ", "# note", "  # note", "  more", "}", "]"]),
)
_BLOCKS = st.lists(_LINES, max_size=7).map("\n".join)


def _shape(node: Node) -> object:
    value = node.value
    if isinstance(value, str):
        return value, node.line, node.quoted
    if isinstance(value, dict):
        return {key: _shape(child) for key, child in value.items()}, node.line
    return [_shape(child) for child in value], node.line


@settings(deadline=None, max_examples=examples(1500))
@given(_BLOCKS)
@example("tags:\n- a\n- b")
@example("a: x  # note")
@example("a: x\u00a0# no note")
@example("a: [x, 'y', \"z\"]")
@example("a: --03-05\nb:\n  - -x\n  -")
def test_the_fast_reader_agrees_with_libyaml(block: str) -> None:
    read = read_flat("a.md", block, 2)
    if read is None or read[1]:
        return
    try:
        expected, slips = read_yaml(block, 2)
    except YamlTextError as error:
        raise AssertionError(f"the fast reader took {block!r}, libyaml says {error.message}") from error
    assert {key: _shape(node) for key, node in read[0].items()} == {key: _shape(node) for key, node in expected.items()}
    assert list(read[0]) == list(expected)
    assert slips == []


@settings(deadline=None, max_examples=examples(300))
@given(st.one_of(_BLOCKS, st.text(max_size=60)), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.text(max_size=20))
def test_no_block_makes_the_reading_fail(block: str, line_end: str, mark: bool, body: str) -> None:
    text = ("\ufeff" if mark else "") + f"---\n{block}\n---\n".replace("\n", line_end) + body
    read = read_frontmatter("a.md", text)
    assert text[read.body_offset :].endswith(body)
    for problem in read.problems:
        assert problem.path == "a.md"
        assert 0 < problem.line < read.body_line + text.count("\n") + 2
    # Every value lies in the block.
    for node in read.values.values():
        assert 2 <= node.line < read.body_line


@settings(deadline=None, max_examples=examples(200))
@given(st.text(max_size=80))
def test_no_text_makes_the_reading_fail(text: str) -> None:
    read = read_frontmatter("a.md", text)
    assert 0 <= read.body_offset <= len(text)
    assert text.count("\n", 0, read.body_offset) in (read.body_line - 1, read.body_line - 2)


@settings(deadline=None, max_examples=examples(200))
@given(st.binary(max_size=80))
def test_no_bytes_make_the_reading_fail(content: bytes) -> None:
    for text in (
        content.decode("utf-8", "replace"),
        content.decode("utf-8", "surrogateescape"),
        content.decode("latin-1"),
    ):
        read_frontmatter("a.md", "---\n" + text + "\n---\n")


@settings(deadline=None, max_examples=examples(200))
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(codec="ascii"), max_size=20), max_size=6
    )
)
def test_a_property_written_in_quotes_is_read_back(values: dict[str, str]) -> None:
    lines = [f"{key}: '{value}'" for key, value in values.items() if value.isprintable() and "'" not in value]
    kept = {key: value for key, value in values.items() if value.isprintable() and "'" not in value}
    read = read_frontmatter("a.md", "---\n" + "\n".join(lines) + "\n---\n")
    assert {key: node.value for key, node in read.values.items()} == kept


def test_the_body_begins_where_the_block_ends() -> None:
    found = split("a.md", "---\na: b\n---  \nbody")
    assert (found.raw, found.body_offset, found.body_line) == ("a: b", 15, 4)
