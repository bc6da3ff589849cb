"""The papers of an artefact: what it was made from, when, with which figures."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

MANIFEST = "manifest.json"
# Beside the artefact, for people.
_CARD = "README.md"


class StoredFile(BaseModel):
    """One file of an artefact: its size in bytes and its SHA-256 in hexadecimal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> StoredFile:
        """The file as it stands on the disk."""
        content = path.read_bytes()
        return cls(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())


class Manifest(BaseModel):
    """What ``manifest.json`` says.

    Attributes:
        name: of the artefact, its folder and its trainer.
        made: when, ISO 8601.
        fingerprint: changes when any of the files does.
        files: those of the artefact, by their path in its folder.
        made_with: the fingerprints of the other artefacts that it was made with, by name.
        columns: names of the hand-made numbers that it weighs, in their order.
        data: SHA-256 of the data files, by their path in the data folder.
        code: the first 16 digits of the SHA-256 of the source of each module that made it.
        figures: measured when it was made.
        note: what else is to be known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    made: str
    fingerprint: str
    files: dict[str, StoredFile]
    made_with: dict[str, str] = {}
    columns: tuple[str, ...] = ()
    data: dict[str, str] = {}
    code: dict[str, str] = {}
    figures: dict[str, float] = {}
    note: str = ""


def files_of(folder: Path) -> dict[str, StoredFile]:
    """The files of an artefact, without its papers."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {n: StoredFile.of(path) for n, path in names.items() if n not in (MANIFEST, _CARD)}


def fingerprint(files: dict[str, StoredFile]) -> str:
    """One value for all files of an artefact, 24 hexadecimal digits."""
    lines = (f"{name} {file.sha256}\n" for name, file in sorted(files.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:24]
