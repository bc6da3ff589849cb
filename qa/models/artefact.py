"""An artefact that ships, checked against its papers when it is loaded.

Every file is compared by size and digest before it is used (2 ms for all that is not the embedding
model), what an artefact cannot do without is compared with what ships, and so are the columns it
weighs with those that the code makes. What does not fit is one line, told at load.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from qa.errors import ModelError
from qa.models.manifest import MANIFEST, Manifest

MODELS = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Artefact:
    """A folder with the files that a trainer wrote, and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"qa/models/{self.folder.name}"

    def path(self, file: str) -> Path:
        """Where a file stands, its size checked: for what is too large to read twice.

        Raises:
            ModelError: the file is missing or of another size.
        """
        path, wanted = self.folder / file, self.manifest.files.get(file)
        if wanted is None:
            raise self._broken(f"its manifest does not know {file}")
        try:
            size = path.stat().st_size
        except OSError:
            raise self._broken(f"{file} is missing") from None
        if size != wanted.bytes:
            raise self._broken(f"{file} has {size:,} bytes instead of {wanted.bytes:,}")
        return path

    def read(self, file: str) -> bytes:
        """The content of a file, its digest checked.

        Raises:
            ModelError: the file is missing, cannot be read, or is not the one that was made.
        """
        path = self.path(file)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise self._broken(f"{file} cannot be read ({error.strerror})") from None
        if hashlib.sha256(content).hexdigest() != self.manifest.files[file].sha256:
            raise self._broken(f"{file} is not the file that its manifest names")
        return content

    def require(self, other: Artefact) -> None:
        """Check that this was made for the other artefact as it ships.

        Raises:
            ModelError: it was made for another one.
        """
        made_with = self.manifest.made_with.get(other.manifest.name)
        ours = other.manifest.fingerprint
        if made_with != ours:
            name = other.manifest.name
            problem = f"was made for {name} {made_with or 'of an unknown state'}, this is {ours}"
            raise ModelError(f"{self.label} {problem}", retrain(self.manifest.name))

    def weigh(self, columns: Sequence[str]) -> None:
        """Check that the columns that the code makes are those this was made for, in order.

        Raises:
            ModelError: there are others, or they stand in another order.
        """
        known = self.manifest.columns
        if tuple(columns) != known:
            more, fewer = set(columns) - set(known), set(known) - set(columns)
            changes = [f"new: {', '.join(sorted(more))}"] if more else []
            changes += [f"gone: {', '.join(sorted(fewer))}"] if fewer else []
            raise ModelError(
                f"{self.label} weighs {len(known)} columns, this code makes {len(columns)} "
                f"({'; '.join(changes) or 'in another order'})",
                retrain(self.manifest.name),
            )

    def _broken(self, problem: str) -> ModelError:
        return ModelError(f"{self.label}: {problem}", restore(self.manifest.name))


def artefact(name: str) -> Artefact:
    """The artefact that ships under this name.

    Raises:
        ModelError: its manifest is missing or cannot be read.
    """
    return load_artefact(MODELS / name)


def load_artefact(folder: Path) -> Artefact:
    """The artefact in a folder that ``training.record`` wrote.

    Raises:
        ModelError: its manifest is missing or cannot be read.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
        return Artefact(folder, Manifest.model_validate_json(content))
    except OSError:
        problem = f"{MANIFEST} is missing"
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "as a whole"
        problem = f"{MANIFEST} cannot be read ({place}: {first['msg']})"
    raise ModelError(f"qa/models/{folder.name}: {problem}", restore(folder.name))


def shipped() -> tuple[str, ...]:
    """The names of all artefacts that ship."""
    return tuple(sorted(path.parent.name for path in MODELS.glob(f"*/{MANIFEST}")))


def problems() -> Iterator[str]:
    """One line for each file of what ships that is missing or not the one that was made."""
    for name in shipped():
        try:
            found = artefact(name)
            for file in found.manifest.files:
                found.read(file)
        except ModelError as error:
            yield error.message


def restore(name: str) -> str:
    """The remedy where files are missing or damaged."""
    return f"restore qa/models/{name} from the repository, or install news-qa again"


def retrain(name: str) -> str:
    """The remedy where an artefact does not fit the others or the code."""
    return f"run python -m training {name} --data DIR"
