"""Articles: the model, identity, and readers of files."""
