"""The nouns: frozen records that cross between rooms."""
