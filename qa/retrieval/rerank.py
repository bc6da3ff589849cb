"""An optional cross-encoder that reads question and passage together (``QA_RERANKER_MODEL``)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from qa.errors import ModelError
from qa.extras import needs
from qa.retrieval.passage import Passage

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker:
    """A sentence-transformers ``CrossEncoder``, loaded at its first use.

    Its scores (a sigmoid, 0 to 1) take the place of the passages' own.
    """

    def __init__(self, name: str, *, offline: bool = True) -> None:
        self._name = name
        self._offline = offline

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[Passage]:
        """The passages with the model's scores, best first.

        Raises:
            ModelError: the model cannot be loaded.
        """
        if not passages:
            return []
        with needs("models", "QA_RERANKER_MODEL"):
            from torch.nn import Sigmoid

        pairs = [(question, f"{passage.title}\n{passage.text}") for passage in passages]
        scores = self._model.predict(
            pairs, activation_fn=Sigmoid(), show_progress_bar=False, convert_to_numpy=True
        )
        rescored = [
            passage.model_copy(update={"score": round(float(score), 4)})
            for passage, score in zip(passages, np.asarray(scores).reshape(-1), strict=True)
        ]
        return sorted(rescored, key=lambda passage: -passage.score)

    @cached_property
    def _model(self) -> CrossEncoder:
        with needs("models", "QA_RERANKER_MODEL"):
            from sentence_transformers import CrossEncoder

        try:
            model: CrossEncoder = CrossEncoder(
                self._name, device="cpu", local_files_only=self._offline
            )
        # The hub client and transformers raise errors of many kinds for a missing model.
        except Exception as error:
            raise ModelError(
                f"QA_RERANKER_MODEL: {self._name} cannot be loaded: {error}",
                "name a cross-encoder folder, or unset the variable",
            ) from error
        return model
