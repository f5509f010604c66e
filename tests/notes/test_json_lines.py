"""Members added to Obsidian's settings files: nothing else changes, and what cannot be read is left alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pnm_vault.notes.obsidian.json_lines import add_item, add_members

NEW = {"last_contact": "date", "circles": "multitext"}


TWO_LINES = '"last_contact": "date",\n    "circles": "multitext"\n  }\n}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{\n  "types": {\n    "aliases": "aliases"\n  }\n}',
            '{\n  "types": {\n    "aliases": "aliases",\n    ' + TWO_LINES,
        ),
        ('{"types": {"a": "b"}}\n', '{"types": {"a": "b", "last_contact": "date", "circles": "multitext"}}\n'),
        ('{"types":{}}', '{"types":{"last_contact": "date", "circles": "multitext"}}'),
        (
            '{\n\t"types": {},\n\t"x": 1\n}\n',
            '{\n\t"types": {\n\t\t"last_contact": "date",\n\t\t"circles": "multitext"\n\t},\n\t"x": 1\n}\n',
        ),
        (
            '{\r\n  "x": [1, {"types": {}}]\r\n}',
            ('{\n  "x": [1, {"types": {}}],\n  "types": {\n    ' + TWO_LINES).replace("\n", "\r\n"),
        ),
        ("{}", '{"types": {"last_contact": "date", "circles": "multitext"}}'),
        (
            "{\n}\n",
            '{\n  "types": {\n    "last_contact": "date",\n    "circles": "multitext"\n  }\n}\n',
        ),
        (
            '{"types": {"circles": "text", "}": "]\\" ,"}, "y": 1e3}',
            '{"types": {"circles": "text", "}": "]\\" ,", "last_contact": "date"}, "y": 1e3}',
        ),
    ],
)
def test_only_what_is_missing_is_added(before: str, after: str) -> None:
    assert add_members(before, "types", NEW) == after
    assert add_members(after, "types", NEW) == after


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "{", '{"types": []}', '{"types": 3}', '{"types": {} // mine\n}', '{"a": 1,}', "\ud800"]
)
def test_what_is_no_such_file_is_left_alone(text: str) -> None:
    assert add_members(text, "types", NEW) is None


def test_of_a_key_written_twice_the_one_that_counts_is_added_to() -> None:
    after = add_members('{"types": {"a": "b"}, "types": {"c": "d"}}', "types", {"e": "f"})
    assert after == '{"types": {"a": "b"}, "types": {"c": "d", "e": "f"}}'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{\n  "enabledCssSnippets": [\n    "mine"\n  ]\n}',
            '{\n  "enabledCssSnippets": [\n    "mine",\n    "pnm"\n  ]\n}',
        ),
        ('{"theme": "moonstone"}', '{"theme": "moonstone", "enabledCssSnippets": ["pnm"]}'),
        ('{"enabledCssSnippets": []}', '{"enabledCssSnippets": ["pnm"]}'),
        ('{"enabledCssSnippets": ["pnm"]}', '{"enabledCssSnippets": ["pnm"]}'),
        ('{"enabledCssSnippets": {}}', None),
    ],
)
def test_an_item_is_added_once(before: str, after: str | None) -> None:
    assert add_item(before, "enabledCssSnippets", "pnm") == after


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=3)


@given(
    rest=st.dictionaries(st.text(max_size=4), JSON, max_size=3),
    types=st.none() | NAMES,
    new=NAMES,
    indent=st.sampled_from([None, 0, 2, "\t"]),
)
def test_whatever_the_file_it_reads_as_before_with_the_new_behind(
    rest: dict[str, object], types: dict[str, str] | None, new: dict[str, str], indent: int | str | None
) -> None:
    whole: dict[str, object] = {**rest, **({} if types is None else {"types": types})}
    if types is None:
        whole.pop("types", None)
    text = json.dumps(whole, indent=indent)
    after = add_members(text, "types", new)
    assert after is not None
    missing = {name: one for name, one in new.items() if name not in (types or {})}
    read = json.loads(after)
    assert read == (whole | {"types": (types or {}) | missing} if missing else whole)
    # Every byte that was there is there still, in the same order.
    at = 0
    for letter in text:
        at = after.index(letter, at) + 1
