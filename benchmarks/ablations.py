"""What each part of the hybrid search adds: ``python -m benchmarks.ablations SETS --data TRAIN``.

SETS are folders in BEIR layout, TRAIN is what ``python -m training ranking`` reads. Prints one
table: mean reciprocal rank and hits among the first 10 articles for the whole and for the whole
without one part. Where a measure is left out, the weights of the others are fitted anew; those
rows compare with the weights fitted here to all measures, all others with the shipped weights.
With ``--json OUT`` the figures are written as ``python -m evals keep`` takes them.
Both sides alone look at best sentences and at translated words, like the whole.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from benchmarks.pools import Floats, Pool, only
from benchmarks.wordings import OneForm, Unrendered, Unsounded, Untranslated, alike
from evals.datasets import BeirSet, gold_by_query, load_beir
from evals.datasets import Query as Judged
from evals.indexes import corpus_index
from evals.keeping import made_now, with_distractors
from evals.kept_figures import Figures, Result, Run, save_figures
from evals.product import NewsQA, ServiceRanker
from evals.ranking import distinct_articles, ranking_measures
from evals.statistics import paired_difference
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.retrieval.query import Query
from qa.service import Service
from training.ranking.data import crossing_examples, distractors, examples
from training.ranking.train import LEFT_OUT, NAMES, Asked, calibrated, collect, fit

_SEED = 20261122
_RRF = 60
_MEASURES = ("mrr@10", "hit@10")
_WHOLE, _REFITTED = "the whole", "the whole, weights fitted here"


@dataclass(frozen=True)
class Row:
    """One way to search.

    Attributes:
        scores: of the chunks of a pool; minus infinity for those that are no candidates.
        wording: how the question is worded.
        base: the row that it is compared with.
    """

    name: str
    scores: Callable[[Pool], Floats]
    wording: type[Query] = Query
    base: str = _WHOLE


# For each row, each question's measures.
Measured = dict[str, list[dict[str, float]]]


def main(
    sets: Annotated[list[Path], typer.Argument(help="Folders in BEIR layout.")],
    data: Annotated[Path, typer.Option(help="Folder with qa_*.jsonl.xz and parallel.*.tsv.xz.")],
    limit: Annotated[int, typer.Option(help="Training questions of each kind.")] = 600,
    limit_queries: Annotated[int | None, typer.Option(help="Questions of each set.")] = None,
    corpus: Annotated[Path | None, typer.Option(help="In place of corpus.jsonl.")] = None,
    distractors: Annotated[Path | None, typer.Option(help="Documents to add.")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Measure all rows on all sets and print them as one table."""
    rows = [*_product_rows(), *_fitted_rows(_training(data, limit))]
    found: dict[str, Measured] = {}
    for folder in sets:
        beir = load_beir(folder, corpus=corpus, distractors=distractors)
        found[beir.name] = _measure_set(beir, beir.judged(limit_queries), rows)
    for line in _table(rows, found):
        print(line)
    if json_out:
        results = tuple(_results(rows, found, distractors))
        run = Run(made=made_now(sys.orig_argv), results=results)
        save_figures(json_out, Figures(runs=(run,)))


def _product_rows() -> list[Row]:
    """Those that leave the weights as they are."""

    def shipped(**sides: bool) -> Callable[[Pool], Floats]:
        return lambda pool: only(pool.candidates(**sides), pool.relevance)

    return [
        Row(_WHOLE, shipped()),
        Row("without dense candidates", shipped(dense=False)),
        Row("without lexical candidates", shipped(lexical=False)),
        Row("candidates by best sentence too", shipped(sentences=True)),
        Row("without query translation", shipped(), Untranslated),
        Row("without renderings, with sounds", shipped(), Unrendered),
        Row("without sounds, with renderings", shipped(), Unsounded),
        Row("without regional name variants", shipped(), OneForm),
        Row("reciprocal rank fusion", _reciprocal_ranks),
        Row("dense alone", _dense),
        Row("dense alone, whole chunks", lambda pool: only(pool.dense, pool.whole)),
        Row("lexical alone", _lexical),
    ]


def _dense(pool: Pool) -> Floats:
    return only(pool.dense, pool.near)


def _lexical(pool: Pool) -> Floats:
    return only(pool.lexical, pool.shares)


def _reciprocal_ranks(pool: Pool) -> Floats:
    """Both sides' own rankings joined without looking at their scores.

    Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
    rank learning methods", SIGIR 2009, with the constant given there.
    """
    total = np.zeros(len(pool.near))
    for scores in (_dense(pool), _lexical(pool)):
        ranks = 1 + np.argsort(np.argsort(-scores, kind="stable"))
        total += np.where(scores > -np.inf, 1 / (_RRF + ranks), 0.0)
    return only(total > 0, total)


# -- rows with weights of their own ---------------------------------------------------------


def _fitted_rows(training: Sequence[Sequence[Asked]]) -> Iterator[Row]:
    parts: dict[str, tuple[str, ...]] = {f"without {name}": (name,) for name in NAMES}
    parts["without any alignment"] = ("sentence_alignment", "passage_alignment")
    parts["without neighbouring sentences"] = ("coverage", "passage_alignment")
    yield Row(_REFITTED, _fitted(training), base=_REFITTED)
    for name, without in parts.items():
        yield Row(name, _fitted(training, without), base=_REFITTED)


