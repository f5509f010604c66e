"""Two machines, one vault: what pnm knows about git, and how notes are merged."""
