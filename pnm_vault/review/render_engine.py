"""The template engine: Jinja2's immutable sandbox, made narrower, with Markdown escaping by default.

How a value reaches the page: the engine passes every `{{ expression }}` through `finalize`, which escapes texts with
`md` unless they are marked as Markdown already (`Safe`, or what a macro or a `{% set %}` block has rendered).
The engine's own escaping is on only because such rendered blocks carry that mark then; it never sees plain text.
Joining texts with `~`, `+` or `join` escapes the unmarked parts, once, as soon as one part is marked.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.tests import TESTS
from jinja2.utils import Namespace

from pnm_vault.review.bytecode import Compiled
from pnm_vault.review.escape import Safe, code, link, md, one_line, url
from pnm_vault.review.item_key import comment_of
from pnm_vault.review.pictures.mermaid import mermaid_text
from pnm_vault.review.render import OUTPUT_LIMIT, TemplateProblem

# No filter that formats, reaches attributes, marks HTML as safe or is random.
_FILTERS = (
    *("abs", "count", "d", "default", "dictsort", "first", "groupby", "int", "items", "last", "length", "list", "map"),
    *("max", "min", "reject", "rejectattr", "round", "select", "selectattr", "sort", "sum", "unique"),
)
_TESTS = (
    *("boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "ge", "gt", "in", "integer", "iterable"),
    *("le", "lower", "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence", "string", "true"),
    *("undefined", "upper", "==", "!=", ">", ">=", "<", "<="),
)


def _text(value: object) -> str:
    """Return plain text: a mark does not survive a change of the text, so that what comes out is escaped again."""
    return str.__str__(value) if isinstance(value, str) else str(value)


def _is_marked(value: object) -> bool:
    return hasattr(value, "__html__")


def _escaped(value: object, limit: int | None = None) -> Safe:
    return Safe(md(_text(value)) if limit is None else md(_text(value), limit))


def _join(parts: Iterable[object], separator: object = "") -> str:
    """Join texts; as soon as one is marked as Markdown the others are escaped and the whole is marked."""
    texts = list(parts)
    if _is_marked(separator) or any(map(_is_marked, texts)):
        between = separator if _is_marked(separator) else _glue(_text(separator))
        return Safe(_text(between).join(_text(text) if _is_marked(text) else _escaped(text) for text in texts))
    return _text(separator).join(map(_text, texts))


def _glue(separator: str) -> str:
    """Escape a separator, but keep the blanks at its ends: they are what it is for."""
    inner = separator.strip()
    if not inner:
        return separator
    start = separator.index(inner)
    return separator[:start] + md(inner) + separator[start + len(inner) :]


def _shorten(value: object, limit: int) -> str:
    return one_line(_text(value), max(1, limit))


_OWN_FILTERS: dict[str, Callable[..., str]] = {
    "capitalize": lambda value: _text(value).capitalize(),
    "code": lambda value: Safe(code(_text(value))),
    "join": _join,
    "key": lambda value: Safe(comment_of(_text(value))),
    "link": lambda place: Safe(link(place)),
    "lower": lambda value: _text(value).lower(),
    "md": _escaped,
    "mermaid": lambda diagram: Safe(mermaid_text(diagram)),
    "raw_md": lambda value: Safe(_text(value)),
    "shorten": _shorten,
    "trim": lambda value: _text(value).strip(),
    "upper": lambda value: _text(value).upper(),
    "url": lambda value: Safe(url(_text(value))),
}


@pass_context  # with the context wanted, constants go this way at run time too
def _finalize(_: Context, value: object) -> object:
    if value is None:
        return Safe("")
    if isinstance(value, Undefined):
        return str(value)  # raises, and says which name is missing
    return value if _is_marked(value) else _escaped(value)


class _Generator(CodeGenerator):
    """Writes `~` as a call of our own join: the engine's would escape for HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the engine's name
        self.write("environment.join_texts((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates may look into mappings and lists; attributes exist on the engine's own few objects alone."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def join_texts(self, parts: Iterable[object]) -> str:
        return _join(parts)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict or isinstance(obj, Mapping):  # asking for the abstract type takes four times as long
            return self.getitem(obj, attribute)
        if isinstance(obj, tuple) and attribute in ("grouper", "list"):
            return super().getattr(obj, attribute)
        if isinstance(obj, str | bytes | int | float | list | tuple) or obj is None:
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if type(obj) is dict or isinstance(obj, Mapping | list | tuple | str):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                return self.undefined(obj=obj, name=str(argument))
        if isinstance(obj, LoopContext | Namespace):
            return super().getitem(obj, argument)
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, str) and isinstance(right, str) and operator == "+":
            return _join((left, right))
        if not isinstance(left, int | float) or not isinstance(right, int | float) or operator == "**":
            raise SecurityError(f"`{operator}` does not work on these values here")
        return super().call_binop(context, operator, left, right)


class _Texts(BaseLoader):
    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        if template not in self._templates:
            raise TemplateNotFound(template)
        return self._templates[template], template, None


class Engine:
    """One set of templates, each compiled once."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates
        environment = _Sandbox(
            loader=_Texts(templates),
            undefined=StrictUndefined,
            finalize=_finalize,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,  # folding constants is a fifth of the compiling, and there are hardly any
        )
        environment.filters = {name: FILTERS[name] for name in _FILTERS} | _OWN_FILTERS
        environment.tests = {name: TESTS[name] for name in _TESTS}
        environment.globals = {name: environment.globals[name] for name in ("range", "namespace")}
        self._environment = environment

    def remember(self, kept: bytes | None) -> Compiled | None:
        """Compile nothing from now on that is among what was `kept`; None: keep nothing."""
        compiled = None if kept is None else Compiled(kept)
        self._environment.bytecode_cache = compiled
        return compiled

    def render(self, template: str, context: Mapping[str, object]) -> str:
        """Return the rendered text. Raises: TemplateProblem."""
        try:
            pieces: list[str] = []
            size = 0
            for piece in self._environment.get_template(template).generate(context):
                size += len(piece)
                if size > OUTPUT_LIMIT:
                    raise TemplateProblem(template, 0, "it makes more than 5 MB of text.", "template-limit")
                pieces.append(piece)
            return "".join(pieces)
        except TemplateProblem:
            raise
        except (MemoryError, RecursionError, OverflowError) as error:
            message = f"it asks for too much ({type(error).__name__})."
            raise TemplateProblem(template, self._line(error)[1], message, "template-limit") from error
        except Exception as error:
            where, line = self._line(error)
            raise TemplateProblem(where or template, line, f"{_reason(error)}.") from error

    def _line(self, error: BaseException) -> tuple[str, int]:
        """Return the innermost template and line that an error comes from."""
        found = ("", 0)
        lineno = getattr(error, "lineno", None)
        if lineno:
            return str(getattr(error, "name", None) or ""), int(lineno)
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self._templates:
                found = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            trace = trace.tb_next
        return found


@lru_cache(maxsize=4)
def engine_of(templates: tuple[tuple[str, str], ...]) -> Engine:
    """Give the engine of these templates, file names with texts; to compile them takes a tenth of a second."""
    return Engine(dict(templates))


def _reason(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    text = error.message if isinstance(error, TemplateError) and error.message else str(error)
    return text.strip().rstrip(".") or type(error).__name__
