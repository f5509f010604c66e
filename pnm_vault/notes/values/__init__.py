"""From values to what they mean: days, cadences, categories, and the fields of contacts and meetings."""
