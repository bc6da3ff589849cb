"""How the value of a setting becomes an embedding model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from qa.embedding.model import EmbeddingModel
from qa.embedding.static import StaticModel
from qa.errors import ModelError
from qa.models.artefact import artefact, restore
from qa.settings import SHIPPED_EMBEDDING_MODEL

_REMEDY = (
    "set QA_EMBEDDING_MODEL to a sentence-transformers folder, or leave it unset for the "
    "shipped model"
)
_REMEDY_OFFLINE = _REMEDY + "; QA_OFFLINE=false lets hub names be downloaded"
# Modules after which a static embedding is still the plain mean of its rows.
_HARMLESS = {"Normalize"}


@cache
def shipped_model() -> StaticModel:
    """The model that ships, loaded once; its name is the same everywhere.

    Raises:
        ModelError: its files are missing or damaged, or not those that its manifest names.
    """
    shipped = artefact("embedding")
    model = StaticModel(shipped.folder)
    if model.fingerprint != shipped.manifest.fingerprint:
        problem = f"is {model.fingerprint}, its manifest says {shipped.manifest.fingerprint}"
        raise ModelError(f"{shipped.label} {problem}", restore("embedding"))
    model.name = shipped.label
    return model


def load_embedding_model(name: str, *, offline: bool = True) -> EmbeddingModel:
    """The model in a folder or, by its hub name, in the local cache or on the hub.

    Args:
        name: a sentence-transformers folder or a hub name such as ``org/model``.
        offline: never reach for the network.

    Raises:
        ModelError: there is no such model, or its files cannot be used.
    """
    folder = model_folder(name)
    if folder and is_static(folder):
        shipped = folder.resolve() == SHIPPED_EMBEDDING_MODEL
        return shipped_model() if shipped else StaticModel(folder)
    if not folder and (name.startswith(("/", ".", "~")) or name.count("/") > 1):
        raise ModelError(f"embedding model {name}: no such folder", _REMEDY)
    from qa.embedding.transformer import SentenceTransformerModel

    remedy = _REMEDY_OFFLINE if offline else _REMEDY
    return SentenceTransformerModel(str(folder) if folder else name, offline, remedy)


def model_folder(name: str) -> Path | None:
    """The folder that a model's name is, if it is one."""
    try:
        folder = Path(name).expanduser()
        return folder if folder.is_dir() else None
    except (RuntimeError, OSError):  # ~somebody, who is nobody here; a name too long
        return None


def is_static(folder: Path) -> bool:
    """Whether the folder holds a ``StaticEmbedding`` and nothing that changes its vectors."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        in_root = modules[0]["path"] == ""
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return in_root and kinds[0] == "StaticEmbedding" and set(kinds[1:]) <= _HARMLESS
