"""Answering: from passages to a cited answer or an honest refusal."""
