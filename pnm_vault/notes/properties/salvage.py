"""Read a properties block that is not flat; when it is broken, keep every property that reads on its own."""

import json

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Node
from pnm_vault.notes.properties.flat_yaml import TAG_KEYS, comment_value, read_flat, unquoted_link
from pnm_vault.notes.properties.yaml_text import YamlTextError, read_yaml
from pnm_vault.patterns import pattern_of

# Slow attempts per block: 64 kB of broken lines must not take seconds.
MAX_ATTEMPTS = 100

_ODD = pattern_of("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|\r(?!\n)")
_MARKER = pattern_of(r"\A(?:(<{7,}|>{7,}|\|{7,})(?: |\Z)|={7,}\Z)")
_TAB_AFTER_COLON = pattern_of(r"(?m)^(\w[\w .-]*+):\t[ \t]*+")
_TAG_AS_COMMENT = pattern_of(r"\A\s*+(?:[\w -]++:|-)[ \t]++(#\w[^\s#]*+(?:[ ,]++#\w[^\s#]*+)*)\s*+\Z")
_KEY = pattern_of(r"\A(\"[^\"\n]++\"|'[^'\n]++'|[^\s#\-:\"'][^:\n]*+|-[^\s:][^:\n]*+):(?=\s|\Z)")
_ITEM = pattern_of(r"\A\s*+-(?=\s|\Z)")
_TOKEN = pattern_of(r"[&*!][^\s,\[\]{}]")

_Read = tuple[dict[str, Node], list[Problem]]


def read_any(path: str, raw: str, line: int) -> _Read:
    """Read a block whose first line is line `line`, whatever it holds. Never raises.

    Whole first, by libyaml. Else property by property; a line that reads in only one way is still read, with a problem.
    """
    problems: list[Problem] = []
    text = _ODD.sub(" ", raw).replace("\r\n", "\n")
    lines = text.split("\n")
    if any(_MARKER.match(one) for one in lines):
        lines = _first_side(path, lines, line, problems)
    text = _TAB_AFTER_COLON.sub(r"\1: ", "\n".join(lines))
    flat = read_flat(path, text, line)
    if flat is not None:
        return flat[0], problems + flat[1]
    try:
        values = _read_whole(path, text, line, problems)
    except YamlTextError as error:
        if text.lstrip().startswith("{"):
            values = _read_json(path, text, line, error, problems)
        else:
            values = _read_chunks(path, text.split("\n"), line, problems)
    return values, problems


def _read_whole(path: str, text: str, line: int, problems: list[Problem]) -> dict[str, Node]:
    """Read YAML as a whole; repair tags taken for comments.

    Raises:
        YamlTextError: it cannot be read as a whole.
    """
    values, slips = read_yaml(text, line)
    for code, at, what in slips:
        problems.append(unquoted_link(path, at, what) if code == "unquoted-link" else _duplicate(path, at, what))
    if "#" in text:
        lines = text.split("\n")
        for key, node in values.items():
            if key.casefold() in TAG_KEYS and not isinstance(node.value, dict):
                values[key] = _with_comment(path, node, lines, line, problems)
    return values


def _with_comment(path: str, node: Node, lines: list[str], line: int, problems: list[Problem]) -> Node:
    if isinstance(node.value, tuple):
        items = tuple(_with_comment(path, item, lines, line, problems) for item in node.value)
        return Node(items, node.line)
    at = node.line - line
    if node.value or node.quoted or not 0 <= at < len(lines):
        return node
    match = _TAG_AS_COMMENT.match(lines[at])
    if match is None:
        return node
    problems.append(comment_value(path, node.line, match[1]))
    return Node(match[1], node.line)


def _first_side(path: str, lines: list[str], line: int, problems: list[Problem]) -> list[str]:
    """Keep the first side of every conflict that a merge left; dropped lines stay as empty lines."""
    kept: list[str] = []
    dropping = False
    for at, one in enumerate(lines):
        marker = _MARKER.match(one)
        if marker:
            if not problems:
                message = "A merge left a conflict here; its first side was read: keep one side and remove the markers."
                problems.append(Problem(path, line + at, Severity.ERROR, "conflict-markers", message))
            dropping = one[0] in "|="
        kept.append("" if marker or dropping else one)
    return kept


def _read_json(path: str, text: str, line: int, error: YamlTextError, problems: list[Problem]) -> dict[str, Node]:
    try:
        read = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        read = None
    if isinstance(read, dict) and not error.refused:
        return {key: _json_node(value, line) for key, value in read.items()}
    problems.append(_broken(path, error.line, error.message))
    return {}


