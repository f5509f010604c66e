"""The index to the owner's ego network: ties and their strength. Pure."""
