"""The systems that ``--beside`` can name."""

from __future__ import annotations

from typing import get_args

from evals.langchain import LangChain
from evals.product import NewsQA
from evals.ranker import System
from qa.errors import EvalError
from qa.retrieval.retriever import Mode

ALLOWED = "hybrid, dense, lexical or langchain, or hybrid:MODEL, dense:MODEL or langchain:MODEL"


def parse_system(text: str) -> System:
    """The system that a value of ``--beside`` means.

    Raises:
        EvalError: it means none. The model is not looked at yet.
    """
    kind, colon, model = text.partition(":")
    if bool(colon) == bool(model):
        if kind == LangChain.retriever:
            return LangChain(model) if model else LangChain()
        for mode in get_args(Mode):
            if kind == mode and not (model and mode == "lexical"):
                return NewsQA(mode, model or None)
    raise EvalError(f"{text}: no such system", ALLOWED)
