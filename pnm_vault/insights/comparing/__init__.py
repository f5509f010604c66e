"""How alike words are: asks and offers, interests, what is written in other words."""
