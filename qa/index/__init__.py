"""The index: one truth in SQLite, dense and lexical sides derived from it."""
