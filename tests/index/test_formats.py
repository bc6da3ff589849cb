"""What is stored, as digests of a small text: a change that no version tells is noticed here.

Where one of these fails, what an index holds would be made otherwise: raise the version that is
named, so that existing indexes are made again, and put the new digest beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from unittest.mock import patch

import numpy as np
import pytest

from qa.chunking import chunker
from qa.chunking.chunker import chunk_body
from qa.embedding.load import shipped_model
from qa.index import contents, database, granules, lexical, signature, sounds, vectors
from qa.index.crowds import Crowds
from qa.index.granules import Granules, pack
from qa.index.lexical import LexicalIndex
from qa.index.store import StoredChunk
from qa.text import language
from qa.text import terms as text_terms
from qa.text.terms import terms
from tests import other_languages
from tests.conftest import article
from tests.index.test_vectors import unit_rows

HARBOUR = article(
    "Harbour ferry line opens: 3 boats, 1,200 seats",
    "The Star Pier company opened its third ferry line on 1 May 2024. “We waited for years,” said "
    "Ms. Eleanor Whitcombe, who runs it; fares rise by 12.5 per cent.\n\n"
    "Boat no. 7 sails at 7:30 a.m. for St. Mary's Island (the U.S. base lies north of it). "
    + "".join(
        f"On pier {n} Mr. Oduya counted {n * 137} passengers, e.g. pupils, nurses and cooks; "
        f"{n}.5 % of them paid by card. Who paid nothing? Nobody, the company's Dr. Qiu says!\n"
        for n in range(1, 14)
    ),
    published="2024-05-01T08:30:00+08:00",
)
BRIDGE = article(
    "跨海大橋通車：全長12公里、耗資300億元",
    "「新大橋今日通車。」運輸署長陳美玲說，大橋設有三條行車線、單車徑和觀景台……"
    "首日有１２,３４５輛車駛過！\n\n"
    + "".join(
        f"第{n}區居民表示，橋上風大，騎單車要小心；署方稱{n}月起加設擋風板，預算{n}.5億元。"
        f"WHO專家馬克·史密斯（Mark Smith）問：「誰來維修？」\n"
        for n in range(1, 16)
    ),
    published="2023-11-05T18:00:00+08:00",
)
PANDA = article(
    "大熊猫幼崽首次亮相",
    "动物园昨日宣布，两只大熊猫幼崽首次与游客见面。它们出生于去年8月，体重均超过10公斤。\n"
    "“它们很健康，”园长说。门票每张60元，学生半价；7月1日起延长开放时间。",
    published="2024-02-11T08:00:00+08:00",
)
ARTICLES = (HARBOUR, BRIDGE, PANDA)
TWO_LINES = (
    "Le pont ouvre\nLe trafic reprend mardi.",
    "Sube el precio del pan\nLos panaderos protestan.",
    "La Niña returns\nIt will rain.",
)


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def chunks() -> object:
    cut = [[(c.start, c.end, c.tokens) for c in chunk_body(one.body)] for one in ARTICLES]
    return cut, [contents.embedding_text(one, 0, 40) for one in ARTICLES]


def sentences() -> object:
    """Lengths of vectors are left out: they differ a little between machines."""
    cut = [(one, chunk_body(one.body)) for one in ARTICLES]
    held = Granules.unpack(pack(cut, shipped_model()))
    exact = ("ids", "lengths", "starts", "ends", "counts")
    return [getattr(held, name).tolist() for name in exact]


def sketches() -> object:
    return [signature.signature(one).hex() for one in ARTICLES]


def words() -> object:
    return [terms(text) for one in ARTICLES for text in (one.headline, one.body)]


def heard() -> object:
    return [list(sounds.names_by_sound(one.body)) for one in ARTICLES]


class _Recorder:
    """In the place of tantivy's writer."""

    def __init__(self) -> None:
        self.documents: list[object] = []

    def add_document(self, document: Any) -> None:
        self.documents.append(document.to_dict())


def documents() -> object:
    """What the lexical side is given of a chunk; terms and sounds have versions of their own."""
    with TemporaryDirectory() as folder:
        side, recorder = LexicalIndex(Path(folder)), _Recorder()
        side._writer = cast(Any, recorder)
        with (
            patch.object(lexical, "terms", lambda text: [f"<{text}>"]),
            patch.object(lexical, "names_by_sound", lambda text: [f"<{text}>"]),
        ):
            for number, one in enumerate(ARTICLES):
                side.add(StoredChunk(number, one.id, 10, 50), one)
    return recorder.documents


