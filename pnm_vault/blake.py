"""BLAKE2b alone: the same function as hashlib's, without OpenSSL, which takes ten times as long to load (measured)."""

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter without the module: PyPy, a build that leaves it out
    from hashlib import blake2b

__all__ = ["blake2b"]
