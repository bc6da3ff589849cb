"""The static embedding model, step by step."""
