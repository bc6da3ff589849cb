"""The questions that the empty page offers."""

from __future__ import annotations

# Each is answered (the last: refused) by the sample corpus; a test holds the two together.
EXAMPLE_QUESTIONS = (
    "what cooperation areas did Mishustin list",
    "米舒斯京列出了哪些合作領域",
    "习近平提出哪三大原则",
    "When did the C919 make its first commercial flight?",
    "Who won the 2022 World Cup?",
)
