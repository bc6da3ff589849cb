"""What is left of a reply that broke off: its whole sentences that cite something."""

from __future__ import annotations

import re

from qa.answering.claims import MARKER, claims_of

_WHOLE = re.compile(r"[.!?。！？…][\"'”’」』）)\]]*$")


def whole_sentences(text: str) -> str:
    """The sentences of a text that are whole and cited, each once; "" for none."""
    kept = ""
    position = 0
    seen: set[str] = set()
    for claim in claims_of(text):
        between, position = text[position : claim.start], claim.end
        said = text[claim.start : claim.end]
        ended = _WHOLE.search(MARKER.sub("", said).rstrip()) or text[claim.end :].startswith("\n")
        if not (ended and claim.numbers) or claim.text in seen:
            continue
        seen.add(claim.text)
        if kept and not between.strip() and "\n" not in between:
            kept = kept.rstrip() + between
        elif kept or between.strip():
            kept += between if "\n" in between or not kept else f"\n{between}"
        kept += said
    return kept.strip()
