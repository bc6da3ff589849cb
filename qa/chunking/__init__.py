"""Chunks: sentence-aware pieces of an article, counted in tokens."""
