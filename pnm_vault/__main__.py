"""The way in: `pnm`, and `python -m pnm_vault`."""

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run `pnm` with the arguments of this process, and exit."""
    # A command lives for a moment and its records hold no cycles: collecting would only cost time, while modules are
    # loaded as well. `watch` turns it on.
    gc.disable()
    from pnm_vault.cli.main import main as run

    run()


# Guarded, because worker processes may import this module to find the program they belong to.
if __name__ == "__main__":
    main()
