"""Compiled templates, kept between runs: a run that makes three pages need not compile eight templates first."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import CodeType

import jinja2
import msgspec
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Compiled templates by digests of their names and texts: those kept so far, and those compiled since.

    It runs what it is given: `stored` must come from where nobody else may write.
    """

    def __init__(self, stored: bytes = b"") -> None:
        # Code of another Python or another engine is of no use, and may be worse than that.
        self._made_by = f"{sys.implementation.cache_tag} {sys.version} jinja2 {_engine_version()}"
        self._known: Mapping[str, bytes] = {}
        if stored:
            made_by, known = msgspec.msgpack.decode(stored, type=tuple[str, dict[str, bytes]])
            self._known = known if made_by == self._made_by else {}
        self._fresh: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the engine the code of a template; nothing where none is kept."""
        code = self._known.get(_key(bucket))
        if code is not None:
            with suppress(ValueError, EOFError, TypeError):
                found = marshal.loads(code)  # noqa: S302 - see the class
                bucket.code = found if isinstance(found, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what the engine has just compiled."""
        self._fresh[_key(bucket)] = marshal.dumps(bucket.code)

    def to_keep(self) -> bytes:
        """Give all of it where something was compiled since the last time, empty bytes otherwise."""
        if not self._fresh:
            return b""
        self._known, self._fresh = {**self._known, **self._fresh}, {}
        return msgspec.msgpack.encode((self._made_by, self._known))


def _engine_version() -> str:
    said = vars(jinja2).get("__version__")  # asking for the attribute may be frowned upon one day
    if said is None:
        from importlib.metadata import version  # takes longer to load than half of the templates to compile

        said = version("jinja2")
    return str(said)


def _key(bucket: Bucket) -> str:
    return f"{bucket.key}{bucket.checksum}"
