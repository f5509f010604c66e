from timeit import timeit

import pytest

from pnm_vault.notes.properties.block import Node, texts_of
from pnm_vault.notes.properties.flat_yaml import read_flat
from pnm_vault.notes.properties.frontmatter import read_frontmatter, split


def codes(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in read_frontmatter("a.md", f"---\n{text}\n---\n").problems]


def values(text: str) -> dict[str, object]:
    return {key: plain(node) for key, node in read_frontmatter("a.md", f"---\n{text}\n---\n").values.items()}


def plain(node: Node) -> object:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    return [plain(child) for child in node.value]


class TestSplit:
    def test_a_block_and_its_body(self) -> None:
        found = split("a.md", "---\na: b\nc: d\n---\nbody\n")
        assert (found.raw, found.line, found.body_offset, found.body_line) == ("a: b\nc: d", 2, 18, 5)

    def test_an_empty_block(self) -> None:
        found = split("a.md", "---\n---\nbody")
        assert (found.raw, found.body_offset, found.body_line) == ("", 8, 3)

    def test_a_block_with_one_empty_line(self) -> None:
        assert split("a.md", "---\n\n---\nbody").body_line == 4

    def test_windows_line_ends_and_a_byte_order_mark(self) -> None:
        found = split("a.md", "\ufeff---\r\na: b\r\n---\r\nbody")
        assert (found.raw, found.body_line) == ("a: b", 4)
        assert "\ufeff---\r\na: b\r\n---\r\nbody"[found.body_offset :] == "body"

    def test_spaces_after_the_dashes(self) -> None:
        assert split("a.md", "---  \na: b\n--- \t\nbody").raw == "a: b"

    def test_a_block_at_the_very_end(self) -> None:
        assert split("a.md", "---\na: b\n---").body_offset == 12

    @pytest.mark.parametrize(
        "text", ["", "text", "\n---\na: b\n---\n", " ---\na: b\n---\n", "----\na: b\n----\n", "text\n---\na: b\n---\n"]
    )
    def test_no_block(self, text: str) -> None:
        found = split("a.md", text)
        assert (found.raw, found.body_offset, found.body_line, found.problems) == (None, 0, 1, ())

    def test_an_unclosed_block_is_body_and_a_problem(self) -> None:
        found = split("a.md", "---\nname: Ann\ntext\n")
        assert (found.raw, found.body_offset) == (None, 0)
        assert [(problem.line, problem.code) for problem in found.problems] == [(1, "frontmatter-unclosed")]

    def test_a_rule_on_the_first_line_is_no_problem(self) -> None:
        assert split("a.md", "---\nJust a rule above this text.\n").problems == ()


class TestFlat:
    def test_every_scalar_stays_its_source_text(self) -> None:
        block = "country: NO\nzip: 0123\ntime: 12:30\nday: 2024-02-30\nbig: 1e3\nnull: ~\nphone: +15551234567\neq: a=b"
        assert values(block) == {
            "country": "NO",
            "zip": "0123",
            "time": "12:30",
            "day": "2024-02-30",
            "big": "1e3",
            "null": "~",
            "phone": "+15551234567",
            "eq": "a=b",
        }
        assert codes(block) == []

    def test_lines_quotes_lists_and_comments(self) -> None:
        read = read_frontmatter(
            "a.md", '---\na: "x: y" # why\n# note\nb:\n  - one\n\n  - \'two\'\nc: [x, "[[Y]]"]\nd:\n---\n'
        )
        assert read.values == {
            "a": Node("x: y", 2, True),
            "b": Node((Node("one", 5), Node("two", 7, True)), 4),
            "c": Node((Node("x", 8), Node("[[Y]]", 8, True)), 8),
            "d": Node("", 9),
        }
        assert (read.body_line, read.problems) == (11, ())

    def test_a_note_with_windows_line_ends_reads_the_same(self) -> None:
        text = "---\na: b\ntags:\n  - x\n---\nbody"
        assert read_frontmatter("a.md", text.replace("\n", "\r\n")).values == read_frontmatter("a.md", text).values

    def test_source_text_is_verbatim(self) -> None:
        read = read_frontmatter("a.md", "---\nname:  Ann # x \nb: c\n---\n")
        assert read.source_text(2) == "name:  Ann # x"
        assert read.source_text(9) == ""

    def test_what_is_not_surely_flat_is_declined(self) -> None:
        for block in (
            "a: {b: c}",
            "a: |\n  x",
            "a: x\n  y",
            "a: @x",
            "a: x: y",
            "- a",
            "a: 1\na: 2",
            "a: 'it''s'",
            "a:\tb",
        ):
            assert read_flat("a.md", block, 2) is None, block

    def test_fifteen_keys_cost_microseconds(self) -> None:
        """Measured 16 microseconds; the bound only catches a reader that has become slow by an order of magnitude."""
        block = "---\n" + "".join(f"key_{at}: some value {at}\n" for at in range(15)) + "---\n"
        assert min(timeit(lambda: read_frontmatter("a.md", block), number=50) for _ in range(5)) / 50 < 400e-6


