"""vCards: cut by bytes within bounds, and read line by line."""
