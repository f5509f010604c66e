"""Notes that several machines changed: what becomes of them."""
