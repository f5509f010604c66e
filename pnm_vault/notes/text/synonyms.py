"""A note of synonyms: one group a line, `front-end engineer = React developer, frontend developer`; `!word` cuts."""

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.synonym import SynonymGroup
from pnm_vault.notes.text.lines import Scan, without_marker
from pnm_vault.patterns import pattern_of

MAX_PHRASE = 80
MAX_GROUPS = 2_000

_COMMA = pattern_of(r"[,;]")
_REMEDY = (
    "write `word = word, word`, or `!word` to take a built-in one out; text of your own goes into headings or quotes"
)


def read_synonyms(path: str, scan: Scan) -> tuple[tuple[SynonymGroup, ...], tuple[Problem, ...]]:
    """Read the groups of a note, and the lines that are none. Headings, quotes, comments and code say nothing."""
    groups: list[SynonymGroup] = []
    problems: list[Problem] = []
    for section in scan.sections:
        for number, text, _ in section.lines:
            bare = without_marker(text).strip()
            if bare in ("---", "***"):
                continue
            found = read_group(bare, number)
            if isinstance(found, str):
                message = f"This line is no group of synonyms, since {found}: {_REMEDY}."
                problems.append(Problem(path, number, Severity.WARNING, "bad-synonyms", message))
            elif len(groups) < MAX_GROUPS:
                groups.append(found)
    return tuple(groups), tuple(problems)


def read_group(text: str, line: int) -> SynonymGroup | str:
    """Read one line without its list marker; what is wrong with it, as a clause, when it is no group."""
    if text.startswith("!"):
        cut = _phrases(text[1:].replace("!", ""))
        return _checked(SynonymGroup(cut, line, True), 1)
    first, sign, rest = text.partition("=")
    if not sign:
        return "it has no `=`"
    if not first.strip(" \t,;*_"):
        return "nothing stands before its `=`"
    return _checked(SynonymGroup(_phrases(f"{first},{rest}"), line), 2)


def _checked(group: SynonymGroup, least: int) -> SynonymGroup | str:
    if len(group.phrases) < least:
        return "nothing stands behind its `!`" if group.cut else "it names only one word"
    for phrase in group.phrases:
        if len(phrase) > MAX_PHRASE:
            return "one of its words is as long as a sentence"
        if "=" in phrase:
            return "it has a second `=`"
    return group


def _phrases(text: str) -> tuple[str, ...]:
    """Split at commas; the same phrase counts once, and marks around it do not count."""
    said = (phrase.strip(' \t*_`"“”„[]') for phrase in _COMMA.split(text))
    return tuple({phrase.casefold(): phrase for phrase in reversed(list(said)) if phrase}.values())[::-1]
