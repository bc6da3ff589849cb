"""The weights that make one score of how well a passage matches."""
