"""How words and names stand in the other language, from translated text."""
