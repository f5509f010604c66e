"""The edge to git: which repository the vault lies in, what git is at, and the git program of this machine."""
