from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.pdf import join_lines, without_running_lines
from qa.errors import ArticleFileError

TITLE = "Harbour bridge closes for a week of repairs"
PARAGRAPHS = [
    "The bridge across the harbour will close on Monday for a week, the roads office said, and "
    "drivers should expect delays on both sides of the bay during the morning and the evening.",
    "Buses will take the tunnel instead. Lorries above ten tonnes must use the ring road, where "
    "extra lanes will open at night. Cyclists may use the ferry without paying a fare for it.",
    "Work on the northern half of the bridge is due to follow in the spring of next year.",
]


def make_pdf(paragraphs: Sequence[str], *, font: str = "Helvetica", title: str = "") -> bytes:
    """A PDF with a running header and page numbers, one paragraph to a page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    def frame(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 800, "Bay Times weekly edition")
        canvas.drawString(280, 30, f"Page {document.page} of {len(paragraphs)}")

    style = ParagraphStyle("body", fontName=font, fontSize=11, leading=15, spaceAfter=10)
    if font != "Helvetica":
        style.wordWrap = "CJK"
    story: list[object] = []
    for paragraph in paragraphs:
        story += [Paragraph(paragraph, style), PageBreak()]
    out = io.BytesIO()
    SimpleDocTemplate(out, title=title or None).build(story, onFirstPage=frame, onLaterPages=frame)
    return out.getvalue()


def read(path: Path, data: bytes) -> ArticleDraft | ArticleFileError:
    path.write_bytes(data)
    (found,) = read_file(path, timezone="Asia/Hong_Kong")
    return found


def test_pages_become_one_article_without_running_lines(tmp_path: Path) -> None:
    front = f"{TITLE}<br/><br/>21 March 2023 20:00<br/><br/>{PARAGRAPHS[0]}"
    draft = read(tmp_path / "a.pdf", make_pdf([front, *PARAGRAPHS[1:]]))
    assert isinstance(draft, ArticleDraft)
    assert draft.title == TITLE
    assert draft.published == "2023-03-21T20:00:00+08:00"
    assert draft.body.split("\n\n") == PARAGRAPHS


def test_the_title_of_the_metadata(tmp_path: Path) -> None:
    draft = read(tmp_path / "a.pdf", make_pdf(PARAGRAPHS, title=TITLE))
    program = read(tmp_path / "b.pdf", make_pdf(PARAGRAPHS, title="Microsoft Word - x.docx"))
    assert isinstance(draft, ArticleDraft)
    assert isinstance(program, ArticleDraft)
    assert (draft.title, program.title) == (TITLE, "")
    assert draft.published is None


@pytest.mark.parametrize("font", ["STSong-Light", "MSung-Light"])
def test_chinese(tmp_path: Path, font: str) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(font))
    text = (
        "工程部門今日宣布，海濱長廊第二期將於下月動工，預計三年後完成，連接兩個碼頭和一個公園。" * 3
    )
    draft = read(tmp_path / "a.pdf", make_pdf([text, text + "完。"], font=font))
    assert isinstance(draft, ArticleDraft)
    assert draft.body.split("\n\n") == [text, text + "完。"]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_passwords(tmp_path: Path, algorithm: str) -> None:
    from pypdf import PdfReader, PdfWriter

    def locked(user: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(PARAGRAPHS))))
        writer.encrypt(user, owner_password="owner", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    error = read(tmp_path / "closed.pdf", locked("secret"))
    assert isinstance(error, ArticleFileError)
    assert "closed.pdf: this PDF asks for a password" in error.message
    # Only editing is locked: such files open for anyone.
    assert isinstance(read(tmp_path / "open.pdf", locked("")), ArticleDraft)


def test_pictures_of_text_and_damaged_files(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(out)
    blank = read(tmp_path / "scan.pdf", out.getvalue())
    broken = read(tmp_path / "broken.pdf", b"%PDF-1.4 this is no PDF")
    assert isinstance(blank, ArticleFileError)
    assert "no text" in blank.message
    assert "OCR" in blank.hint
    assert isinstance(broken, ArticleFileError)
    assert "broken.pdf: not a PDF that can be read" in broken.message


def test_hyphenation_is_undone_unless_the_text_writes_it_so() -> None:
    lines = [
        "The well-known bridge across the harbour of the city needs main-",
        "tenance. Experts call it a well-",
        "known case of neglect.",
    ]
    (paragraph,) = join_lines(lines)
    assert "needs maintenance." in paragraph
    assert "a well-known case" in paragraph


def test_running_lines_may_count_pages() -> None:
    pages = [[f"Bay Times {n}", f"Text {word}.", f"- {n} -"] for n, word in enumerate("abc", 1)]
    assert [[line for line in page if line] for page in without_running_lines(pages)] == [
        ["Text a."],
        ["Text b."],
        ["Text c."],
    ]
