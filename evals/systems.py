"""The systems that are measured: which sides search, and with which embedding model."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from qa.embedding.load import load_embedding_model, model_folder
from qa.errors import EvalError, ModelError
from qa.retrieval.retriever import Mode
from qa.settings import Settings, get_settings

_ALLOWED = "hybrid, dense or lexical, or hybrid:MODEL or dense:MODEL"
_MODELS = (
    "MODEL is a sentence-transformers folder, an installed package that carries one, or a hub "
    "name; QA_OFFLINE=false lets hub names be downloaded"
)


@dataclass(frozen=True, slots=True)
class System:
    """One way to search.

    Attributes:
        model: as given; None for that of the settings.
    """

    retriever: Mode = "hybrid"
    model: str | None = None

    @property
    def name(self) -> str:
        """As ``parse_system`` reads it."""
        return f"{self.retriever}:{self.model}" if self.model else self.retriever

    def settings(self) -> Settings:
        """The settings of this process, with the system's model in them."""
        if self.model is None:
            return get_settings()
        return get_settings().model_copy(update={"embedding_model": find_model(self.model)})

    def fingerprint(self) -> str:
        """The fingerprint of the embedding model, which is loaded for it.

        Raises:
            ModelError, EvalError: there is no such model, or it cannot be used.
        """
        settings = self.settings()
        try:
            return _fingerprint(settings.embedding_model, settings.offline)
        except ModelError as error:
            if self.model is None:
                raise
            raise EvalError(f"system {self.name}: {error.message}", _MODELS) from error


def parse_system(text: str) -> System:
    """The system that a value of ``--beside`` means.

    Raises:
        EvalError: it means none. The model is not looked at yet.
    """
    sides, colon, model = text.partition(":")
    for mode in get_args(Mode):
        if sides == mode and bool(colon) == bool(model) and not (model and mode == "lexical"):
            return System(mode, model or None)
    raise EvalError(f"{text}: no such system", _ALLOWED)


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
    return load_embedding_model(model, offline=offline).fingerprint
