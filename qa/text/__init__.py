"""Text as such: languages, folding, sentences, dates."""
