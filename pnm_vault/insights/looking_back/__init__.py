"""A month, a quarter or a year looked back on."""
