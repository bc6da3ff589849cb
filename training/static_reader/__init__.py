"""The reader over static vectors."""
