"""Chinese names of one person or place in different regions: Donald Trump is 特朗普 and 川普.

A dictionary is the pivot (CC-CEDICT, which marks Taiwan's and Hong Kong's words): words that it
explains by the same English name, at least one of them marked, are names of the same. Names that
are only spelt in English as they are read in Chinese are many people's and places': those are
left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from qa.retrieval.renderings import Found, weighted
from training.embedding.data import DictionaryEntry

_SHORTEST = 2
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_END = re.compile(r"\s*[,;:]")
# Of a region, or of a person with years of life.
_MARKED = re.compile(r"\((?:Tw|HK)\)")
_DATED = re.compile(r"\((?:born |c\. )?\d{3,4}")
_OTHER = ("variant of", "old variant", "see ", "abbr. ", "surname ", "nickname ")
_LINK = r"(?:of|the|and|de|da|van|von|bin|al|d')"
_PROPER = r"[A-Z][\w.'’-]*"
_NAME = re.compile(rf"{_PROPER}(?: (?:{_LINK} )*{_PROPER})*")
_FEWEST_LETTERS = 2


def regional_names(entries: Iterable[DictionaryEntry]) -> dict[str, Found]:
    """For each name that is marked as a region's, or is glossed like one, the other names."""
    named: dict[str, dict[str, bool]] = defaultdict(dict)
    for entry in entries:
        form = entry.word.rpartition("·")[2]
        for sense in entry.senses if len(form) >= _SHORTEST else ():
            if (name := _name(sense)) and not _is_read(name, entry.reading):
                marked = bool(_MARKED.search(sense) or _DATED.search(sense))
                named[name][form] = named[name].get(form, False) or marked
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for forms in named.values():
        apart = _apart(forms)
        for form in apart if len(apart) > 1 and any(apart.values()) else ():
            found[form].update({other: 1.0 for other in apart if other != form})
    return {form: weighted(others) for form, others in found.items()}


def _name(sense: str) -> str | None:
    """The name that a sense of a word gives, if it gives one."""
    if sense.startswith(_OTHER):
        return None
    text = " ".join(_BRACKETED.sub(" ", sense).split())
    name = _END.split(text, maxsplit=1)[0]
    return name if _NAME.fullmatch(name) else None


def _is_read(name: str, reading: str) -> bool:
    """Whether a word of the name is the Chinese word as it is read."""
    sound = "".join(filter(str.isalpha, reading.lower()))
    words = re.findall(r"[a-z]+", name.lower())
    return any(len(word) >= _FEWEST_LETTERS and word in sound for word in words)


def _apart(forms: Mapping[str, bool]) -> dict[str, bool]:
    """Without the forms that are a part of another one, or have one as a part."""
    return {
        form: marked
        for form, marked in forms.items()
        if not any(form != other and (form in other or other in form) for other in forms)
    }
