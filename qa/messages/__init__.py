"""Messages: every word that a reader sees, one file a language."""
