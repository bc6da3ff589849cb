"""Evals: how good retrieval, answers, citations and refusals are."""