class TestSlips:
    def test_links_without_quotes(self) -> None:
        block = "friend: [[Ann]]\nfriends: [[Ann]], [[Bob]]\nlist:\n- [[Cy]]\n- x"
        assert values(block) == {"friend": "[[Ann]]", "friends": "[[Ann]], [[Bob]]", "list": ["[[Cy]]", "x"]}
        assert codes(block) == [(2, "unquoted-link"), (3, "unquoted-link"), (5, "unquoted-link")]

    def test_links_without_quotes_beside_a_nested_value(self) -> None:
        block = "friend: [[Ann Lee]]\nname: {first: A, last: B}\nl: [[[Bob]], [[Cy]]]"
        assert values(block) == {
            "friend": "[[Ann Lee]]",
            "name": {"first": "A", "last": "B"},
            "l": ["[[Bob]]", "[[Cy]]"],
        }
        assert codes(block) == [(2, "unquoted-link"), (4, "unquoted-link"), (4, "unquoted-link")]

    @pytest.mark.parametrize("more", ["", "\nname: {first: A}"])
    def test_a_tag_that_yaml_takes_for_a_comment(self, more: str) -> None:
        assert values("tags: #friend #work" + more)["tags"] == "#friend #work"
        assert values("tags:\n  - #friend\n  - b" + more)["tags"] == ["#friend", "b"]
        assert codes("tags:\n  - #friend\n  - b" + more) == [(3, "comment-value")]

    def test_a_comment_is_no_tag(self) -> None:
        assert values("tags: # none yet\nphone: #1") == {"tags": "", "phone": ""}
        assert codes("tags: # none yet\nphone: #1") == []

    def test_a_key_written_twice(self) -> None:
        block = "last_contact: 2026-01-01\nlast_contact: 2026-05-01\nrole: x\nrole:"
        assert values(block) == {"last_contact": "2026-05-01", "role": "x"}
        assert codes(block) == [(3, "duplicate-key"), (5, "duplicate-key")]

    def test_a_tab_after_the_colon_is_what_obsidian_accepts(self) -> None:
        assert values("a:\tb\nc: d") == {"a": "b", "c": "d"}
        assert codes("a:\tb\nc: d") == []


class TestNested:
    def test_mappings_and_lists_of_mappings(self) -> None:
        read = read_frontmatter(
            "a.md", "---\nphones:\n  - phone_label: home\n    phone_number: 0123\nnote: |\n  x\n  y\n---\n"
        )
        phones = read.values["phones"]
        assert plain(phones) == [{"phone_label": "home", "phone_number": "0123"}]
        assert [text.line for text in texts_of(phones)] == [3, 4]
        assert (phones.line, plain(read.values["note"]), read.values["note"].line) == (2, "x\ny\n", 5)

    def test_json(self) -> None:
        assert values('{"name": "Ann", "tags": ["a", 1, null, true]}') == {
            "name": "Ann",
            "tags": ["a", "1", "null", "true"],
        }
        assert values('{\n\t"name": "Ann",\n\t"age": 12\n}') == {"name": "Ann", "age": "12"}


