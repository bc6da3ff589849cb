from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from qa.errors import ArticleNotFoundError, IndexBusyError, IndexDamagedError, IndexNotFoundError
from qa.index import contents
from qa.index.filters import Filters
from qa.index.generation import Stamp
from qa.index.index import Index
from qa.index.ingest import ingest_articles
from qa.index.lexical import LexicalIndex, Word
from qa.index.rows import packed
from qa.index.vectors import VectorIndex
from qa.index.verify import verify
from qa.settings import SHIPPED_EMBEDDING_MODEL, Settings
from qa.text.terms import query_terms
from tests.conftest import BRIDGE, HARBOUR, PANDA, article


def titles(index: Index, found: list[tuple[int, float]]) -> list[str]:
    return [one.title for _, one in index.chunks([chunk for chunk, _ in found])]


def lexical(index: Index, question: str, filters: Filters | None = None) -> list[str]:
    words = [Word.of(term) for term in query_terms(question)]
    return titles(index, index.lexical(lambda side: side.search(words, 3, filters)))


def dense(index: Index, question: str, filters: Filters | None = None) -> list[str]:
    return titles(index, index.search_dense(index.model.encode([question])[0], 3, filters))


def test_both_sides_find_an_article(small_index: Path) -> None:
    index = Index(small_index)
    assert lexical(index, "ferry fares")[0] == HARBOUR.title
    assert dense(index, "ferry fares")[0] == HARBOUR.title
    assert lexical(index, "大桥有几条行车线")[0] == BRIDGE.title, "Simplified finds Traditional"


def test_unsegmented_chinese_would_find_nothing_and_ours_does(small_index: Path) -> None:
    # The canary of STYLE.md: BM25 over unsegmented Chinese silently scores 0.
    index = Index(small_index)
    whole = [Word.of("大熊猫幼崽首次公开亮相")]
    assert index.lexical(lambda side: side.search(whole, 3)) == []
    assert lexical(index, "大熊猫幼崽")[0] == PANDA.title


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(language="en"), {HARBOUR.title}),
        (Filters(language="zh"), {BRIDGE.title, PANDA.title}),
        (Filters(category="本地"), {BRIDGE.title}),
        (Filters(source="harbour DAILY"), {HARBOUR.title}),
        (Filters(source="新華快報"), {PANDA.title}),
        (Filters(published_from="2024-01-01"), {HARBOUR.title, PANDA.title}),
        (Filters(published_to="2023-11-05"), {BRIDGE.title}),
        (Filters(published_from="2024-02-11", published_to="2024-02-11"), {PANDA.title}),
        (Filters(category="nothing"), set()),
    ],
)
def test_filters_restrict_both_sides_alike(
    small_index: Path, filters: Filters, expected: set[str]
) -> None:
    index = Index(small_index)
    everything = "ferry fares 大橋 明年 大熊猫"
    assert set(lexical(index, everything, filters)) == expected
    assert set(dense(index, everything, filters)) == expected


def test_no_index_and_no_database(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="no index in"):
        Index(tmp_path / "nothing")
    (tmp_path / "articles.sqlite3").write_bytes(b"this is no database, whatever its name" * 99)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        Index(tmp_path)


def _delete(folder: Path) -> None:
    shutil.rmtree(folder)


def _overwrite(folder: Path) -> None:
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        file.write_bytes(b"damage" * 200)


def _empty(folder: Path) -> None:
    _delete(folder)
    folder.mkdir()


@pytest.mark.parametrize("name", ["chroma", "lexical"])
@pytest.mark.parametrize("damage", [_delete, _overwrite, _empty])
def test_a_damaged_side_is_rebuilt_from_the_articles(
    small_index: Path, name: str, damage: Callable[[Path], None]
) -> None:
    (folder,) = small_index.glob(f"{name}-*")
    damage(folder)
    index = Index(small_index)
    assert lexical(index, "ferry fares")[0] == dense(index, "ferry fares")[0] == HARBOUR.title
    assert verify(index).sound
    assert list(small_index.glob(f"{name}-*")) != [folder], "a new folder took its place"


