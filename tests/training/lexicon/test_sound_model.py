from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from qa.text.sounds import SOUNDS_FILE, sounds
from training.lexicon.sound_model import Sounds, learn_sounds, spellings, write_sounds
from training.record import record

SYLLABLES = {"ma": "马", "lo": "洛", "ti": "蒂", "ren": "伦", "sko": "斯科"}
NAMES = [
    ("".join(parts), "".join(SYLLABLES[part] for part in parts))
    for count in (2, 3)
    for parts in product(SYLLABLES, repeat=count)
]


def test_letters_and_characters_that_go_together_are_found() -> None:
    chances = learn_sounds(NAMES)
    assert sum(chances.values()) == pytest.approx(1.0)
    best = sorted(chances, key=lambda piece: -chances[piece])[:4]
    assert set(best) == {("ma", "马"), ("lo", "洛"), ("ti", "蒂"), ("ren", "伦")}


def test_no_reading_rests_on_one_name() -> None:
    chances = learn_sounds([*NAMES, ("mavu", "马武")])
    assert "武" not in {character for _, character in chances}
    assert learn_sounds([("mavu", "马武")]) == {}


def test_a_spelling_by_sound_fits_and_a_translation_does_not() -> None:
    sounds = Sounds(learn_sounds(NAMES))
    assert sounds.fit("maloti", "马洛蒂") > 0.9
    assert sounds.fit("maloti", "马洛伦") < 0.01
    assert sounds.fit("maloti", "港湾") == 0.0
    assert sounds.fit("xyz", "马洛") == sounds.fit("malo", "") == sounds.fit("", "马") == 0.0


def test_pairs_that_cannot_be_spellings_are_left_out() -> None:
    found = spellings(
        [
            ("Malo", "马洛"),
            ("malo", "马洛"),
            ("Málo", "马洛"),
            ("Li", "李李"),
            ("Malotima", "马"),
            ("Ma-lo", "马洛河a"),
            ("lotilotiloti", "洛蒂"),
            ("mal", "马马马洛"),
            ("malo2", "马洛"),
        ]
    )
    assert found == [("malo", "马洛")]


def test_the_file_is_what_the_product_reads(models: Path) -> None:
    write_sounds(models / "lexicon" / SOUNDS_FILE, learn_sounds(NAMES))
    record(models / "lexicon", "lexicon")
    found = sounds("Rentima")
    assert {pair for pair, weight in found if weight > 0.9} == {"伦蒂", "蒂马"}


def test_only_the_likeliest_characters_of_a_piece_are_written(tmp_path: Path) -> None:
    chances = {("ma", chr(0x4E00 + number)): 1.0 + number for number in range(30)}
    write_sounds(tmp_path / "one.npz", chances)
    with np.load(tmp_path / "one.npz") as file:
        assert file["counts"].tolist() == [12]
        assert file["characters"][0] == 0x4E00 + 29
    write_sounds(tmp_path / "two.npz", dict(reversed(chances.items())))
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
