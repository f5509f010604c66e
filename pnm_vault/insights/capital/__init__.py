"""What the owner's contacts can bring about together, by what they offer and do: resources, reach and gaps."""
