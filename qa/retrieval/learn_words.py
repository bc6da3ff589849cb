"""Learn how words and names may stand in the other language.

``python -m qa.retrieval.learn_words --data ../shared/data``

Three files come of it: the sounds of names (``qa/text/sounds.npz``), the characters of each
syllable of pinyin (``qa/text/pinyin.tsv``) and the renderings of words
(``qa/retrieval/renderings.npz``). The renderings lean on the shipped embedding model, so learn
them anew when it changes. The same data and model give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Sequence
from pathlib import Path

from qa.embedding.load import shipped_model
from qa.embedding.training.batches import Bag
from qa.embedding.training.data import Pairs, dictionary_entries, read_training_text
from qa.retrieval.learning.entries import Side, chinese_entries, english_entries
from qa.retrieval.learning.lexicon import Lexicon
from qa.retrieval.learning.names import Names
from qa.retrieval.learning.readings import characters_by_reading, write_readings
from qa.retrieval.learning.regional import regional_names
from qa.retrieval.learning.sound_model import Sounds, learn_sounds, spellings, write_sounds
from qa.retrieval.learning.units import Units, chinese_units, english_units, whole_unit
from qa.retrieval.learning.variants import common_words, name_variants
from qa.retrieval.neighbours import chinese_neighbours, english_neighbours
from qa.retrieval.renderings import Entries, Kind, write_table
from qa.retrieval.translation import TABLE_FILE
from qa.text.pinyin import PINYIN_FILE
from qa.text.sounds import SOUNDS_FILE

LOG = logging.getLogger(__name__)


def main() -> None:
    """Read the data, learn the files, and write them."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    started = time.perf_counter()
    text = read_training_text(arguments.data)
    pairs = {each.name: each for each in text.pairs}
    names = Names.of(pairs["names"])
    LOG.info("names: %d parts, %d titles", len(names.parts), len(names.titles))
    # Statutes are left out: with them, everyday words are taken for what a law calls them.
    entries = list(dictionary_entries(arguments.data / "train" / "cedict.u8.xz"))
    write_readings(arguments.readings, characters_by_reading(entries, pairs["names"].right))
    regional = regional_names(entries)
    LOG.info("regional names: %d", len(regional))
    translated = [pairs["parallel"], pairs["cedict"]]
    learn(translated, names, regional, arguments.sounds, arguments.table)
    LOG.info("done after %.0f s", time.perf_counter() - started)


def learn(
    translated: Sequence[Pairs],
    names: Names,
    regional: Entries,
    sounds_file: Path,
    table_file: Path,
) -> None:
    """Learn from translated text and names, and write both files."""
    spelled = spellings([*names.parts, *names.titles])
    LOG.info("sounds: %d spellings", len(spelled))
    chances = learn_sounds(spelled)
    write_sounds(sounds_file, chances)
    english, chinese = Units(), Units()
    bags = [_bags(pairs.left, pairs.right, english, chinese) for pairs in translated]
    bags.append(_bags(*_sides(names.titles), english, chinese))
    words, written = _sides(names.parts)
    bags.append((english.bag(map(english_units, words)), chinese.bag(map(whole_unit, written))))
    lexicon = Lexicon.learn(bags)
    LOG.info("lexicon: %d links", len(lexicon.chance))
    common = common_words(text for pairs in translated for text in pairs.left)
    sides = Side.both(lexicon, english, chinese)
    entries: dict[Kind, Entries] = {
        "to_chinese": english_entries(*sides, chinese_neighbours()),
        "to_english": chinese_entries(*sides[::-1], english_neighbours()),
        # What a dictionary says goes before what is found in text.
        "variants": {
            **name_variants(lexicon, english, chinese, common, Sounds(chances)),
            **regional,
        },
    }
    write_table(table_file, entries)
    for kind, known in entries.items():
        LOG.info("%s: %d words", kind, len(known))
    for path in (sounds_file, table_file):
        LOG.info("%s: %d bytes", path, path.stat().st_size)


def _bags(
    left: Sequence[str], right: Sequence[str], english: Units, chinese: Units
) -> tuple[Bag, Bag]:
    there = english.bag(map(english_units, left))
    return there, chinese.bag(chinese_units(right, shipped_model()))


def _sides(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [left for left, _ in pairs], [right for _, right in pairs]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Learn sounds of names, renderings of words.")
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--sounds", type=Path, default=SOUNDS_FILE, help="the sounds to write")
    parser.add_argument("--readings", type=Path, default=PINYIN_FILE, help="the readings to write")
    parser.add_argument("--table", type=Path, default=TABLE_FILE, help="the table to write")
    return parser.parse_args()


if __name__ == "__main__":
    main()
