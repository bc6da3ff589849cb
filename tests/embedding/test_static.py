"""Static models: the vectors are known sums, and the shipped folder behaves in both readers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file

from qa.embedding.load import load_embedding_model
from qa.embedding.static import StaticModel
from qa.errors import ModelError
from qa.settings import ROOT, SHIPPED_EMBEDDING_MODEL
from qa.text.folding import simplified, traditional

SENTENCES = [
    "The harbour bridge reopened on Monday after eleven weeks of repairs.",
    "港灣大橋經過十一個星期的維修，於星期一重新開放。",
    "港湾大桥经过十一个星期的维修，于星期一重新开放。",
    "Ｆｕｌｌ-width café NAÏVE 2023年３月 𠮷野家 😀",
    "",
    "!!! … 。",
    "特首李家超与 John Lee 会面 " * 40,
]


@pytest.fixture(scope="module")
def shipped() -> StaticModel:
    model = load_embedding_model(str(SHIPPED_EMBEDDING_MODEL))
    assert isinstance(model, StaticModel)
    return model


def test_a_text_is_the_direction_of_the_sum_of_its_rows(small_folder: Path) -> None:
    vectors = StaticModel(small_folder).encode(["Harbour bridge!", "港灣大橋", "ferry"])
    expected = np.asarray([[1, 2, 0, 0], [1, 2, 0, 0], [0, 0, 5**0.5, 0]]) / 5**0.5
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_a_text_without_tokens_is_a_row_of_zeros(small_folder: Path) -> None:
    vectors = StaticModel(small_folder).encode(["", "ferry", "…", "zzz"])
    assert [bool(row.any()) for row in vectors] == [False, True, False, False]


def test_no_texts_give_no_rows(small_folder: Path) -> None:
    assert StaticModel(small_folder).encode([]).shape == (0, 4)


def test_tokens_rows_and_their_text(small_folder: Path) -> None:
    model = StaticModel(small_folder)
    ids = model.token_ids(["Ferry, 大橋"])[0]
    assert [model.token_text(int(i)) for i in ids] == ["▁ferry", "大桥"]
    assert model.rows(ids).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]
    assert model.token_text(10_000) == ""


def test_rows_are_read_under_every_key_that_sentence_transformers_reads(
    small_folder: Path, small_matrix: np.ndarray, tmp_path: Path
) -> None:
    shared = {
        "embeddings": small_matrix[1:] * 10,
        "mapping": np.asarray([0, 0, 1, 2, 3, 4]),
        "weights": np.asarray([0, 0.1, 0.1, 0.1, 0.1, 0.1], np.float32),
    }
    stored = [{"embedding.weight": small_matrix.astype(np.float16)}, shared]
    for number, tensors in enumerate(stored):
        folder = Path(shutil.copytree(small_folder, tmp_path / str(number)))
        save_file(tensors, folder / "model.safetensors")
        rows = StaticModel(folder).rows(np.arange(6, dtype=np.int32))
        np.testing.assert_allclose(rows, small_matrix, atol=1e-6)


def test_rows_under_no_known_key_are_an_error(small_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(small_folder, tmp_path / "odd"))
    save_file({"rows": np.ones((6, 4), np.float32)}, folder / "model.safetensors")
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        StaticModel(folder)


@pytest.mark.parametrize(
    "tensors",
    [
        {"embedding.weight": np.ones(6, np.float32)},
        {"embedding.weight": np.ones((6, 2, 2), np.float32)},
        {"embedding.weight": np.ones((6, 0), np.float32)},
        {"embeddings": np.ones((6, 4), np.int8), "weights": np.full(6, np.nan, np.float32)},
        {"embeddings": np.ones((6, 4), np.int8), "weights": np.ones(1, np.float32)},
        {"embeddings": np.ones((6, 4), np.int8), "mapping": np.full(6, 9)},
    ],
)
def test_rows_that_make_no_matrix_are_an_error(
    small_folder: Path, tmp_path: Path, tensors: dict[str, np.ndarray]
) -> None:
    folder = Path(shutil.copytree(small_folder, tmp_path / "odd"))
    save_file(tensors, folder / "model.safetensors")
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        StaticModel(folder)


def test_broken_characters_are_passed_over(small_folder: Path) -> None:
    model = StaticModel(small_folder)
    np.testing.assert_array_equal(model.encode(["ferry \ud800"]), model.encode(["ferry"]))


def test_langchain_sees_the_same_vectors(small_folder: Path) -> None:
    model = StaticModel(small_folder)
    assert model.embed_query("ferry") == model.embed_documents(["ferry"])[0] == [0, 0, 1, 0]


def test_the_fingerprint_is_of_the_content_not_of_the_place(
    small_folder: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(small_folder, tmp_path / "moved"))
    assert StaticModel(moved).fingerprint == StaticModel(small_folder).fingerprint
    tokenizer = moved / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8").replace("ferry", "boats"), "utf-8")
    assert StaticModel(moved).fingerprint != StaticModel(small_folder).fingerprint


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_broken_folder_is_an_error_that_names_the_file(
    small_folder: Path, tmp_path: Path, file: str, damage: str
) -> None:
    folder = Path(shutil.copytree(small_folder, tmp_path / "broken"))
    if damage == "missing":
        (folder / file).unlink()
    else:
        (folder / file).write_bytes((folder / file).read_bytes()[:-20])
    with pytest.raises(ModelError, match=file):
        load_embedding_model(str(folder))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_shipped_vectors_do_not_depend_on_the_batch(shipped: StaticModel, texts: list[str]) -> None:
    together = shipped.encode(texts)
    np.testing.assert_array_equal(together, np.vstack([shipped.encode([t]) for t in texts]))
    norms = np.linalg.norm(together, axis=1)
    assert np.all((norms == 0) | (np.abs(norms - 1) < 1e-5))


def test_shipped_model_gives_both_scripts_nearly_the_same_vector(shipped: StaticModel) -> None:
    texts = [
        SENTENCES[1],
        "臺灣總統府發言人表示，這項計畫將於後天開始。",
        "颱風吹襲後，鐵路服務逐步恢復。",
    ]
    one = shipped.encode([simplified(text) for text in texts])
    two = shipped.encode([traditional(text) for text in texts])
    agreement = (one * two).sum(axis=1)
    # A word that the scripts write with other characters (計畫, 计划) may cost a little.
    assert agreement.mean() > 0.98
    assert agreement.min() > 0.95


def test_shipped_model_says_nothing_of_scripts_that_it_does_not_know(shipped: StaticModel) -> None:
    assert not shipped.encode(["안녕하세요", "สวัสดี", "❤️ ☀️✈️"]).any()


def test_shipped_model_crosses_languages(shipped: StaticModel) -> None:
    english = ["The central bank raised interest rates.", "Doctors test a new vaccine."]
    chinese = ["中央银行提高了利率。", "醫生測試新的疫苗。"]
    scores = shipped.encode(english) @ shipped.encode(chinese).T
    assert scores.argmax(axis=1).tolist() == [0, 1]


def test_shipped_folder_is_small_enough_for_git() -> None:
    assert sum(f.stat().st_size for f in SHIPPED_EMBEDDING_MODEL.rglob("*")) <= 25_000_000


def test_loading_needs_no_torch_and_little_time() -> None:
    program = (
        "import sys; from qa.embedding.load import load_embedding_model\n"
        "from qa.settings import SHIPPED_EMBEDDING_MODEL as folder\n"
        "load_embedding_model(str(folder)).encode(['a bridge'])\n"
        "sys.exit('torch' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, timeout=60)
    started = time.perf_counter()
    StaticModel(SHIPPED_EMBEDDING_MODEL)
    assert time.perf_counter() - started < 2  # half a second on an idle machine


@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors(shipped: StaticModel) -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(SHIPPED_EMBEDDING_MODEL), device="cpu")
    ours = shipped.encode(SENTENCES)
    np.testing.assert_allclose(reference.encode(SENTENCES), ours, atol=1e-5)
