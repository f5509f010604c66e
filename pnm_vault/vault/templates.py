"""The templates of review notes and new notes: the built-in ones, each replaced by a trusted file of the same name."""

import os
from collections.abc import Mapping
from types import MappingProxyType

from pnm_vault.model.problem import Problem, Severity
from pnm_vault.model.record import Row
from pnm_vault.model.settings import Settings
from pnm_vault.vault.places import digest_of
from pnm_vault.vault.read import read_bytes, real_path_inside
from pnm_vault.vault.trust import is_trusted

SUFFIX = ".md.j2"
NOTES = "notes/"  # what the names of templates for new notes of the user's begin with
_MAX_BYTES = 200_000
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Template(Row, frozen=True):
    """The text of one template; `is_override` when it is the vault's own and trusted."""

    text: str
    is_override: bool = False


class TemplateSet(Row, frozen=True):
    """The templates to use, by file name (`agenda.md.j2`, `partials/items.md.j2`), and a fingerprint of them all."""

    templates: Mapping[str, Template]
    problems: tuple[Problem, ...]
    digest: bytes

    @property
    def overridden(self) -> tuple[str, ...]:
        """Names of the templates that come from the vault."""
        return tuple(name for name, template in self.templates.items() if template.is_override)


class VaultTemplate(Row, frozen=True):
    """A template that lies in the vault, at `path`, for the built-in one of the name `name`."""

    name: str
    path: str
    content: bytes
    trusted: bool


def find_templates(root: str, settings: Settings) -> TemplateSet:
    """Find the templates to use. A template of the vault that is not trusted is a problem, and not used."""
    templates = {name: Template(text) for name, text in builtin_templates().items()}
    own, problems = _look_in_vault(root, settings)
    for found in own:
        if found.trusted:
            templates[found.name] = Template(found.content.decode(errors="replace"), True)
        else:
            problems.append(_problem(found.path, "template-untrusted", _UNTRUSTED.format(found.name)))
    said = "\0".join(f"{name}\0{template.is_override}\0{template.text}" for name, template in templates.items())
    return TemplateSet(templates, tuple(sorted(problems, key=lambda it: it.path)), digest_of(said.encode()))


def vault_templates(root: str, settings: Settings) -> tuple[VaultTemplate, ...]:
    """List the templates that lie in the vault's template folder, trusted or not, by name."""
    return _look_in_vault(root, settings)[0]


def builtin_templates() -> Mapping[str, str]:
    """Give the built-in templates by file name, sorted; read once."""
    global _builtin  # noqa: PLW0603 - they do not change while the program runs
    if _builtin is None:
        # In the wheel they lie beside the package's modules; in a checkout one folder up.
        beside = os.path.join(_PACKAGE, "templates")
        folder = beside if os.path.isdir(beside) else os.path.join(os.path.dirname(_PACKAGE), "templates")
        _builtin = MappingProxyType({name: _text(os.path.join(folder, name)) for name in _names_in(folder)})
    return _builtin


_builtin: Mapping[str, str] | None = None
_UNTRUSTED = (
    "This template is not used because its content is not trusted. Look at it and trust it with `pnm trust {}`."
)


def _names_in(folder: str) -> list[str]:
    """List the templates of a folder and of the folders right below it, with `/`, sorted; links to folders left out."""
    names: list[str] = []
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        if entry.name.endswith(SUFFIX):
            names.append(entry.name)
        elif entry.is_dir(follow_symlinks=False):
            inside = os.listdir(entry.path)
            names += [f"{entry.name}/{name}" for name in inside if name.endswith(SUFFIX) and name[0] != "."]
    return sorted(names)


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _look_in_vault(root: str, settings: Settings) -> tuple[tuple[VaultTemplate, ...], list[Problem]]:
    folder = settings.review.templates
    real = real_path_inside(root, folder)
    problems: list[Problem] = []
    if real is None:
        return (), [
            _problem(folder, "template-unusable", "The template folder leads out of the vault and is not used.")
        ]
    try:
        names = _names_in(real)
    except OSError:
        return (), problems
    found: list[VaultTemplate] = []
    for name in names:
        path = f"{folder}/{name}"
        content = read_bytes(root, path)
        fault = _fault(name, content)
        if content is None or fault:
            problems.append(_problem(path, "template-unusable", fault))
        else:
            found.append(VaultTemplate(name, path, content, is_trusted(root, path, content)))
    return tuple(found), problems


def _fault(name: str, content: bytes | None) -> str:
    if content is None:
        return "This template cannot be read, or is a link that leads out of the vault, and is not used."
    if len(content) > _MAX_BYTES:
        return f"This template is larger than {_MAX_BYTES // 1000} kB and is not used."
    if name not in builtin_templates():
        return f"There is no template of this name, so it is not used. The names are {', '.join(builtin_templates())}."
    return ""


def _problem(path: str, code: str, message: str) -> Problem:
    return Problem(path, 0, Severity.WARNING, code, message)
