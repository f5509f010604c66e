"""Templates and contexts to text.

Built-in templates are rendered here and now. A template from the vault that its user has trusted is rendered in a child
process with bounds on time and memory: trust says that it means well, not that it ends.
The template engine is imported when the first page is rendered, not before.
"""

import os
import re
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pnm_vault.model.problem import Problem, Severity

if TYPE_CHECKING:
    from pnm_vault.review.bytecode import Compiled
    from pnm_vault.review.render_engine import Engine

TEMPLATE_SUFFIX = ".md.j2"
OUTPUT_LIMIT = 5_000_000
TIME_LIMIT = 5.0
MEMORY_LIMIT = 512 * 1024 * 1024

# Isolated (`-I`): the folder that the user stands in, which may be the vault, is not searched for modules.
_CHILD = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from pnm_vault.review.render_child import main; main()"
)


class TemplateProblem(Exception):  # noqa: N818 - the user's data is wrong, not the program
    """A template cannot be rendered: which one, at which line (0: unknown) and why.

    `code` is `template-error` (it is wrong) or `template-limit` (too much time, memory or text).
    """

    def __init__(self, template: str, line: int, message: str, code: str = "template-error") -> None:
        super().__init__(f"{template}:{line}: {message}")
        self.template = template
        self.line = line
        self.message = message
        self.code = code

    def as_problem(self, folder: str) -> Problem:
        """Return it as a problem of the template file in the vault's template folder."""
        path = f"{folder.strip('/')}/{self.template}" if folder else self.template
        return Problem(path, self.line, Severity.ERROR, self.code, f"This template was not used: {self.message}")


class Renderer:
    """Renders pages from one set of templates; each is compiled once. Keep one for as long as the templates last."""

    def __init__(self, templates: Mapping[str, str], kept: Callable[[], bytes | None] = lambda: None) -> None:
        """`kept` gives the compiled templates that `to_keep` gave in an earlier run; None: they are not to be kept."""
        self._templates = templates
        self._kept = kept
        self._compiled: Compiled | None = None
        self._engine: Engine | None = None

    def render(self, name: str, context: Mapping[str, object]) -> str:
        """Return the text of the page `name` (`agenda` means `agenda.md.j2`), LF line ends, one at the end.

        Raises: TemplateProblem.
        """
        if self._engine is None:
            from pnm_vault.review.render_engine import engine_of

            self._engine = engine_of(tuple(sorted(self._templates.items())))
            self._compiled = self._engine.remember(self._kept())
        return tidy(self._engine.render(name + TEMPLATE_SUFFIX, context))

    def to_keep(self) -> bytes:
        """Give the compiled templates where one was compiled since the last time and they are to be kept."""
        return self._compiled.to_keep() if self._compiled is not None else b""


def render(name: str, context: Mapping[str, object], templates: Mapping[str, str]) -> str:
    """Return the text of one page. `templates` maps file names (`agenda.md.j2`, `partials/items.md.j2`) to texts.

    Raises: TemplateProblem.
    """
    return Renderer(templates).render(name, context)


def render_limited(
    name: str,
    context: Mapping[str, object],
    templates: Mapping[str, str],
    seconds: float = TIME_LIMIT,
    memory: int = MEMORY_LIMIT,
) -> str:
    """Return the same text as `render`, made in a child process that is stopped after `seconds`.

    `memory` in bytes bounds the child's address space where the system has such a bound (not on Windows).
    Raises: TemplateProblem.
    """
    import json
    import subprocess

    template = name + TEMPLATE_SUFFIX
    search = json.dumps([path for path in sys.path if os.path.isabs(path)])
    job = {"name": name, "context": context, "templates": dict(templates), "seconds": seconds, "memory": memory}
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-c", _CHILD, search],
            input=json.dumps(job).encode("ascii"),
            capture_output=True,
            timeout=seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"it was stopped after {seconds:g} seconds."
        raise TemplateProblem(template, 0, message, "template-limit") from None
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        raise TemplateProblem(template, 0, "it used too much time or memory.", "template-limit") from None
    if "text" in answer:
        return str(answer["text"])
    raise TemplateProblem(answer["template"], answer["line"], answer["message"], answer["code"])


def tidy(text: str) -> str:
    """Return `text` without spaces at line ends, with at most one empty line in a row and one line end at the end."""
    lines = "\n".join(line.rstrip(" \t\r") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
