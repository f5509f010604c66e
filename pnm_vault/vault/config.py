"""`pnm.toml`: read with every fault at once, and written with every setting explained."""

import os
import re
from collections.abc import Mapping

from pnm_vault.errors import SettingsError
from pnm_vault.model.problem import Problem
from pnm_vault.model.settings import (
    FIELDS,
    CadenceSettings,
    CaptureSettings,
    ImportSettings,
    MatchingSettings,
    MinuteSettings,
    ReviewSettings,
    Settings,
    SyncSettings,
    TimeSettings,
    VaultSettings,
    WatchSettings,
)
from pnm_vault.patterns import pattern_of
from pnm_vault.vault.find import SETTINGS_FILE
from pnm_vault.vault.obsidian import OBSIDIAN_FILES, read_obsidian
from pnm_vault.vault.read import reason
from pnm_vault.vault.setting_places import find_conflicts, find_doubts
from pnm_vault.vault.setting_table import SETTINGS
from pnm_vault.vault.setting_values import READERS, Setting, did_you_mean

_REMEDY = "Every setting is explained in docs/settings.md."
_PLACE = pattern_of(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_BARE_KEY = pattern_of(r"[A-Za-z0-9_-]+")
_BY_NAME = {(setting.section, setting.key): setting for setting in SETTINGS}
_FIELDS = frozenset(name.replace("_", "") for name in FIELDS)
_SECTIONS = {setting.section: "" for setting in SETTINGS}
_INNER_SECTIONS = tuple(section for section in _SECTIONS if "." in section)

_Values = dict[str, dict[str, object]]
_Fault = tuple[int, str]


def read_settings(root: str) -> Settings:
    """Read `pnm.toml`; every key that it does not have, or a file that is not there, gives the default.

    Raises:
        SettingsError: the file has faults; the message holds one line for each, `pnm.toml:12: what is wrong`.
    """
    return _settings(_read_values(root)[0])


def effective_settings(root: str) -> Settings:
    """Read `pnm.toml`, and fill what it leaves out from Obsidian's own settings: daily notes and templates.

    Obsidian's excluded files are not taken for `ignore`: they leave its search and graph, but stay part of the vault.

    Raises:
        SettingsError: as `read_settings`.
    """
    values, _ = _read_values(root)
    obsidian = read_obsidian(root)
    vault = values["vault"]
    if obsidian.daily_folder and "daily_folder" not in vault:
        vault["daily_folder"] = obsidian.daily_folder
    if obsidian.daily_format and "daily_format" not in vault:
        vault["daily_format"] = obsidian.daily_format
    if obsidian.templates and "templates" not in vault:
        vault["templates"] = obsidian.templates
    return _settings(values)


def setting_doubts(root: str) -> tuple[Problem, ...]:
    """Give what in `pnm.toml` can be read but hardly be meant: folders that are not there or never looked at.

    Raises:
        SettingsError: as `read_settings`.
    """
    from pnm_vault.vault.toml_lines import key_lines

    values, text = _read_values(root)
    lines = key_lines(text)
    return tuple(find_doubts(root, values, lambda section, key: _line(lines, (section, key))))


def settings_stamp(root: str) -> tuple[tuple[int, int, int], ...]:
    """Give something that differs as soon as a file that `effective_settings` reads was touched."""
    return tuple(_stamp(f"{root}/{name}") for name in (SETTINGS_FILE, *OBSIDIAN_FILES))


def setting_docs() -> tuple[tuple[str, str, str, str, str], ...]:
    """Give every setting as (section, key, kind of value, default, meaning), all as text for people."""
    return tuple(
        (setting.section, setting.key, setting.kind, _shown_default(setting), setting.meaning) for setting in SETTINGS
    )


def render_settings(settings: Settings, remarks: Mapping[str, str] | None = None) -> str:
    """Write a `pnm.toml` that explains every setting and reads back to `settings`.

    Settings at their default are commented out, and so is a value that would be refused. `remarks` gives a further
    comment by `section.key`.
    """
    said = _said(settings)
    lines = ["# Settings of pnm. Whatever is commented out has its default value.", ""]
    for section in _SECTIONS:
        lines.append(f"[{section}]")
        for setting in SETTINGS:
            if setting.section == section:
                lines += _comment(setting.meaning)
                lines += _comment((remarks or {}).get(f"{section}.{setting.key}", ""))
                lines += [*_assignments(setting, said[section]), ""]
    return "\n".join(lines)


def _read_values(root: str) -> tuple[_Values, str]:
    """Read and check the file: values by section and key, only those that it has, and its text."""
    text = _read_text(root)
    if text is None:
        return {section: {} for section in _SECTIONS}, ""
    document = _parse(text)
    values, faults = _check(document)
    if not any(path == ("review", "folder") for path, _ in faults):
        faults += find_conflicts(values)
    if faults:
        from pnm_vault.vault.toml_lines import key_lines

        lines = key_lines(text)
        raise _error(sorted((_line(lines, path), message) for path, message in faults))
    return values, text


def _read_text(root: str) -> str | None:
    path = f"{root}/{SETTINGS_FILE}"
    try:
        with open(path, "rb") as file:
            raw = file.read(1_000_000)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{SETTINGS_FILE} cannot be read: {reason(error)}.", _REMEDY) from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _error([(raw.count(b"\n", 0, error.start) + 1, "is not valid UTF-8 from here on")]) from error


def _parse(text: str) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place[1]) if place and place[1] else text.rstrip("\n").count("\n") + 1
        raise _error([(line, f"cannot be read as TOML: {_PLACE.sub('', message)}")]) from error
    except RecursionError as error:
        raise _error([(1, "cannot be read as TOML: it is nested too deeply")]) from error


