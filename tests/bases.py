"""Obsidian's Bases as published: what may stand in a `.base` file, and what its expressions come to on notes.

Written from Obsidian Help (Bases syntax, Functions, Views) and the types of the public API. `check_base` says what is
not in there; `Base` works a view out. Stricter than Obsidian: a difference of two dates is refused, as it is a number
in some versions and a duration in others, and so is whatever the pages do not say.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"[^"\\\n]*"|'[^'\\\n]*')|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
    r"""|(?P<operator>==|!=|<=|>=|&&|\|\||[-+*%!<>().,\[\]])|(?P<regexp>/(?:[^/\\\n]|\\.)+/g?)|(?P<divide>/))"""
)
LEVELS = (("||",), ("&&",), ("==", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
# How many arguments each takes, at least and at most.
FUNCTIONS = {
    **dict.fromkeys(["now", "today"], (0, 0)),
    **dict.fromkeys(["date", "duration", "list", "number", "file", "image", "icon", "html", "escapeHTML"], (1, 1)),
    **{"if": (2, 3), "link": (1, 2), "max": (1, 99), "min": (1, 99)},
}
METHODS = {
    **dict.fromkeys(
        [
            *("isTruthy", "toString", "isEmpty", "time", "relative", "lower", "reverse", "title", "trim"),
            *("abs", "ceil", "floor", "flat", "sort", "unique", "asFile", "keys", "values"),
        ],
        (0, 0),
    ),
    **dict.fromkeys(
        [
            *("isType", "format", "contains", "endsWith", "startsWith", "repeat", "toFixed", "filter", "join", "map"),
            *("linksTo", "hasLink", "hasProperty", "inFolder", "matches"),
        ],
        (1, 1),
    ),
    **dict.fromkeys(["containsAll", "containsAny", "hasTag"], (1, 99)),
    **{"slice": (1, 2), "split": (1, 2), "replace": (2, 2), "reduce": (2, 2), "round": (0, 1), "asLink": (0, 1)},
    "date": (0, 0),
}
FIELDS = frozenset({"year", "month", "day", "hour", "minute", "second", "millisecond", "length"})
FILE_FIELDS = frozenset(
    {
        *("name", "basename", "path", "folder", "ext", "size", "ctime", "mtime", "tags", "links", "embeds"),
        *("backlinks", "properties", "file"),
    }
)
VIEW_KEYS = frozenset({"type", "name", "filters", "limit", "groupBy", "order", "sort", "summaries", "columnSize"})
BASE_KEYS = frozenset({"filters", "formulas", "properties", "summaries", "views"})
UNITS = {"d": 1, "w": 7}

Node = tuple[Any, ...]


class BadExpressionError(Exception):
    pass


class NoDateError(Exception):
    """What Obsidian shows as an error in the cell; a filter does not hold then."""


def parse(text: str) -> Node:
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.signs: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            found = TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise BadExpressionError(f"{text!r} at {at}")
            kind, word = found.lastgroup, found[found.lastgroup]
            # A slash begins a pattern where a value may stand, and divides behind one.
            if kind == "regexp" and self.signs and self._is_value(self.signs[-1]):
                kind, word = "divide", "/"
            self.signs.append((kind, word))
            at = found.start(found.lastgroup) + len(word)
        self.at = 0

    @staticmethod
    def _is_value(sign: tuple[str, str]) -> bool:
        return sign[0] in ("number", "text", "name") or sign[1] in (")", "]")

    def whole(self) -> Node:
        node = self.level(0)
        if self.at < len(self.signs):
            raise BadExpressionError(f"left over: {self.signs[self.at :]}")
        return node

    def peek(self) -> str:
        return self.signs[self.at][1] if self.at < len(self.signs) and self.signs[self.at][0] != "text" else ""

    def take(self, wanted: str = "") -> tuple[str, str]:
        if self.at >= len(self.signs) or (wanted and self.signs[self.at][1] != wanted):
            raise BadExpressionError(f"{wanted or 'a value'} is missing in {self.signs}")
        self.at += 1
        return self.signs[self.at - 1]

    def level(self, depth: int) -> Node:
        if depth == len(LEVELS):
            return self.unary()
        node = self.level(depth + 1)
        while self.peek() in LEVELS[depth]:
            sign = self.take()[1]
            node = ("binary", sign, node, self.level(depth + 1))
        return node

    def unary(self) -> Node:
        if self.peek() in ("!", "-"):
            return ("unary", self.take()[1], self.unary())
        node = self.primary()
        while self.peek() in (".", "[", "("):
            sign = self.take()[1]
            if sign == ".":
                kind, name = self.take()
                if kind != "name":
                    raise BadExpressionError(f"{name} is no name")
                node = ("member", node, name)
            elif sign == "[":
                node = ("index", node, self.level(0))
                self.take("]")
            else:
                node = ("call", node, tuple(self.arguments(")")))
        return node

    def primary(self) -> Node:
        kind, word = self.take()
        if kind == "number":
            return ("value", float(word) if "." in word else int(word))
        if kind == "text":
            return ("value", word[1:-1])
        if kind == "regexp":
            return ("value", re.compile(word[1 : word.rindex("/")]))
        if kind == "name":
            constants = {"true": True, "false": False, "null": None}
            return ("value", constants[word]) if word in constants else ("name", word)
        if word == "(":
            node = self.level(0)
            self.take(")")
            return node
        if word == "[":
            return ("list", tuple(self.arguments("]")))
        raise BadExpressionError(f"{word} in place of a value")

    def arguments(self, end: str) -> Iterator[Node]:
        while self.peek() != end:
            yield self.level(0)
            if self.peek() != end:
                self.take(",")
        self.take(end)


def faults(node: Node, formulas: Mapping[str, object]) -> Iterator[str]:
    """Say what of an expression is not published."""
    kind = node[0]
    if kind == "call":
        target, arguments = node[1], node[2]
        table = METHODS if target[0] == "member" else FUNCTIONS
        name = target[2] if target[0] == "member" else target[1] if target[0] == "name" else "?"
        least, most = table.get(name, (-1, -1))
        if not least <= len(arguments) <= most:
            yield f"{name}() with {len(arguments)}"
        if target[0] == "member":
            yield from faults(target[1], formulas)
        for one in arguments:
            yield from faults(one, formulas)
    elif kind == "member":
        root = node[1]
        if root == ("name", "formula") and node[2] not in formulas:
            yield f"formula.{node[2]} is not there"
        elif root == ("name", "file") and node[2] not in FILE_FIELDS:
            yield f"file.{node[2]} is none"
        elif root[0] != "name":
            if node[2] not in FIELDS:
                yield f".{node[2]} is none"
            yield from faults(root, formulas)
        elif root[1] not in ("note", "file", "formula", "this"):
            yield f"{root[1]} is nothing to ask"
    elif kind == "name" and node[1] not in ("file", "this", "value", "index"):
        yield f"{node[1]} alone"
    elif kind in ("unary", "binary", "index", "list"):
        below = node[1] if kind == "list" else [one for one in node[1:] if isinstance(one, tuple)]
        for one in below:
            if one not in (("name", "note"),):
                yield from faults(one, formulas)


def check_base(text: str) -> list[str]:
    """Say all that is wrong with the text of a `.base` file."""
    whole = yaml.safe_load(text)
    found: list[str] = [f"key {key}" for key in set(whole) - BASE_KEYS]
    formulas: dict[str, str] = whole.get("formulas", {})

    def expression(one: object) -> None:
        if not isinstance(one, str):
            found.append(f"{one!r} is no expression")
            return
        try:
            found.extend(f"{fault} in {one}" for fault in faults(parse(one), formulas))
        except BadExpressionError as error:
            found.append(f"{error} in {one}")

    def filters(one: object) -> None:
        if isinstance(one, dict):
            if len(one) != 1 or not set(one) <= {"and", "or", "not"} or not isinstance(next(iter(one.values())), list):
                found.append(f"filter {one}")
                return
            for each in next(iter(one.values())):
                filters(each)
        else:
            expression(one)

    def property_id(one: object) -> None:
        source, _, name = str(one).partition(".")
        known = {"note": bool(name), "file": name in FILE_FIELDS, "formula": name in formulas}
        if not known.get(source):
            found.append(f"property {one}")

    filters(whole["filters"])
    for formula in formulas.values():
        expression(formula)
    for name, shown in whole.get("properties", {}).items():
        property_id(name)
        if set(shown) != {"displayName"} or not isinstance(shown["displayName"], str):
            found.append(f"display of {name}")
    names = [view["name"] for view in whole["views"]]
    if len(set(names)) < len(names):
        found.append("two views of one name")
    for view in whole["views"]:
        found += [f"view key {key}" for key in set(view) - VIEW_KEYS]
        if view["type"] not in ("table", "cards", "list", "map"):
            found.append(f"view type {view['type']}")
        if "filters" in view:
            filters(view["filters"])
        for one in view.get("order", ()):
            property_id(one)
        for each in [*view.get("sort", ()), *([view["groupBy"]] if "groupBy" in view else [])]:
            property_id(each["property"])
            if set(each) != {"property", "direction"} or each["direction"] not in ("ASC", "DESC"):
                found.append(f"sort {each}")
    return found


@dataclass(frozen=True)
class Link:
    target: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Link) and _stem(self.target) == _stem(other.target)

    def __hash__(self) -> int:
        return hash(_stem(self.target))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md").casefold()


@dataclass(frozen=True)
class File:
    path: str
    properties: Mapping[str, Any] = field(default_factory=dict, compare=False)
    text: str = field(default="", compare=False)

    @property
    def tags(self) -> tuple[str, ...]:
        told = self.properties.get("tags") or ()
        return tuple([str(tag).lstrip("#").lower() for tag in ([told] if isinstance(told, str) else told)])


def read_file(root: Path, path: Path) -> File:
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    block = re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", text, re.DOTALL)
    try:
        properties = yaml.safe_load(block[1]) if block else {}
    except (yaml.YAMLError, ValueError):  # Obsidian shows an error and no properties
        properties = {}
    properties = properties if isinstance(properties, dict) else {}
    typed = {str(key): _typed(one) for key, one in properties.items()}
    return File(path.relative_to(root).as_posix(), typed, text)


def _typed(value: object) -> object:
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if isinstance(value, str) and re.fullmatch(r"\[\[[^\[\]]+\]\]", value):
        return Link(value[2:-2].partition("|")[0].partition("#")[0])
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


class Base:
    """A base worked out on the notes of a vault, on a day."""

    def __init__(self, text: str, root: Path, today: date) -> None:
        self.whole = yaml.safe_load(text)
        self.formulas = {name: parse(one) for name, one in self.whole.get("formulas", {}).items()}
        self.today = today
        notes = [path for path in sorted(root.rglob("*.md")) if not path.relative_to(root).as_posix().startswith(".")]
        self.files = [read_file(root, path) for path in notes]

    def view(self, name: str) -> list[File]:
        """Give the files that a view shows, sorted as it says."""
        view = next(view for view in self.whole["views"] if view["name"] == name)
        keep = {"and": [self.whole["filters"], *([view["filters"]] if "filters" in view else [])]}
        shown = [file for file in self.files if self.holds(keep, file)]
        for sort in reversed(view.get("sort", [])):
            ascending = sort["direction"] == "ASC"
            shown.sort(key=lambda file, sort=sort: _key(self.ask(sort["property"], file)), reverse=not ascending)  # type: ignore[misc]
        return shown

    def holds(self, filters: Any, file: File) -> bool:
        if isinstance(filters, str):
            try:
                return _truthy(self.value(parse(filters), file))
            except NoDateError:
                return False
        [(kind, parts)] = filters.items()
        held = [self.holds(part, file) for part in parts]
        return all(held) if kind == "and" else any(held) if kind == "or" else not any(held)

    def ask(self, property_id: str, file: File) -> Any:
        """Give the value of a property id on a file."""
        source, _, name = property_id.partition(".")
        try:
            return (
                file.properties.get(name) if source == "note" else self.value(("member", ("name", source), name), file)
            )
        except NoDateError:
            return None

    def value(self, node: Node, file: File) -> Any:
        kind = node[0]
        if kind == "value":
            return node[1]
        if kind == "list":
            return [self.value(one, file) for one in node[1]]
        if kind == "unary":
            inner = self.value(node[2], file)
            return (not _truthy(inner)) if node[1] == "!" else -inner
        if kind == "binary":
            return self._binary(node[1], node[2], node[3], file)
        if kind == "index":
            if node[1] == ("name", "note"):
                return file.properties.get(self.value(node[2], file))
            inner, at = self.value(node[1], file), self.value(node[2], file)
            return inner[at] if isinstance(inner, list) and at < len(inner) else None
        if kind == "member":
            return self._member(node, file)
        assert kind == "call", node
        return self._call(node, file)

    def _member(self, node: Node, file: File) -> Any:
        source, name = node[1], node[2]
        if source == ("name", "note"):
            return file.properties.get(name)
        if source == ("name", "formula"):
            return self.value(self.formulas[name], file)
        if source == ("name", "file"):
            stem = file.path.rpartition("/")[2]
            told = {
                "path": file.path,
                "name": stem,
                "ext": stem.rpartition(".")[2],
                "folder": file.path[: -len(stem) - 1],
            }
            return told[name]
        inner = self.value(source, file)
        return len(inner) if name == "length" else getattr(inner, name)

    def _binary(self, sign: str, left: Node, right: Node, file: File) -> Any:
        one = self.value(left, file)
        if sign in ("&&", "||"):
            return one if _truthy(one) == (sign == "||") else self.value(right, file)
        other = self.value(right, file)
        if sign in ("==", "!="):
            same = type(one) is type(other) and one == other
            return same == (sign == "==")
        if sign in ("<", ">", "<=", ">="):
            return _compare(sign, one, other)
        if isinstance(one, date):
            assert isinstance(other, str), "only a duration is added to a date or taken from it"
            return _moved(one, other, 1 if sign == "+" else -1)
        if sign == "+" and isinstance(one, str):
            assert isinstance(other, str), "text is added to text"
            return one + other
        assert all(isinstance(each, (int, float)) for each in (one, other)), (sign, one, other)
        return {"+": one + other, "-": one - other, "*": one * other}[sign] if sign in "+-*" else one / other

    def _call(self, node: Node, file: File) -> Any:
        target, arguments = node[1], node[2]
        if target[0] == "name":
            if target[1] == "if":
                chosen = arguments[1] if _truthy(self.value(arguments[0], file)) else (*arguments, ("value", None))[2]
                return self.value(chosen, file)
            given = [self.value(one, file) for one in arguments]
            return self._function(target[1], given)
        given = [self.value(one, file) for one in arguments]
        if target[1] == ("name", "file"):
            return _file_method(file, target[2], given)
        return _method(self.value(target[1], file), target[2], given)

    def _function(self, name: str, given: Sequence[Any]) -> Any:
        table: dict[str, Callable[..., Any]] = {
            "today": lambda: self.today,
            "date": _date,
            "list": lambda one: one if isinstance(one, list) else [one],
            "link": Link,
            "number": lambda one: (one - date(1970, 1, 1)).days * 86_400_000 if isinstance(one, date) else float(one),
        }
        return table[name](*given)


def _date(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise NoDateError(value) from None


def _file_method(file: File, name: str, given: Sequence[str]) -> bool:
    if name == "inFolder":
        return file.path.startswith(f"{given[0]}/")
    if name == "hasLink":
        return f"[[{given[0]}" in file.text
    assert name == "hasTag", name
    return any(tag == one or tag.startswith(f"{one}/") for tag in file.tags for one in given)


def _method(value: Any, name: str, given: Sequence[Any]) -> Any:
    if name == "isEmpty":
        return value is None or value in ("", [])
    if name == "isType":
        kinds: dict[str, Any] = {"date": date, "string": str, "boolean": bool, "number": (int, float), "list": list}
        return isinstance(value, kinds[given[0]]) and (given[0] == "boolean" or not isinstance(value, bool))
    if name == "toString":
        return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    if name in ("contains", "containsAny"):
        return value is not None and any(one in value for one in given)
    if name == "format":
        assert given[0] == "MM-DD", given
        return f"{value.month:02}-{value.day:02}"
    if name == "slice":
        return value[slice(*given)]
    if name == "matches":
        return isinstance(given[0], str) and value.search(given[0]) is not None
    table: dict[str, Callable[[], Any]] = {
        "startsWith": lambda: value.startswith(given[0]),
        "split": lambda: value.split(given[0]),
        "reverse": lambda: value[::-1],
        "join": lambda: given[0].join(value),
        "round": lambda: round(value),
        "lower": str(value).lower,
    }
    return table[name]()


def _moved(day: date, duration: str, sign: int) -> date:
    found = re.fullmatch(r"(\d+)(y|M|w|d)", duration)
    assert found is not None, duration
    number, unit = sign * int(found[1]), found[2]
    if unit in UNITS:
        return day + timedelta(days=UNITS[unit] * number)
    months = 12 * day.year + day.month - 1 + number * (12 if unit == "y" else 1)
    for last in (day.day, 30, 29, 28):
        try:
            return date(months // 12, months % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(day)


def _compare(sign: str, one: Any, other: Any) -> bool:
    if one in (None, "") or other in (None, ""):
        return False
    assert isinstance(one, date) == isinstance(other, date), (one, sign, other)
    return {"<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other}[sign]  # type: ignore[no-any-return]


def _truthy(value: Any) -> bool:
    return value not in (None, "", False, 0) and value != []


def _key(value: Any) -> tuple[bool, str]:
    return (value in (None, ""), value.isoformat() if isinstance(value, date) else str(value).casefold())
