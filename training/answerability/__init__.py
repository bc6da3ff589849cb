"""How sure an answer is, and below which chance it is refused."""
