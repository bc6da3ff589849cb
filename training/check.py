"""What of ``qa/models`` is damaged or does not fit, and what is behind the code or the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from qa.errors import ModelError
from qa.models.artefact import artefact, problems, retrain, shipped


def misfits() -> Iterator[str]:
    """Lines on files that are damaged, and on artefacts that do not fit the product or another.

    One that was made with another is good with that one alone, though it may still load.
    """
    from qa.answering.abstention import shipped_abstention
    from qa.embedding.load import shipped_model
    from qa.reading.reader import shipped_reader
    from qa.retrieval.relevance import fitted

    yield from problems()
    for load in (shipped_model, fitted, partial(shipped_reader, 1), shipped_abstention):
        try:
            load()
        except ModelError as error:
            yield str(error)
    yield from _made_with_others()


def _made_with_others() -> Iterator[str]:
    manifests = {name: artefact(name).manifest for name in shipped()}
    for name, manifest in manifests.items():
        for other, known in manifest.made_with.items():
            if other not in manifests:
                yield f"{name}: was made with {other}, which is gone ({retrain(name)})"
            elif known != manifests[other].fingerprint:
                yield f"{name}: was made with another {other} ({retrain(name)})"


def behind() -> Iterator[str]:
    """Lines on artefacts that the code of today may make otherwise."""
    for name in shipped():
        manifest = artefact(name).manifest
        changed = [module for module, digest in manifest.code.items() if _digest(module) != digest]
        if changed:
            first = ", ".join(changed[:3])
            yield f"{name}: {len(changed)} of {len(manifest.code)} modules changed since ({first}…)"


def _digest(module: str) -> str | None:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return None
    if spec is None or spec.origin is None:
        return None
    return hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest()[:16]