class TestBroken:
    @pytest.mark.parametrize(
        ("line", "value"),
        [
            ("role: CEO: Acme", "CEO: Acme"),
            ("role: @ann", "@ann"),
            ("role: {{title}} x", "{{title}} x"),
            ('role: "x" y', '"x" y'),
            ("role: `x`", "`x`"),
            ("role: %x", "%x"),
            ("role: 'it's'", "'it's'"),
        ],
    )
    def test_a_bad_line_is_read_as_meant_and_costs_no_other(self, line: str, value: str) -> None:
        block = f"name: Ann\n{line}\ntags:\n  - x\nphones: [{{a: b}}]"
        assert values(block) == {"name": "Ann", "role": value, "tags": ["x"], "phones": [{"a": "b"}]}
        assert codes(block) == [(3, "yaml-error")]

    @pytest.mark.parametrize("line", ["role: [a", 'role: "a', "role: {a"])
    def test_what_is_not_closed_is_lost_alone(self, line: str) -> None:
        assert values(f"name: Ann\n{line}\nb: c") == {"name": "Ann", "b": "c"}
        assert [code for _, code in codes(f"name: Ann\n{line}\nb: c")] == ["yaml-error"]

    @pytest.mark.parametrize(
        "value", ["&a x", "*a", "!x y", "!!python/object/apply:os.system [x]", "[*a, *a]", "[" * 30 + "]" * 30]
    )
    def test_what_could_cost_memory_or_minutes_is_refused_alone(self, value: str) -> None:
        assert values(f"name: Ann\nrole: {value}\nb: c") == {"name": "Ann", "b": "c"}
        assert codes(f"name: Ann\nrole: {value}\nb: c") == [(3, "yaml-refused")]

    def test_a_merge_key_is_refused_alone(self) -> None:
        assert values("name: Ann\n<<: {a: b}\nb: c") == {"name": "Ann", "b": "c"}
        assert codes("name: Ann\n<<: {a: b}\nb: c") == [(3, "yaml-refused")]

    def test_a_merge_bomb_costs_no_time(self) -> None:
        bomb = "a: &a {x: y}\n" + "".join(f"b{at}: &b{at} {{<<: [*a, *a, *a, *a]}}\n" for at in range(40)) + "name: Ann"
        assert values(bomb) == {"name": "Ann"}
        assert len(codes(bomb)) == 21

    def test_items_indented_by_tabs(self) -> None:
        assert values("name: Ann\ntags:\n\t- a\n\t- b\nb: c") == {"name": "Ann", "tags": ["a", "b"], "b": "c"}
        assert codes("name: Ann\ntags:\n\t- a\n\t- b\nb: c") == [(3, "yaml-error")]

    def test_a_bad_item_is_one_line(self) -> None:
        assert values("tags:\n  - a\n  - @b\n  - *c\nb: c") == {"tags": ["a", "@b"], "b": "c"}
        assert codes("tags:\n  - a\n  - @b\n  - *c\nb: c") == [(4, "yaml-error"), (5, "yaml-refused")]

    def test_conflict_markers_give_the_first_side(self) -> None:
        block = "name: Ann\n<<<<<<< HEAD\nlast: 1\n||||||| base\nlast: 0\n=======\nlast: 2\n>>>>>>> other\nb: c"
        assert values(block) == {"name": "Ann", "last": "1", "b": "c"}
        assert codes(block) == [(3, "conflict-markers")]
        assert read_frontmatter("a.md", f"---\n{block}\n---\n").values["b"].line == 10

    def test_a_block_that_is_no_list_of_properties(self) -> None:
        assert values("just text") == {}
        assert codes("just text") == [(2, "yaml-error")]
        assert codes("- a\n- b") == [(2, "yaml-error"), (3, "yaml-error")]

    def test_control_characters_cost_nothing_else(self) -> None:
        assert values("name: Ann\x07Lee\x00\nb: c\u2028d") == {"name": "Ann Lee", "b": "c d"}

    def test_a_huge_block_is_not_read(self) -> None:
        assert codes("a: " + "x" * 70_000) == [(1, "frontmatter-too-long")]

    def test_many_bad_lines_fill_no_page(self) -> None:
        found = codes("".join(f"k{at}: @x\n" for at in range(300)))
        assert len(found) == 21
        assert found[0] == (2, "yaml-error")