def test_a_lost_stamp_file_is_no_loss(small_index: Path) -> None:
    (small_index / "derived.json").write_text("{")
    assert verify(Index(small_index)).sound


def test_removed_articles_are_gone_from_both_sides(small_index: Path) -> None:
    index = Index(small_index)
    assert index.remove([HARBOUR.id]) == [HARBOUR.id]
    assert HARBOUR.title not in lexical(index, "ferry fares") + dense(index, "ferry fares")
    assert index.status().articles == 2
    with pytest.raises(ArticleNotFoundError, match=HARBOUR.id):
        index.article(HARBOUR.id)
    with pytest.raises(ArticleNotFoundError):
        index.remove([BRIDGE.id, "unknown"])
    assert index.article(BRIDGE.id) == BRIDGE, "nothing goes where one id is wrong"


def test_an_open_index_sees_what_another_one_ingests(small_index: Path) -> None:
    index = Index(small_index)
    ingest_articles(small_index, [article("Night bus", "A night bus line opens in Taipo.")])
    assert lexical(index, "night bus")[0] == dense(index, "night bus")[0] == "Night bus"


def test_only_one_process_writes(small_index: Path) -> None:
    script = (
        "import sys, pathlib; from qa.index.index import Index\n"
        "with Index(pathlib.Path(sys.argv[1])).writing():\n"
        "    print('locked', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(small_index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout
    assert holder.stdout.readline() == "locked\n"
    index = Index(small_index)
    with pytest.raises(IndexBusyError, match="another process"), index.writing(timeout=0.1):
        pass
    assert lexical(index, "ferry fares")[0] == HARBOUR.title, "reading goes on"
    holder.communicate("")
    with index.writing(timeout=5):
        pass


def test_another_embedding_model_embeds_everything_again(small_index: Path, tmp_path: Path) -> None:
    before = Index(small_index)
    other = Index(small_index, settings=Settings(embedding_model=str(_turned(tmp_path))))
    assert other.model.fingerprint != before.model.fingerprint
    assert dense(other, "ferry fares")[0] == HARBOUR.title
    assert verify(other).sound


def _turned(tmp_path: Path) -> Path:
    """The shipped model with its axes in another order: other vectors, same likeness."""
    from safetensors.numpy import load_file, save_file

    folder = tmp_path / "turned"
    shutil.copytree(SHIPPED_EMBEDDING_MODEL, folder)
    for file in folder.rglob("*.safetensors"):
        rows = {
            name: np.ascontiguousarray(m[:, ::-1]) if m.ndim == 2 else m
            for name, m in load_file(file).items()
        }
        save_file(rows, file)
    return folder


def test_verify_finds_what_is_wrong_in_the_store(small_index: Path) -> None:
    with sqlite3.connect(small_index / "articles.sqlite3") as db:
        db.execute("UPDATE articles SET body = ? WHERE id = ?", (packed("other"), HARBOUR.id))
        db.execute("DELETE FROM chunks WHERE article_id = ?", (PANDA.id,))
    problems = "\n".join(verify(Index(small_index)).problems)
    assert f"article {HARBOUR.id}: its text" in problems
    assert f"article {PANDA.id}: has no chunk" in problems
    assert "its span lies outside" in problems


def test_verify_finds_sentences_and_signatures_of_another_text(small_index: Path) -> None:
    with sqlite3.connect(small_index / "articles.sqlite3") as db:
        for table in ("chunks", "signatures"):
            column = {"chunks": "granules", "signatures": "signature"}[table]
            db.execute(
                f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} "
                "WHERE article_id = ?) WHERE article_id = ?",
                (HARBOUR.id, PANDA.id),
            )
        db.execute("UPDATE chunks SET granules = x'0102' WHERE article_id = ?", (HARBOUR.id,))
    problems = "\n".join(verify(Index(small_index)).problems)
    assert f"article {PANDA.id}: the sentences kept for search are not its own" in problems
    assert f"article {PANDA.id}: its signature is not that of its text" in problems
    assert f"article {HARBOUR.id}: the sentences kept for search are not its own" in problems
    assert f"article {HARBOUR.id}: its signature" not in problems


