"""Saved web pages: a page as blocks of text, its heading, its dates, its article's body."""