def _fitted(
    training: Sequence[Sequence[Asked]], without: Collection[str] = ()
) -> Callable[[Pool], Floats]:
    """Scores by weights fitted to all measures but some."""
    kept = np.array([name not in without for name in NAMES])
    same, crossing = (
        _calibrated([replace(one, features=one.features * kept) for one in asked], left_out)
        for asked, left_out in zip(training, LEFT_OUT.values(), strict=True)
    )

    def scores(pool: Pool) -> Floats:
        table = pool.table * kept
        odds = np.where(
            pool.crosses, crossing[0] + table @ crossing[1:], same[0] + table @ same[1:]
        )
        return only(pool.candidates(), odds)

    return scores


def _calibrated(asked: Sequence[Asked], left_out: Collection[str]) -> Floats:
    return calibrated(asked, fit(asked, left_out))


def _training(data: Path, limit: int) -> tuple[list[Asked], list[Asked]]:
    """Training questions in the language of their passage, and in the other one."""
    rng = random.Random(_SEED)
    same, crossing = examples(data), crossing_examples(data, rng)
    rng.shuffle(same)
    rng.shuffle(crossing)
    articles = {article.id: article for article in distractors(data)}
    articles |= {example.gold.id: example.gold for example in [*same, *crossing]}
    with tempfile.TemporaryDirectory() as folder:
        ingest_articles(Path(folder), articles.values())
        index = Index(Path(folder))
        asked = collect(index, same[:limit]), collect(index, crossing[:limit])
        index.close()
    return asked


# -- measuring ------------------------------------------------------------------------------


def _measure_set(beir: BeirSet, queries: Sequence[Judged], rows: Sequence[Row]) -> Measured:
    """All rows on some judged questions of a set; tells how far the first is the product."""
    started = time.perf_counter()
    scan = beir.corpus.scan(beir.gold_documents())
    gold = gold_by_query(beir.judgements, scan.article_ids)
    system = NewsQA()
    index = corpus_index(beir.name, beir.corpus, beir.corpus.articles(), system)
    found: Measured = {row.name: [] for row in rows}
    same = 0
    with system.service(index.folder) as service:
        for query in queries:
            ranked = _ranked(service, query.text, rows)
            for name, articles in ranked.items():
                found[name].append(ranking_measures(articles, gold[query.id]))
            product = distinct_articles(ServiceRanker(service).rank(query.text).article_ids)
            same += product[:10] == ranked[_WHOLE][:10]
    print(
        f"{beir.name}: {len(queries)} questions, {scan.documents:,} documents; the whole ranks as "
        f"the product for {same} of them; {time.perf_counter() - started:.0f} s"
    )
    return found


def _ranked(service: Service, question: str, rows: Sequence[Row]) -> dict[str, list[str]]:
    """The articles that each row finds, best first."""
    asked = Query.of(question, service.index)
    pools = {Query: Pool.of(asked)}
    for kind in {row.wording for row in rows} - pools.keys():
        other = kind.of(question, service.index)
        pools[kind] = pools[Query] if alike(asked, other) else Pool.of(other)
    return {row.name: pools[row.wording].ranked(row.scores(pools[row.wording])) for row in rows}


def _table(rows: Sequence[Row], found: Mapping[str, Measured]) -> Iterator[str]:
    """A row a way to search; ``*`` where chance does not explain the difference to its base."""
    yield "\n| | " + " | ".join(f"{name} MRR@10 | hit@10" for name in found) + " |"
    yield "|---" * (1 + len(_MEASURES) * len(found)) + "|"
    for row in rows:
        cells = [
            _cell([one[measure] for one in measured[row.base]], [one[measure] for one in of_row])
            for measured in found.values()
            for of_row in [measured[row.name]]
            for measure in _MEASURES
        ]
        yield f"| {row.name} | " + " | ".join(cells) + " |"
    yield "\n* differs from the whole (95 %, bootstrap and randomisation over the questions)"


def _results(
    rows: Sequence[Row], found: Mapping[str, Measured], distractors: Path | None
) -> Iterator[Result]:
    """The table's figures, a row's name as the system."""
    for name, measured in found.items():
        for row in rows:
            columns = {each: [one[each] for one in measured[row.name]] for each in _MEASURES}
            bases = {each: [one[each] for one in measured[row.base]] for each in _MEASURES}
            yield Result(
                dataset=with_distractors(name, distractors),
                system=row.name,
                queries=len(measured[row.name]),
                figures={each: round(float(np.mean(columns[each])), 4) for each in _MEASURES},
                differs=tuple(
                    each
                    for each in _MEASURES
                    if paired_difference(bases[each], columns[each]).significant
                ),
            )


def _cell(base: Sequence[float], values: Sequence[float]) -> str:
    star = "*" if paired_difference(base, values).significant else ""
    return f"{np.mean(values):.3f}{star}"


if __name__ == "__main__":
    typer.run(main)
