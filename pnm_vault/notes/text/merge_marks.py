"""The marks that a merge leaves where it kept two versions: lines around text, a second key for a property.

They are no `<<<<<<<`: Obsidian shows `=======` as the line below a title and `>>>>>>>` as quotes in quotes, and
properties with such lines are lost to it as a whole. A callout is a box in Obsidian and a quote everywhere else, and
what stands between two of them is read as ever.
"""

from collections.abc import Iterable, Mapping, Sequence

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Block
from pnm_vault.patterns import pattern_of

_FIRST_SIGN = "<!-- pnm:conflict first -->"
FIRST = f"> [!warning] Two versions met in a merge. The first: {_FIRST_SIGN}"
SECOND = "> [!warning] The second: <!-- pnm:conflict second -->"
END = "> [!warning] End of the two versions: keep what is right and delete these boxes. <!-- pnm:conflict end -->"
PROPERTIES = f"> [!warning] The properties met in a merge. Those above stand, these are the others: {_FIRST_SIGN}"
NOTE = f"> [!warning] Two versions of this note met in a merge. This is the other one: {_FIRST_SIGN}"

MARKS = frozenset([FIRST, SECOND, END, PROPERTIES, NOTE])

_KEY_END = pattern_of(r"[_ -]conflict(?:[_ -][0-9]{1,3})?\Z")


def conflict_key(key: str, taken: Iterable[str]) -> str:
    """Return the name of the property that holds the second version of `key`, in its way of parting words."""
    parting = next((sign for sign in ("_", "-", " ") if sign in key), "_")
    name = f"{key}{parting}conflict"
    names = frozenset(taken)
    number = 2
    while name in names:
        name = f"{key}{parting}conflict{parting}{number}"
        number += 1
    return name


def conflicting_key(key: str, keys: Mapping[str, object]) -> str | None:
    """Return the property of which `key` holds a second version; None when it is no such key."""
    found = _KEY_END.search(key) if "conflict" in key else None
    return key[: found.start()] if found is not None and key[: found.start()] in keys else None


def begins_versions(line: str) -> bool:
    """Tell whether a line is the box above two versions."""
    return line.startswith("> [!") and line.endswith(_FIRST_SIGN)


def place_outside(lines: Sequence[str], at: int) -> tuple[int, bool]:
    """Return where a new line goes that would go before line `at` (from 0): not between boxes, which get deleted.

    True: it goes behind the last box of a place, False: before the first one, or `at` as it is.
    """
    first, second = -1, False
    for number, line in enumerate(lines[:at]):
        if line.startswith("> [!"):
            mark = line.rstrip()
            first = number if mark.endswith(_FIRST_SIGN) else -1 if mark == END else first
            second = mark == SECOND
    if first < 0:
        return at, False
    if not second:
        return first, False
    end = next((number for number in range(at, len(lines)) if lines[number].rstrip() == END), None)
    return (at, False) if end is None else (end + 1, True)


def merge_problems(path: str, block: Block, body: str) -> list[Problem]:
    """List the properties and the places in the text of a note of which a merge kept two versions."""
    problems: list[Problem] = []
    if "conflict" in block.raw:
        for key, node in block.values.items():
            other = conflicting_key(key, block.values)
            if other is not None:
                problems.append(_problem(path, node.line, told_twice(other, key)))
    if _FIRST_SIGN in body:
        message = "A merge kept two versions here: keep what is right and delete the boxes around them."
        for at, line in enumerate(body.split("\n"), block.body_line):
            if line.startswith("> [!") and line.rstrip().endswith(_FIRST_SIGN):
                problems.append(_problem(path, at, message))
    return problems


def told_twice(key: str, other: str) -> str:
    """Say that `other` holds a second version of the property `key`, and what to do."""
    return f"A merge kept two versions of {key[:80]}: correct {key[:80]}, then delete {other[:80]}."


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, Severity.WARNING, "merge-conflict", message)
