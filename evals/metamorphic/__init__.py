"""Metamorphic tests: the same question worded otherwise gets the same answer."""
