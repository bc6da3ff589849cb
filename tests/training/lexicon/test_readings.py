from __future__ import annotations

from pathlib import Path

from training.embedding.data import DictionaryEntry
from training.lexicon.readings import characters_by_reading, write_readings

READINGS = [("刚", "gang1"), ("港", "gang3"), ("杠", "gang4"), ("吕", "Lu:3"), ("鹿", "lu4")]
ENTRIES = [DictionaryEntry(word, read, ()) for word, read in (*READINGS, ("北京", "Bei3 jing1"))]


def test_characters_by_how_often_names_have_them(tmp_path: Path) -> None:
    found = characters_by_reading(ENTRIES, ["香港", "海港", "秦剛", "呂布", "鹿港"])
    assert found == {"gang": "港刚", "lu": "吕鹿"}, "no name has 杠"
    write_readings(tmp_path / "pinyin.tsv", found)
    assert (tmp_path / "pinyin.tsv").read_text("utf-8") == "gang\t港刚\nlu\t吕鹿\n"
