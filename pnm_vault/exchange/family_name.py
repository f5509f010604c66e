"""Which part of a name is the family name where nobody says so: the same coming in as going out."""


def ending_of(name: str) -> str:
    """Give what a name is taken to end with where nothing else is said: its last word and small ones before it.

    Small words are `van der`, `de`. The first word is never a part of it; a single word is all of it.
    """
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].islower():
        start -= 1
    return " ".join(words[start:])
