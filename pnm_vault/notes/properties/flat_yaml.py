"""A fast reader for the flat blocks that almost every note has; it declines whatever it is not sure of."""

import re

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.notes.properties.block import Node
from pnm_vault.patterns import pattern_of

# Everything that YAML would read as a line break or refuse as not printable, and tabs. Looked for in the whole block:
# were it named in each class below, they would be slower, and take three times as long to compile.
_ODD = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
_KEY = r"\w[\w \-./()\[\]+]{0,99}"
# A plain scalar: no indicator in front, a colon only before a character, a hash only after one.
_PLAIN_START = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|-(?=\S))"
_PLAIN = rf"(?>{_PLAIN_START}[^:#\n]*+(?:(?::(?=\S)|(?<! )#)[^:#\n]*+)*)"
_QUOTED = r"\"[^\"\\\n]*+\"|'[^'\n]*+'"
_FLOW_TEXT = r"[^\[\]{}\"'#\n]*+"
_FLOW = rf"\[{_FLOW_TEXT}(?:(?:{_QUOTED}){_FLOW_TEXT})*\]"
_LINKS = r"\[\[[^\[\]\n]*+\]\](?:[ ,;]*+\[\[[^\[\]\n]*+\]\])*"
_LINE = pattern_of(
    rf"(?:({_KEY}):|( *+-))(?=[ \n]) *+({_PLAIN}|(?:{_QUOTED}|{_FLOW}|{_LINKS})(?=[ \n]))? *+(#[^\n]*+)?\n"
    r"| *+(?:#[^\n]*+)?\n"
    r"|([^\n]*+)(?:\n|\Z)"
)
_FLOW_ITEM = pattern_of(rf" *+({_QUOTED}|[^\s\-?:,\[\]{{}}#&*!|>'\"%@`][^,\[\]{{}}:#?\"'\n]*+)? *+(?:,|\Z)|([\s\S])")
_TAG_COMMENT = pattern_of(r"\A#\w[^\s#]*+(?:[ ,]++#\w[^\s#]*+)* *+\Z")

# Keys whose value is a word that people write with a hash.
TAG_KEYS = frozenset({"tags", "tag", "category", "categories", "relationship", "circle", "circles", "type", "topics"})


def read_flat(path: str, raw: str, line: int) -> tuple[dict[str, Node], list[Problem]] | None:
    """Read `raw`, whose first line is line `line` of the note, or return None when it is not surely flat.

    Flat is: `key: text`, `key: "text"`, `key: [a, b]`, a key with a list of such texts below it, empty values and
    comments, no key twice; and the common slips `key: [[Ann]]` and `tags: #friend`, which are read as they were meant.
    """
    if not raw.replace("\n", "").isprintable() and (raw.isascii() or re.search(_ODD, raw)):
        return None
    values: dict[str, Node] = {}
    problems: list[Problem] = []
    items: list[Node] = []
    key = indent = ""
    listable = False  # the last key had no value, so a list may follow
    line -= 1
    for found, dash, value, comment, other in _LINE.findall(raw if raw.endswith("\n") else raw + "\n"):
        line += 1
        if not (found or dash):
            if other:
                return None
            continue
        if value and value[0] not in "\"'[":
            node: Node | None = Node(value.rstrip(" "), line)
        elif value:
            node = _read_marked(path, line, value, problems)
        else:
            node = _read_empty(path, line, found or key, comment, problems)
        if node is None:
            return None
        if dash:
            if not listable or (items and dash != indent):
                return None
            indent = dash
            items.append(node)
            continue
        if items:
            values[key] = Node(tuple(items), values[key].line)
            items.clear()
        if found in values or found[-1] == " ":
            return None
        key = found
        values[key] = node
        listable = not node.value and not value
    if items:
        values[key] = Node(tuple(items), values[key].line)
    return values, problems


def _read_marked(path: str, line: int, value: str, problems: list[Problem]) -> Node | None:
    if value[0] != "[":
        return Node(value[1:-1], line, True)
    if value.startswith("[["):
        problems.append(unquoted_link(path, line, value))
        return Node(value, line)
    return _read_flow(value, line)


def _read_flow(value: str, line: int) -> Node | None:
    """Read `[a, "b"]`; None when an item is not surely plain or quoted."""
    inner = value[1:-1].rstrip(" ")
    items: list[Node] = []
    at = 0
    while at < len(inner):
        match = _FLOW_ITEM.match(inner, at)
        if match is None or not match[1]:
            return None
        text = match[1].rstrip(" ")
        quoted = text[0] in "\"'"
        items.append(Node(text[1:-1] if quoted else text, line, quoted))
        at = match.end()
    return Node(tuple(items), line)


def _read_empty(path: str, line: int, key: str, comment: str, problems: list[Problem]) -> Node:
    """Read a key or an item without a value: empty, unless a tag stands where YAML sees a comment."""
    if comment and key.casefold() in TAG_KEYS and _TAG_COMMENT.match(comment):
        text = comment.strip()
        problems.append(comment_value(path, line, text))
        return Node(text, line)
    return Node("", line)


def unquoted_link(path: str, line: int, text: str) -> Problem:
    """Report a link that YAML takes for a list."""
    message = f'Links in properties need quotes: write "{text[:80]}" with them.'
    return Problem(path, line, Severity.INFO, "unquoted-link", message)


def comment_value(path: str, line: int, text: str) -> Problem:
    """Report a tag that YAML takes for a comment."""
    message = f"YAML takes {text[:80]} for a comment: leave out the # or put quotes around it."
    return Problem(path, line, Severity.WARNING, "comment-value", message)
