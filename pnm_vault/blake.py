"""BLAKE2b alone: the same function as hashlib's, without OpenSSL, which takes ten times as long to load (measured)."""

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - an interpreter without the module
    from hashlib import blake2b

__all__ = ["blake2b"]
