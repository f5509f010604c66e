"""What writes into the user's notes, on their word only: one intention a module, all carried out by `carry_out`."""
