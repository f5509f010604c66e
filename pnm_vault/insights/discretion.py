"""Whether words name somebody who is to be named on no note."""

from collections.abc import Iterable


class PrivateNames:
    """The full names of private contacts; a first name alone is none."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple([name.casefold() for name in names if name.strip()])

    @property
    def folded(self) -> tuple[str, ...]:
        """Give the names in lower case, sorted: what tells these from others."""
        return tuple(sorted(self._names))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self._names)

    def are_in(self, text: str) -> bool:
        """Tell whether a text names one of them, in any case."""
        if not self._names:
            return False
        folded = text.casefold()
        return any(name in folded for name in self._names)


NOBODY = PrivateNames(())
