"""A note of resources: one a line, `advise on law: lawyer, legal aid`, below the headings of its parts."""

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.resource import Resource
from pnm_vault.notes.text.lines import Scan, without_marker
from pnm_vault.patterns import pattern_of

MAX_RESOURCES = 200
MAX_WORDS = 80

_COMMA = pattern_of(r"[,;]")
_MARKS = ' \t*_`"“”„[]'
_REMEDY = "write `advise on law: lawyer, legal aid`; text of your own goes into headings or quotes"


def read_resources(path: str, scan: Scan) -> tuple[tuple[Resource, ...], tuple[Problem, ...]]:
    """Read the resources of a note, and the lines that are none. Headings name parts; quotes and comments say nothing.

    A heading of the first level is a title and names no part.
    """
    found: list[Resource] = []
    problems: list[Problem] = []
    for section in scan.sections:
        part = section.title.strip() if section.level > 1 else ""
        for number, text, _ in section.lines:
            bare = without_marker(text).strip()
            if bare in ("---", "***"):
                continue
            read = read_resource(bare, number, part)
            if isinstance(read, str):
                message = f"This line is no resource, since {read}: {_REMEDY}."
                problems.append(Problem(path, number, Severity.WARNING, "bad-resource", message))
            elif len(found) < MAX_RESOURCES:
                found.append(read)
    return tuple(found), tuple(problems)


def read_resource(text: str, line: int, part: str = "") -> Resource | str:
    """Read one line without its list marker; what is wrong with it, as a clause, when it is no resource."""
    name, colon, rest = text.partition(":")
    if not colon:
        return "it has no colon"
    name = name.strip(_MARKS)
    words: dict[str, str] = {}
    for one in _COMMA.split(rest):
        if bare := one.strip(_MARKS):
            words.setdefault(bare.casefold(), bare)
    distinct = tuple(words.values())
    if not name:
        return "nothing stands before its colon"
    if not distinct:
        return "no word stands behind its colon"
    if any(len(one) > MAX_WORDS for one in (name, *distinct)):
        return "one of its words is as long as a sentence"
    return Resource(name, distinct, line, part)
