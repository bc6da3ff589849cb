"""What was trained and ships: each artefact in a folder of its own, named as its trainer is."""

from __future__ import annotations

from pathlib import Path

MODELS = Path(__file__).resolve().parent
