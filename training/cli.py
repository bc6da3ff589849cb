"""One command for all that is trained: ``python -m training NAME --data DIR``.

A trainer and its libraries (torch, scipy) are imported only when it is the one that runs.
"""

from __future__ import annotations

from importlib import import_module

import typer
from click import Command, Context
from typer.core import TyperCommand, TyperGroup

# Each in the order in which they lean on one another: what comes later is made with what is before.
TRAINERS = {
    "tokenizer": "The byte-level BPE that counts tokens.",
    "embedding": "The static embedding model.",
    "lexicon": "What words and names may be in the other language.",
    "ranking": "The weights of what makes a passage relevant.",
    "static_reader": "The reader over static vectors.",
    "answerability": "How sure an answer is, and when it is refused.",
}


class _Trainers(TyperGroup):
    """The trainers by name; help lists them without importing any."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(TRAINERS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        return TyperCommand(cmd_name, help=TRAINERS[cmd_name]) if cmd_name in TRAINERS else None

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, _trainer(name) if name else command, rest


def _trainer(name: str) -> Command:
    app = typer.Typer(add_completion=False)
    app.command(name)(import_module(f"training.{name}.train").main)
    return typer.main.get_command(app)


app = typer.Typer(cls=_Trainers, add_completion=False, no_args_is_help=True)


@app.callback()
def _root() -> None:
    """Train one of the artefacts that ship under qa/models."""


def main() -> None:
    """Run the trainer that the command line names."""
    app(prog_name="python -m training")
