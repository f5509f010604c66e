"""The properties block of a note: from source text to values, nothing typed yet."""
