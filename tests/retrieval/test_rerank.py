from __future__ import annotations

from pathlib import Path

import pytest

from qa.errors import ModelError
from qa.index.index import Index
from qa.retrieval.query import Query
from qa.retrieval.rerank import Reranker
from qa.retrieval.retriever import Retriever


@pytest.fixture
def cross_encoder(tmp_path: Path) -> Path:
    """A tiny untrained cross-encoder: real files and the real loading code, made-up weights."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(3)
    characters = "abcdefghijklmnopqrstuvwxyz"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *characters, *(f"##{c}" for c in characters)]
    core = Tokenizer(models.WordPiece({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    core.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    core.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=core,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=128,
    )
    config = BertConfig(  # type: ignore[call-arg]
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
        max_position_embeddings=128,
        initializer_range=2.0,
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path / "ce")
    tokenizer.save_pretrained(tmp_path / "ce")
    return tmp_path / "ce"


@pytest.mark.slow
def test_its_scores_decide_the_order(small_index: Path, cross_encoder: Path) -> None:
    index = Index(small_index)
    query = Query.of("ferry fares", index)
    plain = Retriever(index).search(query)
    reranked = Retriever(index, Reranker(str(cross_encoder))).search(query)
    assert {p.article_id for p in reranked} == {p.article_id for p in plain}
    scores = [p.score for p in reranked]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert scores != [p.score for p in plain]


@pytest.mark.slow
def test_a_model_that_is_not_there_is_named(small_index: Path) -> None:
    index = Index(small_index)
    retriever = Retriever(index, Reranker("nobody/no-such-model"))
    with pytest.raises(ModelError, match="QA_RERANKER_MODEL: nobody/no-such-model"):
        retriever.search(Query.of("ferry", index))
