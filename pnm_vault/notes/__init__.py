"""Text to nouns: what one file states. Pure, and never raises on any text."""