@pytest.mark.parametrize("name", ["chroma", "lexical"])
def test_verify_finds_entries_that_a_side_lacks_or_has_too_many(
    small_index: Path, name: str
) -> None:
    index = Index(small_index)
    side: VectorIndex | LexicalIndex | None
    side = {"chroma": index._dense.side, "lexical": index._lexical.side}[name]
    assert side
    side.remove([1, 2])
    side.commit()
    assert f"the {name} index lacks 2 chunks and has 0 too many" in verify(index).problems


def test_the_languages_are_those_of_the_articles_that_are_there(small_index: Path) -> None:
    index = Index(small_index)
    assert index.languages() == {"en", "zh-Hant", "zh-Hans"}
    index.remove([BRIDGE.id])
    assert index.languages() == {"en", "zh-Hans"}


def test_stamps_of_another_store_are_not_trusted(small_index: Path, tmp_path: Path) -> None:
    # The store was put back from a copy of another index, the derived folders were not.
    other = tmp_path / "other"
    ingest_articles(other, [PANDA])
    for file in small_index.glob("articles.sqlite3*"):
        file.unlink()
    shutil.copy(other / "articles.sqlite3", small_index)
    index = Index(small_index)
    assert lexical(index, "大熊猫 ferry") == [PANDA.title]
    assert index._dense.stamp() != Stamp()


def test_a_removal_is_a_small_change_not_a_rebuild(small_index: Path) -> None:
    index = Index(small_index)
    before = {side.name: side.stamp().generation for side in index._sides}
    index.remove([HARBOUR.id])
    assert {side.name: side.stamp().generation for side in index._sides} == before
    assert index._lexical.side
    assert index._lexical.side.count() == 2


def test_other_terms_rebuild_the_lexical_side_alone(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def generations(index: Index) -> tuple[int, int]:
        return index._dense.stamp().generation, index._lexical.stamp().generation

    dense_side, lexical_side = generations(Index(small_index))
    monkeypatch.setattr("qa.index.lexical.STAMP", "of another version")
    index = Index(small_index)
    assert generations(index) == (dense_side, lexical_side + 1)
    assert lexical(index, "ferry fares")[0] == HARBOUR.title


@pytest.mark.parametrize(
    "version", ["GRANULES_VERSION", "SIGNATURE_VERSION", "CHUNKER_VERSION", "LANGUAGE_VERSION"]
)
def test_other_contents_are_made_again_once(
    small_index: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    before = Index(small_index).store.last_chunk()
    monkeypatch.setattr(f"qa.index.contents.{version}", 99)
    index = Index(small_index)
    assert index.store.last_chunk() == before + 3
    assert verify(index).sound
    assert Index(small_index).store.last_chunk() == before + 3


def test_filtered_search_goes_on_while_another_process_has_added_what_chroma_lacks(
    small_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.index.dense._EXACT", 0)  # as if there were too many for that
    index = Index(small_index)
    added = article("Night ferry", "A night ferry starts in May.", category="City")
    with index.writing():
        (made,) = contents.prepare([added], index.model)
        with index.store.transaction():
            index.store.add(added, "test", made)
        # What a reader does meanwhile: the lock is taken, so it searches what there is.
        vector = index.model.encode(["ferry"])[0]
        other = Index.__new__(Index)
        other.__dict__.update(index.__dict__)
        other._up_to_date = lambda: None  # type: ignore[method-assign]
        found = other.search_dense(vector, 5, Filters(category="City"))
    assert titles(index, found) == [HARBOUR.title]


@pytest.mark.parametrize("text", ["[]", "null", '{"chroma": 3}'])
def test_a_senseless_stamp_file_is_no_loss(small_index: Path, text: str) -> None:
    (small_index / "derived.json").write_text(text)
    assert verify(Index(small_index)).sound


def test_damage_inside_the_lexical_files_is_found_and_mended(small_index: Path) -> None:
    for file in small_index.glob("lexical-*/*.idx"):
        file.write_bytes(bytes(b ^ 0x5A for b in file.read_bytes()))
    index = Index(small_index)
    assert lexical(index, "ferry fares")[0] == HARBOUR.title
    assert verify(index).sound