def _json_node(value: object, line: int) -> Node:
    """Wrap what the JSON reader gave; it has refused anything deep already."""
    if isinstance(value, dict):
        return Node({key: _json_node(child, line) for key, child in value.items()}, line)
    if isinstance(value, list):
        return Node(tuple(_json_node(child, line) for child in value), line)
    return Node("" if value is None else value if isinstance(value, str) else str(value).lower(), line)


def _read_chunks(path: str, lines: list[str], line: int, problems: list[Problem]) -> dict[str, Node]:
    """Read property by property: a chunk is a line `key: ...` at the left edge with the lines that belong to it."""
    values: dict[str, Node] = {}
    starts = [at for at, one in enumerate(lines) if _KEY.match(one)]
    for at, one in enumerate(lines[: starts[0] if starts else None]):
        if one.strip() and not one.lstrip().startswith("#"):
            problems.append(_broken(path, line + at, "it is not of the form key: value"))
    attempts = MAX_ATTEMPTS
    for start, end in zip(starts, [*starts, len(lines)][1:], strict=False):
        chunk = lines[start:end]
        read = read_flat(path, "\n".join(chunk), line + start)
        if read is None:
            attempts -= 1
            read = _read_chunk(path, chunk, line + start, attempts > 0)
        for key, node in read[0].items():
            if key in values:
                problems.append(_duplicate(path, line + start, f"{key}\n{values[key].line}"))
            if key not in values or node.value:
                values[key] = node
        problems += read[1]
    return values


def _read_chunk(path: str, chunk: list[str], line: int, try_yaml: bool) -> _Read:
    problems: list[Problem] = []
    if try_yaml:
        try:
            return _read_whole(path, "\n".join(chunk), line, problems), problems
        except YamlTextError as error:
            if error.refused:
                message = (
                    f"Not read for safety: {error.message} in properties; put quotes around the value if it is text."
                )
                return {}, [Problem(path, error.line, Severity.WARNING, "yaml-refused", message)]
            if any("\t" in one for one in chunk):
                problems.append(_broken(path, line, "tabs indent it, use spaces"))
                detabbed = [one.replace("\t", "  ") for one in chunk]
                try:
                    return _read_whole(path, "\n".join(detabbed), line, problems), problems
                except YamlTextError:
                    problems.clear()
    return _read_by_line(path, chunk, line)


def _read_by_line(path: str, chunk: list[str], line: int) -> _Read:
    """Read `key: value`, or a key with items below it, each line on its own."""
    problems: list[Problem] = []
    match = _KEY.match(chunk[0])
    if match is None:
        return {}, []
    key = match[1].strip()
    if key[0] in "\"'":
        key = key[1:-1]
    first = _read_one(path, chunk[0][match.end() :].strip(), line, problems)
    items: list[Node] = []
    for at, one in enumerate(chunk[1:], line + 1):
        item = _ITEM.match(one)
        if item:
            node = _read_one(path, one[item.end() :].strip(), at, problems)
            if node is not None:
                items.append(node)
        elif one.strip() and not one.lstrip().startswith("#"):
            problems.append(_broken(path, at, "it is not of the form key: value"))
    if first is None:
        return {}, problems
    return {key: Node(tuple(items), line) if items and not first.value else first}, problems


def _read_one(path: str, text: str, line: int, problems: list[Problem]) -> Node | None:
    """Read the text of one value alone; None (and a problem) when it could be meant in more than one way."""
    if not text or text.startswith("#"):
        return Node("", line)
    read = read_flat(path, f"x: {text}", line)
    if read is not None:
        problems += read[1]
        return read[0]["x"]
    if _TOKEN.match(text):
        message = f"Not read for safety: {text[0]} begins an anchor, alias or tag; put quotes around the value."
        problems.append(Problem(path, line, Severity.WARNING, "yaml-refused", message))
        return None
    if text.startswith("[[") and "]]" in text:
        problems.append(unquoted_link(path, line, text))
        return Node(text, line)
    if (
        text[0] in "|>"
        or (text[0] in "[{" and not text.startswith("{{"))
        or (text[0] in "\"'" and text.count(text[0]) < 2)
    ):
        problems.append(_broken(path, line, "quotes or brackets are not closed"))
        return None
    problems.append(_broken(path, line, "put quotes around the value"))
    return Node(text, line)


def _broken(path: str, line: int, why: str) -> Problem:
    message = f"This line of the properties is not valid YAML: {why}."
    return Problem(path, line, Severity.WARNING, "yaml-error", message)


def _duplicate(path: str, line: int, what: str) -> Problem:
    key, _, other = what.partition("\n")
    message = f"{key[:80]} is written twice (also on line {other}); the last one with a value counts: keep one of them."
    return Problem(path, line, Severity.WARNING, "duplicate-key", message)
