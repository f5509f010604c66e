"""The marks that a merge leaves where it kept two versions: lines around text, a second key for a property.

They are no `<<<<<<<`: Obsidian shows `=======` as the line below a title and `>>>>>>>` as quotes in quotes, and
properties with such lines are lost to it as a whole. A callout is a box in Obsidian and a quote everywhere else, and
what stands between two of them is read as ever.
"""

import re
from collections.abc import Iterable, Mapping

from pnm_vault.model.problem import Problem, Severity

_FIRST_SIGN = "<!-- pnm:conflict first -->"
FIRST = f"> [!warning] Two versions met in a merge. The first: {_FIRST_SIGN}"
SECOND = "> [!warning] The second: <!-- pnm:conflict second -->"
END = "> [!warning] End of the two versions: keep what is right and delete these boxes. <!-- pnm:conflict end -->"
PROPERTIES = f"> [!warning] The properties met in a merge. Those above stand, these are the others: {_FIRST_SIGN}"
NOTE = f"> [!warning] Two versions of this note met in a merge. This is the other one: {_FIRST_SIGN}"

MARKS = frozenset([FIRST, SECOND, END, PROPERTIES, NOTE])

_KEY = re.compile(r"(.+)[_ -]conflict(?:[_ -][0-9]{1,3})?\Z")


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
    found = _KEY.match(key) if "conflict" in key else None
    return found[1] if found is not None and found[1] in keys else None


def property_problems(path: str, values: "Mapping[str, object]", lines: Mapping[str, int]) -> list[Problem]:
    """List the properties of which a merge kept two versions; `lines` holds the line of each key."""
    problems: list[Problem] = []
    for key in values:
        other = conflicting_key(key, values)
        if other is not None:
            message = f"A merge kept two versions of {other[:80]}: correct {other[:80]}, then delete {key[:80]}."
            problems.append(_problem(path, lines[key], message))
    return problems


def text_problems(path: str, body: str, first_line: int) -> list[Problem]:
    """List the places in a body, which begins on line `first_line`, where a merge kept two versions."""
    if _FIRST_SIGN not in body:
        return []
    message = "A merge kept two versions here: keep what is right and delete the boxes around them."
    found = [at for at, line in enumerate(body.split("\n"), first_line) if line.rstrip().endswith(_FIRST_SIGN)]
    return [_problem(path, at, message) for at in found]


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, Severity.WARNING, "merge-conflict", message)
