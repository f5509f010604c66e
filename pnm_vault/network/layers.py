"""The layers that ties lie in: about 5, 15, 50 and 150 contacts, by how often they are in touch."""

# At least weekly, monthly, half-yearly, yearly; everybody else is in the fifth.
LAYERS = (7, 31, 183, 366)


def layer_of_gap(days: int) -> int:
    """Return the layer, 1 to 5, of a tie with so many days between contacts.

    By frequency and not by rank, so that a tie stays where it is when somebody else is called more often.

    Source: Sutcliffe, Dunbar, Binder & Arrow 2012 (Relationships and the social brain, British Journal of Psychology
    103:149-168), for the contact that goes with each layer. A description, not a target.
    """
    return next((layer for layer, limit in enumerate(LAYERS, 1) if days <= limit), len(LAYERS) + 1)


def layer_of(closeness: int | None, rhythm: int | None) -> int | None:
    """Return the layer by a written closeness (5 closest: layer 1), else by the rhythm in days; None without either."""
    if closeness is not None:
        return 6 - closeness
    return None if rhythm is None else layer_of_gap(rhythm)
