"""Run `pnm` as `python -m pnm_vault`."""

from pnm_vault.cli.main import main

# Guarded, because worker processes may import this module to find the program they belong to.
if __name__ == "__main__":
    main()
