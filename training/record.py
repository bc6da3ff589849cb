"""The papers of what was trained, written beside it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from qa.models.artefact import artefact
from qa.models.manifest import MANIFEST, Manifest, files_of, fingerprint

_OURS = ("qa", "training")


def record(
    folder: Path,
    name: str,
    *,
    data: Path | None = None,
    read: Iterable[str] = (),
    made_with: Sequence[str] = (),
    columns: Sequence[str] = (),
    figures: Mapping[str, float] | None = None,
    known_as: str = "",
) -> None:
    """Write the manifest of what a trainer has just written.

    Args:
        folder: what the trainer wrote stands there; all files but the card count.
        data: the data folder, if it was made from one.
        read: the files read, as paths or patterns below the data folder.
        made_with: names of the shipped artefacts that it leans on.
        columns: names of the hand-made numbers that it weighs, in their order.
        known_as: the fingerprint by which others know it, where it has one of its own.
    """
    files = files_of(folder)
    manifest = Manifest(
        name=name,
        made=datetime.now().astimezone().isoformat(timespec="seconds"),
        fingerprint=known_as or fingerprint(files),
        files=files,
        made_with={each: artefact(each).manifest.fingerprint for each in made_with},
        columns=tuple(columns),
        data=_data_digests(data, read) if data else {},
        code=code_digests(),
        figures={key: round(float(value), 4) for key, value in (figures or {}).items()},
    )
    write_manifest(folder, manifest)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put the manifest into the folder of its artefact."""
    text = manifest.model_dump_json(indent=1, exclude_defaults=True)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def code_digests() -> dict[str, str]:
    """The first 16 digits of the SHA-256 of each of our modules that this process has loaded."""
    modules = {
        name: Path(module.__file__)
        for name, module in sys.modules.items()
        if name.split(".")[0] in _OURS and module.__file__
    }
    return {name: _digest(path)[:16] for name, path in sorted(modules.items())}


def _data_digests(data: Path, read: Iterable[str]) -> dict[str, str]:
    paths = sorted({path for pattern in read for path in data.glob(pattern)})
    return {path.relative_to(data).as_posix(): _digest(path) for path in paths}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
