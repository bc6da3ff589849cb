"""What the stored granules of a chunk say must be what its text says to the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from qa.articles.model import Article
from qa.chunking.chunker import Chunk, chunk_body
from qa.embedding.load import shipped_model
from qa.embedding.static import StaticModel
from qa.errors import ModelError
from qa.index.contents import embedding_text
from qa.index.granules import Granules, pack
from qa.text.sentences import sentence_spans
from tests.conftest import BRIDGE, HARBOUR, PANDA, article
from training.embedding.export import export
from training.embedding.tokenizer import normalizer, pre_tokenizer

UNTITLED = article("", 'No headline here! "Really?" he asked. It was 2.5 miles in 2019.')
MIXED = article(
    "混排 mixed", "他說「hello world」。Then left，然後走了123.5公里。\n\nＣ９１９首飛！"
)
LONG = article("Minutes", "\n\n".join(f"The council met on day {n} of May." for n in range(120)))
ARTICLES = [HARBOUR, BRIDGE, PANDA, UNTITLED, MIXED, LONG]
QUESTIONS = ["When does the ferry leave the harbour?", "大桥什么时候通车", "hello 2019 mixed 公里"]


def cut(*articles: Article) -> list[tuple[Article, list[Chunk]]]:
    return [(one, list(chunk_body(one.body))) for one in articles]


def packed(*articles: Article) -> Granules:
    return Granules.unpack(pack(cut(*articles), shipped_model()))


def chunks(*articles: Article) -> list[tuple[Article, Chunk]]:
    return [(one, chunk) for one, parts in cut(*articles) for chunk in parts]


def dots(granules: Granules, question: str) -> np.ndarray:
    """The product of each token's row with the vector of a question."""
    model = shipped_model()
    product: np.ndarray = model.rows(granules.ids.astype(np.int32)) @ model.encode([question])[0]
    return product


def test_a_long_article_has_several_chunks() -> None:
    assert len(chunks(LONG)) > 2, "otherwise the tests below say little"


def test_sentences_are_those_of_the_chunks_text_behind_its_headline() -> None:
    granules = packed(*ARTICLES)
    spans = list(zip(granules.starts.tolist(), granules.ends.tolist(), strict=True))
    starts = granules.chunk_starts().tolist()
    found = chunks(*ARTICLES)
    assert len(granules.counts) == len(found)
    for (_, chunk), start, count in zip(found, starts, granules.counts, strict=True):
        assert spans[start] == (0, 0)
        assert spans[start + 1 : start + count] == sentence_spans(chunk.text)


def test_the_tokens_are_those_of_the_headline_and_of_each_sentence() -> None:
    granules = packed(*ARTICLES)
    texts = []
    for one, chunk in chunks(*ARTICLES):
        texts.append(one.headline)
        texts.extend(chunk.text[start:end] for start, end in sentence_spans(chunk.text))
    ids = shipped_model().token_ids(texts)
    assert granules.lengths.tolist() == [len(one) for one in ids]
    assert granules.ids.tolist() == np.concatenate(ids).tolist()


@pytest.mark.parametrize("question", QUESTIONS)
def test_cosines_with_sentences_are_those_of_the_model(question: str) -> None:
    granules = packed(*ARTICLES)
    model = shipped_model()
    sentences = [
        text
        for one, chunk in chunks(*ARTICLES)
        for text in (one.headline, *(chunk.text[s:e] for s, e in sentence_spans(chunk.text)))
    ]
    expected = model.encode(sentences) @ model.encode([question])[0]
    sums = granules.of_sentences(dots(granules, question))
    found = sums / np.where(granules.norms > 0, granules.norms, 1)
    assert found.tolist() == pytest.approx(expected.tolist(), abs=1e-3)
    assert np.abs(expected).max() > 0.2, "the question is near to something"


@pytest.mark.parametrize("question", QUESTIONS)
def test_cosines_with_whole_chunks_are_those_of_the_text_that_is_embedded(question: str) -> None:
    granules = packed(*ARTICLES)
    model = shipped_model()
    wholes = [embedding_text(one, chunk.start, chunk.end) for one, chunk in chunks(*ARTICLES)]
    expected = model.encode(wholes) @ model.encode([question])[0]
    found = granules.of_chunks(granules.of_sentences(dots(granules, question)))
    assert (found / granules.whole_norms).tolist() == pytest.approx(expected.tolist(), abs=1e-3)


def test_an_empty_headline_is_a_sentence_without_tokens() -> None:
    granules = packed(UNTITLED, HARBOUR)
    assert UNTITLED.headline == ""
    assert granules.lengths[0] == 0
    assert granules.norms[0] == 0
    ones = np.ones(len(granules.ids), np.float32)
    assert granules.of_sentences(ones).tolist() == granules.lengths.tolist()
    assert granules.best_of_sentences(ones).tolist() == (granules.lengths > 0).tolist()


def test_chunks_are_the_same_packed_alone_and_together() -> None:
    model = shipped_model()
    together = pack(cut(*ARTICLES), model)
    assert together == [blob for one in ARTICLES for blob in pack(cut(one), model)]
    granules = Granules.unpack(together[::-1])
    assert granules.counts.tolist() == packed(*ARTICLES).counts.tolist()[::-1]


def test_sums_and_maxima_do_not_reach_into_the_next_sentence_or_chunk() -> None:
    granules = packed(UNTITLED, PANDA)
    of_first = granules.counts[0]
    per_sentence = np.arange(1, len(granules.lengths) + 1, dtype=np.float32)
    first, second = per_sentence[:of_first], per_sentence[of_first:]
    assert granules.of_chunks(per_sentence).tolist() == [first.sum(), second.sum()]
    assert granules.best_of_chunks(per_sentence).tolist() == [first.max(), second.max()]
    assert granules.best_of_chunks(-per_sentence).tolist() == [0, 0], "at least 0"
    pairs = np.stack([per_sentence, -per_sentence], axis=1)
    assert granules.of_chunks(pairs).tolist() == [[first.sum(), -first.sum()],
                                                  [second.sum(), -second.sum()]]  # fmt: skip


def test_no_chunks_are_no_granules() -> None:
    granules = Granules.unpack([])
    assert pack([], shipped_model()) == []
    assert len(granules.ids) == len(granules.lengths) == len(granules.counts) == 0
    assert granules.of_chunks(granules.of_sentences(np.zeros(0, np.float32))).shape == (0,)
    assert granules.best_of_sentences(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_a_token_that_the_format_cannot_number_is_refused(tmp_path: Path) -> None:
    fillers = [f"▁x{n}" for n in range(65_534)]
    pieces = ["<unk>", *fillers, "▁ferry", "▁fog"]
    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], unk_id=0))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    export(tmp_path, tokenizer, np.ones((len(pieces), 2), np.float32))
    model = StaticModel(tmp_path)
    (last,) = pack(cut(article("", "ferry")), model)
    assert Granules.unpack([last]).ids.tolist() == [65_535]
    with pytest.raises(ModelError, match="65,536 tokens"):
        pack(cut(article("", "fog")), model)
