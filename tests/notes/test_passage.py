"""A place in a note with all that hangs on it."""

import pytest

from pnm_vault.notes.text.passage import MOST_LETTERS, MOST_LINES, Passages

NOTE = """---
people: "[[Ann]]"
---
# Minutes

- 2026-11-20: coffee
  - she likes moths
    and owls

  still the same item
- 2026-11-19: tea
## 2026-11-18 Walk
By the river.
### Later
Rain.
## Other
- [ ] send [[Ann]] the map
> quoted

```
code
```
%% a remark %%
End."""


def around(line: int) -> list[int]:
    return [said.line for said in Passages("a.md", NOTE).around(line)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (6, [6, 7, 8, 10]),  # a blank line does not end what is indented
        (7, [7, 8]),
        (11, [11]),
        (12, [12, 13, 14, 15]),  # a heading has its section, and what is below it
        (14, [14, 15]),
        (16, [16, 17, 18, 24]),
        (24, [24]),
        (2, [2]),  # a property
        (99, []),
        (0, []),
    ],
)
def test_what_hangs_on_a_line(line: int, found: list[int]) -> None:
    assert around(line) == found


def test_the_whole_note_is_without_title_properties_code_and_remarks() -> None:
    whole = Passages("a.md", NOTE).whole()
    assert [said.line for said in whole] == [6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 24]
    assert whole[0].text == "2026-11-20: coffee"
    assert whole[5].text == "2026-11-18 Walk"


def test_tasks_headings_and_quotes_are_no_plain_lines() -> None:
    assert [said.line for said in Passages("a.md", NOTE).plain_lines()] == [6, 7, 8, 10, 11, 13, 15, 24]


def test_every_line_is_a_verbatim_part() -> None:
    text = "\r\n".join(["## # odd ##", "*  one", "1) two", "> - quoted", "#tag three", "\tfour"])
    lines = text.split("\r\n")
    for said in Passages("a.md", text).whole():
        assert said.text
        assert said.text in lines[said.line - 1]


def test_long_lines_and_long_notes_are_bounded() -> None:
    found = Passages("a.md", "x" * 50_000 + "\n" + "- y\n" * 500).whole()
    assert len(found) == MOST_LINES + 1  # one more, so that the cut is seen
    assert len(found[0].text) == MOST_LETTERS
    assert Passages("a.md", "").whole() == ()
