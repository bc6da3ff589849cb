"""Ranges of characters by how their scripts are written, for regular expressions."""

from __future__ import annotations

HAN_RANGE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
# Letters and their marks; 々 and ー belong to the word they stand in, the dot of names does not.
KANA_RANGE = "\u3005\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL_RANGE = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
# Thai, Lao, Tibetan, Burmese and Khmer, with the vowels that stand above and below.
UNSPACED_RANGE = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ece\u0f00-\u0fbc\u1000-\u109f\u1780-\u17d3"
# Marks that belong to words: accents, Hebrew and Arabic points, and all of the Indic scripts.
MARK_RANGE = "\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0dff"