def _error(faults: list[_Fault]) -> SettingsError:
    return SettingsError("\n".join(f"{SETTINGS_FILE}:{line}: {message}" for line, message in faults), _REMEDY)


def _line(lines: Mapping[tuple[str, ...], int], path: tuple[str, ...]) -> int:
    """Give the line of a key, else that of the nearest thing around it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _check(document: dict[str, object]) -> tuple[_Values, list[tuple[tuple[str, ...], str]]]:
    values: _Values = {section: {} for section in _SECTIONS}
    faults: list[tuple[tuple[str, ...], str]] = []
    for section, table in _by_section(document).items():
        if section not in _SECTIONS:
            faults.append(((section,), _unknown_section(section, table)))
        elif not isinstance(table, dict):
            faults.append((tuple(section.split(".")), f"[{section}] must be a table"))
        else:
            for key, value in table.items():
                fault = _take(section, key, value, values[section])
                if fault:
                    faults.append(((*section.split("."), key), fault))
    return values, faults


def _by_section(document: dict[str, object]) -> dict[str, object]:
    """Give each section by its full name: `[time.minutes]` beside `[time]`, which holds it in TOML."""
    sections = dict(document)
    for section in _INNER_SECTIONS:
        outer, _, name = section.partition(".")
        table = sections.get(outer)
        if isinstance(table, dict) and name in table:
            sections[outer] = {key: value for key, value in table.items() if key != name}
            sections[section] = table[name]
    return sections


def _unknown_section(name: str, value: object) -> str:
    if isinstance(value, dict):
        return f"there is no section [{name}]{did_you_mean(name, _SECTIONS)}"
    homes = [section for section, key in _BY_NAME if key == name]
    return f"{name} stands outside any section" + (f"; it belongs under [{homes[0]}]" if homes else "")


def _take(section: str, key: str, value: object, into: dict[str, object]) -> str:
    """Check one value and keep it; what is wrong with it, or nothing."""
    setting = _BY_NAME.get((section, key)) or _BY_NAME.get((section, "*"))
    if setting is None:
        known = tuple(name for home, name in _BY_NAME if home == section)
        return f"there is no setting {key} in [{section}]{did_you_mean(key, known)}"
    if setting.key == "*":
        key = key.strip() if section == "fields" else key.strip().casefold().removeprefix("#")
        if not key:
            return f"a name in [{section}] is empty"
        if section == "fields" and re.sub(r"[-_\s]", "", key).casefold() not in _FIELDS:
            near = did_you_mean(key, FIELDS) or " (docs/note-format.md lists them)"
            return f"there is no property {key} in [fields]{near}"
        if key in into:
            return f"{section}.{key} is set twice"
    try:
        into[key] = READERS[setting.kind](value, setting)
    except ValueError as error:
        return f"{section}.{key} {error}"
    return ""


def _settings(values: _Values) -> Settings:
    from msgspec import convert

    cadence = {key: days for key, days in values["cadence"].items() if not isinstance(days, tuple)}
    latest = {key: days[1] for key, days in values["cadence"].items() if isinstance(days, tuple)}
    cadence |= {key: days[0] for key, days in values["cadence"].items() if isinstance(days, tuple)}
    both = {"default": cadence.pop("default", None), "default_latest": latest.pop("default", None)}
    return Settings(
        vault=convert(values["vault"], VaultSettings),
        review=convert(values["review"], ReviewSettings),
        cadence=convert({**both, "by": cadence, "latest": latest}, CadenceSettings),
        time=convert({**values["time"], "minutes": convert(values["time.minutes"], MinuteSettings)}, TimeSettings),
        watch=convert(values["watch"], WatchSettings),
        capture=convert(values["capture"], CaptureSettings),
        matching=convert(values["matching"], MatchingSettings),
        sync=convert(values["sync"], SyncSettings),
        incoming=convert(values["import"], ImportSettings),
        fields=convert(values["fields"], dict[str, tuple[str, ...]]),
        categories=convert(values["categories"], dict[str, str]),
    )


def _stamp(path: str) -> tuple[int, int, int]:
    try:
        state = os.stat(path)
    except OSError:
        return (0, 0, 0)
    return (state.st_mtime_ns, state.st_size, state.st_ino)


def _said(settings: Settings) -> _Values:
    """Give the settings by section and key, as `_settings` takes them."""
    wished = settings.cadence
    cadence: dict[str, object] = {key: _both(days, wished.latest.get(key)) for key, days in wished.by.items()}
    cadence["default"] = None if wished.default is None else _both(wished.default, wished.default_latest)
    tables = {
        name: getattr(settings, name) for name in ("vault", "review", "time", "watch", "capture", "matching", "sync")
    }
    tables["time.minutes"] = settings.time.minutes
    tables["import"] = settings.incoming
    said: _Values = {"cadence": cadence, "fields": dict(settings.fields), "categories": dict(settings.categories)}
    for section, table in tables.items():
        said[section] = {name: getattr(table, name) for name in table.__struct_fields__}
    return said


def _both(ideal: int, latest: int | None) -> object:
    return ideal if latest is None else f"{ideal}..{latest}"


def _assignments(setting: Setting, said: Mapping[str, object]) -> list[str]:
    if setting.key != "*":
        value = said[setting.key]
        if value != setting.default:
            # Obsidian may be set to what pnm cannot read: left out here, it is taken from there as it is.
            mark = "" if _is_taken(setting, value) else "# "
            return [f"{mark}{setting.key} = {_toml(value)}"]
        return [f"# {setting.key} = {setting.example if value is None else _toml(value)}"]
    own = [(key, value) for key, value in said.items() if (setting.section, key) not in _BY_NAME]
    return [f"{_toml_key(key)} = {_toml(value)}" for key, value in own] or [f"# {setting.example}"]


def _is_taken(setting: Setting, value: object) -> bool:
    try:
        READERS[setting.kind](list(value) if isinstance(value, tuple) else value, setting)
    except ValueError:
        return False
    return True


def _comment(text: str) -> list[str]:
    import textwrap

    return [f"# {line}" for line in textwrap.wrap(text, 100)]


def _shown_default(setting: Setting) -> str:
    return "-" if setting.default is None else _toml(setting.default)


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, str):
        return _toml_text(value)
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)


def _toml_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _toml_text(key)


def _toml_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'