def graph() -> object:
    """How vectors are put into Chroma, and which are not."""
    with TemporaryDirectory() as folder:
        taken = Crowds(Path(folder) / "none").take(range(400), np.repeat(unit_rows(4), 100, 0))
    return dict(vectors._HNSW), taken.tolist()


def tables() -> object:
    return database._SCHEMA, database._MEMORY


def languages() -> object:
    ours = [one.body for one in ARTICLES]
    others = [one.body for one in other_languages.ARTICLES]
    return [language.detect_language(text) for text in [*ours, *others, *TWO_LINES]]


# The version that tells of a change, as it is now; what is stored; and its digest.
FORMATS: dict[str, tuple[object, Callable[[], object], str]] = {
    "CHUNKER_VERSION": (2, chunks, "367747620945f044"),
    "GRANULES_VERSION": (2, sentences, "1c4e9b3736c783ce"),
    "SIGNATURE_VERSION": (1, sketches, "db37556c4d47954b"),
    "TERMS_VERSION": (3, words, "fe3f69afcbe5b7dc"),
    "LANGUAGE_VERSION": (2, languages, "916f2c43646ac702"),
    "SOUNDS_VERSION": (2, heard, "b1040c6b69ae2fcc"),
    "lexical.FORMAT": (4, documents, "fc0097ab39d386f3"),
    "vectors.FORMAT": (3, graph, "4482e64db25a8113"),
    "database.FORMAT": (4, tables, "5a7f88dcf272fb08"),
}
VERSIONS = {
    "CHUNKER_VERSION": chunker.CHUNKER_VERSION,
    "GRANULES_VERSION": granules.GRANULES_VERSION,
    "SIGNATURE_VERSION": signature.SIGNATURE_VERSION,
    "TERMS_VERSION": text_terms.TERMS_VERSION,
    "LANGUAGE_VERSION": language.LANGUAGE_VERSION,
    "SOUNDS_VERSION": sounds.SOUNDS_VERSION,
    "lexical.FORMAT": lexical.FORMAT,
    "vectors.FORMAT": vectors.FORMAT,
    "database.FORMAT": database.FORMAT,
}


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_stored_is_what_its_version_says(name: str) -> None:
    version, made, expected = FORMATS[name]
    found = digest(made())
    assert (VERSIONS[name], found) == (version, expected), (
        f"raise {name} and write down ({VERSIONS[name]} + 1, {found!r}), "
        "or, where the version is new already, its number and the digest"
    )


@pytest.mark.parametrize(
    ("name", "target", "value"),
    [
        ("CHUNKER_VERSION", "qa.chunking.chunker.count_tokens", len),
        ("CHUNKER_VERSION", "qa.chunking.chunker.sentence_spans", lambda text: [(0, len(text))]),
        ("CHUNKER_VERSION", "qa.index.contents.embedding_text", lambda one, a, b: one.body[a:b]),
        ("GRANULES_VERSION", "qa.index.granules.sentence_spans", lambda text: [(0, len(text))]),
        ("GRANULES_VERSION", "qa.text.sentences._ABBREVIATIONS", frozenset()),
        ("SIGNATURE_VERSION", "qa.index.signature._CHINESE_SHINGLE", 4),
        ("SIGNATURE_VERSION", "qa.index.signature._OTHER_SHINGLE", 4),
        ("SIGNATURE_VERSION", "qa.index.signature._SEED", 2),
        ("SIGNATURE_VERSION", "qa.index.signature.fold", str),
        ("TERMS_VERSION", "qa.text.terms.fold", str),
        ("LANGUAGE_VERSION", "qa.text.language.foreign_language", lambda text, prose: None),
        ("SOUNDS_VERSION", "qa.index.sounds._BIGRAMS", 7),
        ("SOUNDS_VERSION", "qa.index.sounds._is_known", lambda word: False),
        ("lexical.FORMAT", "qa.index.lexical._TITLE_WEIGHT", 3),
        ("lexical.FORMAT", "qa.index.lexical.moment_number", lambda moment: 0),
        ("vectors.FORMAT", "qa.index.crowds.LIMIT", 99),
        ("database.FORMAT", "qa.index.database._SCHEMA", "CREATE TABLE meta (key TEXT)"),
    ],
)
def test_a_change_of_what_is_stored_is_noticed(
    name: str, target: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, made, _ = FORMATS[name]
    before = digest(made())
    monkeypatch.setattr(target, value)
    assert digest(made()) != before
