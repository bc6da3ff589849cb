"""Embeddings: the shipped model, other models, and how ours was trained."""
