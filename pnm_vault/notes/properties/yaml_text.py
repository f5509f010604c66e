"""YAML by libyaml for the blocks that are not flat: every scalar stays its source text, and the input is bounded.

Imported only when a block needs it. Events are read one by one and never composed by the library: nothing recurses, and
anchors, aliases, tags and merge keys (which can cost minutes or memory) are refused where they stand.
"""

from typing import Any, cast

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from pnm_vault.notes.properties.block import Node
from pnm_vault.patterns import pattern_of

try:
    from yaml import CSafeLoader as TextLoader
except ImportError:  # a Python without libyaml
    # The two are no subclasses of each other, but events are made alike.
    from yaml import SafeLoader as TextLoader  # type: ignore[assignment]

MAX_DEPTH = 20

_BRACKETS = pattern_of(r"[\[\]{}]")
_Open = tuple[bool, bool, int, list[Node]]  # is a mapping, is written [..], line, children (keys and values in turn)


class YamlTextError(Exception):
    """The block cannot be read because of line `line` of the note; `refused` when that part was not even tried."""

    def __init__(self, message: str, line: int, refused: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.refused = refused


class TextHandler(YAMLHandler):
    """python-frontmatter's YAML handler with every scalar left as text, with its line.

    After `load`, `slips` holds the findings on the way: (code, line, text) with the codes `unquoted-link` and
    `duplicate-key` (text: key and the line of the other one).
    """

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.first_line = first_line
        self.slips: list[tuple[str, int, str]] = []

    def split(self, text: str) -> tuple[str, str]:
        """Take the whole text for the block: `frontmatter.split` has cut it out already."""
        return text, ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Read the block into nodes.

        Raises:
            YamlTextError: it is no YAML mapping, too deep, or holds an anchor, alias, tag or merge key.
        """
        refuse_deep_brackets(fm, self.first_line)
        try:
            root = self._build(TextLoader(fm))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = self.first_line + (mark.line if mark else 1)
            raise YamlTextError(error.problem or "not YAML", line) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise YamlTextError("not YAML", self.first_line + 1) from error
        if isinstance(root.value, dict):
            return root.value
        if root.value:
            raise YamlTextError("not a list of properties", root.line)
        return {}

    def _build(self, loader: Any) -> Node:
        stack: list[_Open] = [(False, False, self.first_line, [])]
        documents = 0
        while (event := loader.get_event()) is not None:
            line = event.start_mark.line + self.first_line
            if isinstance(event, yaml.ScalarEvent):
                self._refuse_marked(event, line)
                stack[-1][3].append(Node(event.value, line, event.style in ("'", '"')))
            elif isinstance(event, yaml.CollectionStartEvent):
                self._refuse_marked(event, line)
                if len(stack) > MAX_DEPTH:
                    raise YamlTextError("nested too deep", line, refused=True)
                stack.append((isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), line, []))
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = stack.pop()
                stack[-1][3].append(self._close(*closed))
            elif isinstance(event, yaml.AliasEvent):
                raise YamlTextError("an alias (*)", line, refused=True)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlTextError("a second document", line)
        roots = stack[0][3]
        return roots[0] if roots else Node("", self.first_line)

    def _refuse_marked(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            raise YamlTextError("an anchor (&)", line, refused=True)
        if event.tag is not None:
            raise YamlTextError("a type tag (!)", line, refused=True)

    def _close(self, mapping: bool, flow: bool, line: int, children: list[Node]) -> Node:
        if mapping:
            return self._close_mapping(line, children)
        if flow and len(children) == 1 and isinstance(inner := children[0].value, tuple) and inner:
            names = [name.value for name in inner if isinstance(name.value, str)]
            if len(names) == len(inner):
                text = f"[[{', '.join(names)}]]"
                self.slips.append(("unquoted-link", line, text))
                return Node(text, line)
        return Node(tuple(children), line)

    def _close_mapping(self, line: int, children: list[Node]) -> Node:
        values: dict[str, Node] = {}
        for key, node in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key.value, str):
                raise YamlTextError("a key that is not text", key.line)
            if key.value == "<<" and not key.quoted:
                raise YamlTextError("a merge key (<<)", key.line, refused=True)
            first = values.get(key.value)
            if first is not None:
                self.slips.append(("duplicate-key", key.line, f"{key.value}\n{first.line}"))
            if first is not None and not node.value:
                continue
            block = not isinstance(node.value, str) or not node.value
            values[key.value] = Node(node.value, key.line, node.quoted) if block else node
        return Node(values, line)


def refuse_deep_brackets(text: str, line: int) -> None:
    """Raise when brackets nest deeper than any properties do (100 kB of them kill libyaml's composer).

    Raises:
        YamlTextError: brackets nest deeper than MAX_DEPTH.
    """
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise YamlTextError("nested too deep", line + text.count("\n", 0, bracket.start()), refused=True)


def read_yaml(raw: str, line: int) -> tuple[dict[str, Node], list[tuple[str, int, str]]]:
    """Read a block whose first line is line `line` of the note; give the values and the slips met (see `TextHandler`).

    Raises:
        YamlTextError: it cannot be read as a whole.
    """
    # python-frontmatter strips the text: a comment line in front keeps every line and indent in its place.
    handler = TextHandler(line - 1)
    values, _ = frontmatter.parse("#\n" + raw + "\n#", handler=handler)
    return cast("dict[str, Node]", values), handler.slips
