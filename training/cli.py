"""One command for all that is trained: ``python -m training NAME --data DIR``.

A trainer and its libraries (torch, scipy) are imported only where it is the one that runs.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

# In the order in which they lean on one another: what comes later is made with what is before.
TRAINERS = {
    "tokenizer": "The byte-level BPE that counts tokens.",
    "embedding": "The static embedding model.",
    "lexicon": "What words and names may be in the other language.",
    "ranking": "The weights of what makes a passage relevant.",
    "reader": "The reader: a pre-trained encoder that finds answers.",
    "answerability": "How sure an answer is, and when it is refused.",
}


def commands(name: str | None = None) -> typer.Typer:
    """The command line, of whose trainers only the named one is loaded."""
    root = "Train one of the artefacts under qa/models."
    app = typer.Typer(add_completion=False, no_args_is_help=True, help=root)
    app.command("check", help="What of qa/models is damaged, does not fit, or is behind.")(check)
    for each, help_line in TRAINERS.items():
        run = import_module(f"training.{each}.train").main if each == name else _not_loaded
        app.command(each, help=help_line)(run)
    return app


def check() -> None:
    """Print a line for each finding; exit code 1 where something is damaged or does not fit."""
    from training.check import behind, misfits

    found = list(misfits())
    for line in (*found, *behind()):
        typer.echo(line)
    raise typer.Exit(1 if found else 0)


def _not_loaded() -> None:
    """What stands for the trainers that are not asked for."""


def main() -> None:
    """Run the trainer that the command line names."""
    named = next((word for word in sys.argv[1:] if word in TRAINERS), None)
    commands(named)(prog_name="python -m training")
