"""The training program of the shipped embedding model; nothing of it runs in the product."""
