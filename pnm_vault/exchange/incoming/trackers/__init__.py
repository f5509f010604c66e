"""What other tools that keep track of contacts hand over: Monica, friends, notes of other vaults."""
