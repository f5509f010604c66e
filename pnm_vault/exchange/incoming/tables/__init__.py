"""Tables of address books, told apart by the names of their columns."""
