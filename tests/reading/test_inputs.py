from __future__ import annotations

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

from qa.reading.inputs import BEGIN, SEPARATOR, Encoded, Reading, encode

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁who", "▁came", "▁Li", "国", "家", "国家", "。"]


def tokenizer() -> Tokenizer:
    scores = [(piece, 0.0 if piece[0] == "<" else -1.0) for piece in PIECES]
    made = Tokenizer(Unigram(scores, 3, byte_fallback=False))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    return made


def encoded(reading: Reading, longest: int = 64) -> Encoded:
    (found,) = encode(tokenizer(), [reading], longest)
    return found


def words(found: Encoded, passage: str) -> list[str]:
    return [passage[start:end] for start, end in found.spans.tolist()]


def test_a_passage_comes_last_and_its_spans_are_places_in_it() -> None:
    found = encoded(Reading("who came", "Li came"))

    assert found.ids[0] == BEGIN
    assert found.ids[found.first - 1] == SEPARATOR
    assert [word.strip() for word in words(found, "Li came")] == ["Li", "came"]


def test_traditional_is_read_as_simplified_and_keeps_its_places() -> None:
    traditional, simple = "國家。", "国家。"

    one, other = encoded(Reading("who", traditional)), encoded(Reading("who", simple))

    assert one.ids.tolist() == other.ids.tolist()
    assert one.spans.tolist() == other.spans.tolist()
    assert words(one, traditional)[-2:] == ["國家", "。"]


def test_a_rendering_stands_behind_the_question() -> None:
    plain = encoded(Reading("who came", "国家。"))
    rendered = encoded(Reading("who came", "国家。", rendering="国家"))

    assert rendered.first > plain.first
    assert rendered.ids[rendered.first :].tolist() == plain.ids[plain.first :].tolist()


def test_a_long_passage_is_cut_off_and_the_question_is_not() -> None:
    found = encoded(Reading("who came", "国家。" * 50), longest=20)

    assert len(found.ids) == 20
    assert found.first == encoded(Reading("who came", "国家。")).first


def test_an_empty_passage_has_no_pieces_of_its_own() -> None:
    found = encoded(Reading("who", ""))

    assert found.spans.shape == (0, 2)
    assert len(found.ids) == found.first
