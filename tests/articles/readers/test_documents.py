"""Word documents and EPUB."""

from __future__ import annotations

from pathlib import Path

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading, Skipped
from qa.errors import ArticleFileError
from tests.articles.readers.made import (
    BODY,
    MARKUP,
    PARAGRAPHS,
    TITLE,
    book,
    word,
    word_paragraph,
    zipped,
)


def read(path: Path, data: bytes) -> list[Reading]:
    path.write_bytes(data)
    return list(read_file(path, timezone="Asia/Hong_Kong"))


def test_the_title_style_of_any_language_and_a_date_line(tmp_path: Path) -> None:
    # The German Word calls the style "Titel", and its name stays "Title".
    styles = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    parts = [word_paragraph("21 March 2023 20:00"), *map(word_paragraph, PARAGRAPHS)]
    data = word(word_paragraph(TITLE, "Titel") + "".join(parts), styles=styles)
    (draft,) = read(tmp_path / "a.docx", data)
    assert draft == ArticleDraft(title=TITLE, body=BODY, published="2023-03-21T20:00:00+08:00")


def test_deleted_text_is_gone_and_tables_are_lines(tmp_path: Path) -> None:
    changed = (
        "<w:p><w:r><w:t>Fares rise by five </w:t></w:r><w:del><w:r><w:delText>six </w:delText>"
        "</w:r></w:del><w:ins><w:r><w:t>percent, the company said.</w:t></w:r></w:ins></w:p>"
    )
    cell = "<w:tc>{}</w:tc>"
    row = cell.format(word_paragraph("North pier")) + cell.format(word_paragraph("5 dollars"))
    table = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    (draft,) = read(tmp_path / "a.docx", word(word_paragraph(TITLE) + changed + table))
    assert isinstance(draft, ArticleDraft)
    assert draft.body.split("\n\n") == [
        "Fares rise by five percent, the company said.",
        "North pier | 5 dollars",
    ]


def test_what_is_no_word_document(tmp_path: Path) -> None:
    for data in (zipped({"x.xml": "<x/>"}), b"no zip file", word("")):
        (error,) = read(tmp_path / "a.docx", data)
        assert isinstance(error, ArticleFileError)
        assert "a.docx: no" in error.message


def test_the_chapters_of_a_book(tmp_path: Path) -> None:
    links = "".join(f'<li><a href="c{n}.xhtml">Chapter {n} of the book</a></li>' for n in range(9))
    data = book(
        {
            "cover.xhtml": "<h1>Bay Weekly</h1>",
            "contents.xhtml": f"<ol>{links}</ol>",
            "c1.xhtml": f"<a id='x'/><h2>{TITLE}</h2>{MARKUP}",
        }
    )
    cover, contents, draft = read(tmp_path / "a.epub", data)
    assert isinstance(cover, Skipped)
    assert isinstance(contents, Skipped)
    assert draft == ArticleDraft(
        title=TITLE,
        body=BODY,
        source="Bay Press",
        published="2023-03-21T00:00:00+08:00",
        record="OEBPS/c1.xhtml",
    )


def test_a_locked_book_is_refused(tmp_path: Path) -> None:
    lock = "<encryption><CipherReference URI='OEBPS/c1.xhtml'/></encryption>"
    data = book({"c1.xhtml": MARKUP}, extra={"META-INF/encryption.xml": lock})
    (error,) = read(tmp_path / "a.epub", data)
    assert isinstance(error, ArticleFileError)
    assert "locked by DRM" in error.message
