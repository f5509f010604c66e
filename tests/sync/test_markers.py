"""Notes with the markers of a merge: read as versions, merged without git."""

import pytest

from pnm_vault.sync.merge.markers import may_be_marked, merge_marked, read_marked


def test_two_versions_and_what_is_around() -> None:
    found = read_marked("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> phone\nd\n")
    assert found is not None
    assert (found.versions, found.base) == (("a\nb\nd\n", "a\nc\nd\n"), None)


def test_the_base_of_diff3_counts_where_each_conflict_shows_it() -> None:
    with_base = "<<<<<<< a\nb\n||||||| 1234567\nz\n=======\nc\n>>>>>>> b\n"
    found = read_marked(with_base)
    assert found is not None
    assert (found.versions, found.base) == (("b\n", "c\n"), "z\n")
    both = read_marked(with_base + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n")
    assert both is not None
    assert both.base is None


def test_longer_markers_and_shorter_ones_in_them_are_text() -> None:
    text = "<<<<<<<<<< a\nb\n=======\n==========\nc\n>>>>>>>>>> b\n"
    found = read_marked(text)
    assert found is not None
    assert found.versions == ("b\n=======\n", "c\n")


def test_a_conflict_in_a_conflict_is_three_versions() -> None:
    text = "<<<<<<< a\n<<<<<<< c\nx\n=======\ny\n>>>>>>> d\n=======\nz\n>>>>>>> b\n"
    found = read_marked(text)
    assert found is not None
    assert found.versions == ("x\n", "y\n", "z\n")
    merged = merge_marked("# Log\n\n" + text.replace("x\n", "- 2026-11-03: x\n").replace("y\n", "- 2026-11-02: y\n"))
    assert merged is not None
    assert all(line in merged.text for line in ("- 2026-11-03: x", "- 2026-11-02: y", "z"))
    assert "<<<<" not in merged.text


def test_a_base_that_is_in_conflict_itself_is_none() -> None:
    text = "<<<<<<< a\nb\n||||||| merged\n<<<<<<<<< t1\np\n=========\nq\n>>>>>>>>> t2\n=======\nc\n>>>>>>> b\n"
    found = read_marked(text)
    assert found is not None
    assert (found.versions, found.base) == (("b\n", "c\n"), None)


@pytest.mark.parametrize(
    "text",
    [
        "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n",
        "~~~diff\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n~~~\n",
        "%%\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n%%\n",
        "    <<<<<<< HEAD\n    a\n    =======\n    b\n    >>>>>>> x\n",
        "Git writes `<<<<<<<` and `>>>>>>>`.\n",
        "> <<<<<<< HEAD\n",
        "",
    ],
)
def test_an_example_is_no_conflict(text: str) -> None:
    assert read_marked(text) is None
    assert merge_marked(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\na\n=======\nb\n",
        "<<<<<<< HEAD\na\n>>>>>>> x\n",
        "<<<<<<< HEAD\nTitle\n=======\na\n=======\nb\n>>>>>>> x\n",
        "<<<<<<< HEAD\na\n=======\nb\n>>>>>>>> x\n",
        "<<<<<<< 1\n" * 9 + "a\n=======\nb\n>>>>>>> x\n",
    ],
)
def test_markers_that_do_not_go_together_stay(text: str) -> None:
    found = read_marked(text)
    assert found is not None
    assert found.versions == ()
    assert merge_marked(text) is None


def test_properties_and_log_are_merged_and_nothing_counts_as_taken_out() -> None:
    text = (
        "---\ntype: person\n<<<<<<< HEAD\nrole: nurse\nlast_contact: 2026-11-20\n=======\nrole: midwife\n"
        "last_contact: 2026-11-21\ntags: [choir]\n>>>>>>> phone\n---\n## Log\n\n<<<<<<< HEAD\n- 2026-11-20: lunch\n"
        "=======\n- 2026-11-21: call\n>>>>>>> phone\n- 2026-11-01: tea\n"
    )
    merged = merge_marked(text)
    assert merged is not None
    assert [one.line for one in merged.conflicts] == [4]
    assert merged.text == (
        "---\ntype: person\nrole: midwife\nrole_conflict: nurse\nlast_contact: 2026-11-21\ntags: [choir]\n---\n"
        "## Log\n\n- 2026-11-21: call\n- 2026-11-20: lunch\n- 2026-11-01: tea\n"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    text = "\ufeffa\n<<<<<<< HEAD\n- 2026-11-20: x\n=======\n- 2026-11-21: y\n>>>>>>> b\n\nd\n".replace("\n", "\r\n")
    merged = merge_marked(text)
    assert merged is not None
    assert merged.text == "\ufeffa\r\n- 2026-11-21: y\r\n- 2026-11-20: x\r\n\r\nd\r\n"


def test_a_conflict_about_a_block_of_code_hides_no_other_one() -> None:
    text = (
        "<<<<<<< a\n```\nx\n=======\n```\ny\n>>>>>>> b\n```\n\ntext\n\n"
        "<<<<<<< a\n- 2026-11-20: x\n=======\n- 2026-11-21: y\n>>>>>>> b\n"
    )
    merged = merge_marked(text)
    assert merged is not None
    assert not may_be_marked(merged.text)
    assert all(line in merged.text for line in ("- 2026-11-20: x", "- 2026-11-21: y"))


def test_both_versions_of_one_place_stay_readable() -> None:
    merged = merge_marked("<<<<<<< a\nWe met at school.\n=======\nWe met at work.\n>>>>>>> b\n")
    assert merged is not None
    assert len(merged.conflicts) == 1
    assert all(line in merged.text for line in ("We met at school.", "We met at work."))
