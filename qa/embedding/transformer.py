"""Any other sentence-transformers model; needs torch, which is imported at construction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from qa.embedding.model import EmbeddingModel, Vectors
from qa.errors import ModelError
from qa.extras import needs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32


class SentenceTransformerModel(EmbeddingModel):
    """A sentence-transformers folder or hub name, with its own prompts for questions.

    Args:
        name: the folder or hub name.
        offline: look only in the local cache, so that an unknown name fails at once.
        remedy: the hint of the error that a missing model raises.

    Raises:
        ModelError: the model cannot be found or loaded.
        MissingPackageError: sentence-transformers is not installed.
    """

    def __init__(self, name: str, offline: bool = True, remedy: str = "") -> None:
        with needs("models", f"QA_EMBEDDING_MODEL={name}"):
            from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=offline)
        # Missing files, broken JSON, unknown modules: each library on the way has its own.
        except Exception as error:  # noqa: BLE001
            where = " (offline)" if offline else ""
            reason = str(error).split("\n", 1)[0][:200]
            message = f"QA_EMBEDDING_MODEL={name}: cannot be loaded{where}: {reason}"
            raise ModelError(message, remedy) from None
        self.name = name
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.fingerprint = "st-" + _fingerprint(self._model)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, (n, dimension), each of length 1; blank texts give zeros."""
        return self._normalised(texts, query=False)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Like ``encode``, with the model's prompt for questions where it has one."""
        return self._normalised(texts, query=True)

    def _normalised(self, texts: Sequence[str], *, query: bool) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        filled = [place for place, text in enumerate(texts) if text.strip()]
        if filled:
            encode = self._model.encode_query if query else self._model.encode_document
            vectors[filled] = encode(
                [texts[place] for place in filled],
                batch_size=_BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors


def _fingerprint(model: SentenceTransformer) -> str:
    import torch

    digest = hashlib.sha256()
    # What changes vectors without being a weight: pooling, prompts, where texts are cut.
    for module in model:
        config: dict[str, object] = getattr(module, "get_config_dict", dict)()
        digest.update(f"{type(module).__name__} {json.dumps(config, sort_keys=True)}\n".encode())
    settings = (model.prompts, model.default_prompt_name, str(model.max_seq_length))
    digest.update(json.dumps(settings, sort_keys=True).encode())
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(f"{key} {tensor.dtype} {tuple(tensor.shape)}\n".encode())
        digest.update(tensor.contiguous().flatten().view(torch.uint8).numpy().tobytes())
    backend = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    to_text = getattr(backend, "to_str", None)
    if callable(to_text):
        digest.update(to_text().encode())
    return digest.hexdigest()[:24]
