"""Mail: who wrote to whom on which day, by headers alone."""
