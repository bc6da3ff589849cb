"""Learn how words and names may stand in the other language.

``python -m training lexicon --data ../shared/data``

Three files come of it: the sounds of names (``sounds.npz``), the characters of each syllable of
pinyin (``pinyin.tsv``) and the renderings of words (``renderings.npz``). The renderings lean on
the shipped embedding model, so learn them anew when it changes. The same data and model give the
same bytes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from qa.embedding.load import shipped_model
from qa.models.artefact import MODELS
from qa.retrieval.neighbours import chinese_neighbours, english_neighbours
from qa.retrieval.renderings import Entries, Kind, write_table
from qa.retrieval.translation import TABLE_FILE
from qa.text.pinyin import PINYIN_FILE
from qa.text.sounds import SOUNDS_FILE
from training.embedding.batches import Bag
from training.embedding.data import FILES, Pairs, dictionary_entries, read_training_text
from training.lexicon.entries import Side, chinese_entries, english_entries
from training.lexicon.lexicon import Lexicon
from training.lexicon.names import Names
from training.lexicon.readings import characters_by_reading, write_readings
from training.lexicon.regional import regional_names
from training.lexicon.sound_model import Sounds, learn_sounds, spellings, write_sounds
from training.lexicon.units import Units, chinese_units, english_units, whole_unit
from training.lexicon.variants import common_words, name_variants
from training.record import record

LOG = logging.getLogger(__name__)


def main(
    data: Annotated[Path, typer.Option(help="The data folder.")],
    out: Annotated[Path, typer.Option(help="The folder to write.")] = MODELS / "lexicon",
) -> None:
    """Read the data, learn the files, and write them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    text = read_training_text(data)
    pairs = {each.name: each for each in text.pairs}
    names = Names.of(pairs["names"])
    LOG.info("names: %d parts, %d titles", len(names.parts), len(names.titles))
    # Statutes are left out: with them, everyday words are taken for what a law calls them.
    entries = list(dictionary_entries(data / "train" / "cedict.u8.xz"))
    write_readings(out / PINYIN_FILE, characters_by_reading(entries, pairs["names"].right))
    regional = regional_names(entries)
    LOG.info("regional names: %d", len(regional))
    translated = [pairs["parallel"], pairs["cedict"]]
    learn(translated, names, regional, out / SOUNDS_FILE, out / TABLE_FILE)
    record(out, "lexicon", data=data, read=FILES, made_with=["embedding"])
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
