"""JSON Lines and CSV: the same fields, the same complaints."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading
from qa.errors import ArticleFileError

HONG_KONG = "Asia/Hong_Kong"


def read(path: Path) -> list[Reading]:
    return list(read_file(path, timezone=HONG_KONG))


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


FULL = {
    "_id": 7,
    "title": "Council votes",
    "text": "The council voted.",
    "url": "https://example.org/7",
    "published": "2023-03-21 20:00",
    "updated": None,
    "category": "World",
    "source": "Bay Times",
}


def test_all_fields_of_a_json_line(tmp_path: Path) -> None:
    (draft,) = read(write(tmp_path / "a.jsonl", json.dumps(FULL)))
    assert draft == ArticleDraft(
        title="Council votes",
        body="The council voted.",
        url="https://example.org/7",
        source="Bay Times",
        category="World",
        published="2023-03-21T20:00:00+08:00",
        external_id="7",
        record="line 1",
    )


def test_a_beir_corpus(tmp_path: Path) -> None:
    rows = [{"_id": "p0", "title": "", "text": "One."}, {"_id": "p1", "title": "", "text": "Two."}]
    drafts = read(write(tmp_path / "corpus.jsonl", "\n".join(map(json.dumps, rows))))
    assert [d.external_id for d in drafts if isinstance(d, ArticleDraft)] == ["p0", "p1"]


def test_bad_json_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        '{"id": 1, "body": "One."}\n[1, 2]\n{"id": 2\n\n{"id": 3, "text": " "}\n'
        '{"text": "Three."}\n',
    )
    first, *errors, last = read(path)
    assert isinstance(first, ArticleDraft)
    assert isinstance(last, ArticleDraft)
    assert (first.record, last.record) == ("line 1", "line 6")
    messages = [str(error) for error in errors if isinstance(error, ArticleFileError)]
    assert [message.split(": ")[0] for message in messages] == [
        f"{path}, line {n}" for n in (2, 3, 5)
    ]
    assert "no text" in messages[2]
    assert "id, text" in messages[2]
    assert all("\n" not in message for message in messages)


def test_a_line_in_another_encoding_is_read_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text": "One."}\n' * 90_000 + '{"text": "兩"}\n'.encode("big5") + b'{"text": "Two."}'
    )
    *_, other, last = read(path)
    assert isinstance(other, ArticleDraft)
    assert isinstance(last, ArticleDraft)
    assert (other.body, last.body) == ("兩", "Two.")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "big5"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    text = "新橋將於明年動工，預計三年後完成，政府表示會諮詢居民。"
    line = json.dumps({"title": "新橋", "text": text}, ensure_ascii=False)
    drafts = read(write(tmp_path / "a.jsonl", f"{line}\n{line}\n", encoding))
    assert [d.body for d in drafts if isinstance(d, ArticleDraft)] == [text, text]


def test_half_characters_do_not_reach_the_store(tmp_path: Path) -> None:
    (draft,) = read(write(tmp_path / "a.jsonl", r'{"text": "Half \ud83d of one."}'))
    assert isinstance(draft, ArticleDraft)
    draft.body.encode()


def test_large_files_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for number in range(20_000):
            file.write(json.dumps({"id": number, "text": f"Article {number}. {'x' * 500}"}) + "\n")
    path.write_bytes(path.read_bytes()[:-200])
    # The damage at the end is not met while only the start is asked for.
    assert all(isinstance(d, ArticleDraft) for d in islice(read_file(path, timezone="UTC"), 100))
    *_, last = read_file(path, timezone="UTC")
    assert isinstance(last, ArticleFileError)
    assert "ends too early" in last.message


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_with_each_delimiter(tmp_path: Path, mark: str) -> None:
    cells = (
        ["ID", "Title", "Text", "Published"],
        ["7", "Votes", '"One, two; ""three"".\n\nFour."', "2023-03-21"],
    )
    path = write(tmp_path / "a.csv", "\r\n".join(mark.join(row) for row in cells), "utf-8-sig")
    (draft,) = read(path)
    assert isinstance(draft, ArticleDraft)
    assert draft.body == 'One, two; "three".\n\nFour.'
    assert (draft.external_id, draft.published) == ("7", "2023-03-21T00:00:00+08:00")


def test_bad_rows_are_named_by_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        'title,text,published\nA,"One.\nOne more.",\nB,,\nC,Three,two,extra\nD,Four.,soon\n'
        'E,"Five" and more,\nF,Six.,2024-01-01\n',
    )
    first, *errors, last = read(path)
    assert isinstance(first, ArticleDraft)
    assert isinstance(last, ArticleDraft)
    assert (first.title, last.title) == ("A", "F")
    lines = [str(e).split(": ")[0] for e in errors if isinstance(e, ArticleFileError)]
    assert lines == [f"{path}, line {n}" for n in (4, 5, 7)]
    soon = errors[2]
    assert isinstance(soon, ArticleDraft)
    assert (soon.title, soon.published) == ("D", None)
    assert soon.notes == ("published 'soon' is not a date: kept without it",)


def test_a_table_without_known_columns_says_which_it_has_and_needs(tmp_path: Path) -> None:
    (error,) = read(write(tmp_path / "a.csv", "name,age\nx,1\n"))
    assert isinstance(error, ArticleFileError)
    assert "name, age" in error.message
    assert "text" in error.hint


def test_a_cell_may_be_longer_than_the_module_allows_at_first(tmp_path: Path) -> None:
    (draft,) = read(write(tmp_path / "a.csv", f"title,text\nA,{'word ' * 40_000}\n"))
    assert isinstance(draft, ArticleDraft)
    assert len(draft.body) == 40_000 * 5 - 1


def test_quotation_marks_in_tab_separated_text_are_the_text_s(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", 'headline\tcontent\n"Yes" he said\tOne.\nB\t"Two" or three.\n')
    drafts = [d for d in read(path) if isinstance(d, ArticleDraft)]
    assert [(d.title, d.body) for d in drafts] == [
        ('"Yes" he said', "One."),
        ("B", '"Two" or three.'),
    ]
