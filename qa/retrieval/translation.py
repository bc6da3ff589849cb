"""What the words of a question may be called in the other language.

A question in one language can only find a word in an article of the other if it knows what
stands there for it. Known words come from a table that ``python -m training lexicon``
learns from translated text; any other is looked up among the tokens of the shipped embedding
model, whose vectors lie near each other for words that mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from qa.embedding.load import shipped_model
from qa.models.artefact import artefact
from qa.retrieval.keys import Key, chinese_keys, english_keys
from qa.retrieval.neighbours import Neighbours, chinese_neighbours, english_neighbours
from qa.retrieval.renderings import MOST, Found, Kind, Rendering, Table, weighted

__all__ = ["Rendering", "has_variants", "to_chinese", "to_english", "variants"]

TABLE_FILE = "renderings.npz"
# A word that is no nearer than this in cosine to any token is as far from what it may mean as
# from all else: of rare words whose translation is known, few have it among such neighbours.
_FLOOR_TO_CHINESE, _FLOOR_TO_ENGLISH = 0.35, 0.45


def to_chinese(words: Sequence[str]) -> list[Found]:
    """Renderings in Chinese of the English words of a question as they stand, word by word.

    The words are cut as ``qa.retrieval.alignment.question_words`` cuts them: capitals are those
    of a name or an acronym, never of a question that is all in capitals.

    Each word has at most 8, best first, the best with weight 1: folded words of one or more
    characters. There are none for a function word, a number, a word that is Chinese already,
    or one of which nothing is known.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    return _render(list(map(english_keys, words)), _known_english, _nearest_chinese)


def to_english(words: Sequence[str]) -> list[Found]:
    """Stems that may stand in English for the Chinese words of a question, word by word.

    The words are cut as ``qa.retrieval.alignment.question_words`` cuts them. What is returned
    is as in ``to_chinese``.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    keys = [chinese_keys(word) for word in words]
    return _render(keys, lambda key: _table().get("to_english", key.text), _nearest_english)


def variants(word: str) -> Found:
    """Other Chinese forms of the same name, as in other regions; for most words there are none.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    found = [_table().get("variants", key.text) for key in chinese_keys(word)]
    return (found[0] or ()) if len(found) == 1 else ()


def has_variants(folded: str) -> bool:
    """Whether ``variants`` has other forms of a word that is folded already.

    Raises:
        ModelError: the table that ships is missing or damaged.
    """
    return bool(_table().get("variants", folded))


@cache
def _table() -> Table:
    return Table(artefact("lexicon").read(TABLE_FILE))


def _known_english(key: Key) -> Found | None:
    """By the key, or as an acronym that is written small, or a word written in capitals."""
    kind: Kind = "to_chinese"
    for text in (key.text, key.text.upper(), *(part.text for part in english_keys(key.form))):
        if (found := _table().get(kind, text)) is not None:
            return found
    return None


def _nearest_chinese(keys: Sequence[Key]) -> list[Found]:
    return _nearest(keys, chinese_neighbours(), _FLOOR_TO_CHINESE)


def _nearest_english(keys: Sequence[Key]) -> list[Found]:
    return _nearest(keys, english_neighbours(), _FLOOR_TO_ENGLISH)


def _nearest(keys: Sequence[Key], neighbours: Neighbours, floor: float) -> list[Found]:
    """Of a word that the model has whole: pieces of others mean something else (blink-en)."""
    forms = [key.form for key in keys]
    ids = shipped_model().token_ids(forms)
    words = [form if len(found) == 1 else "" for form, found in zip(forms, ids, strict=True)]
    return [weighted(shares) for shares in neighbours.shares(words, floor)]


def _render(
    words: Sequence[Sequence[Key]],
    known: Callable[[Key], Found | None],
    nearest: Callable[[Sequence[Key]], list[Found]],
) -> list[Found]:
    """Renderings of words made of parts: those in the table from there, others by vector."""
    found = {key: known(key) for keys in words for key in keys}
    unknown = [key for key, renderings in found.items() if renderings is None]
    if unknown:
        found.update(zip(unknown, nearest(unknown), strict=True))
    return [_merged([found[key] or () for key in keys]) for keys in words]


def _merged(parts: Sequence[Found]) -> Found:
    """The best renderings of all the parts of a word."""
    if len(parts) == 1:
        return parts[0]
    best: dict[str, float] = {}
    for rendering in (each for part in parts for each in part):
        best[rendering.text] = max(rendering.weight, best.get(rendering.text, 0.0))
    ranked = sorted(best.items(), key=lambda item: -item[1])[:MOST]
    return tuple(Rendering(text, weight) for text, weight in ranked)
