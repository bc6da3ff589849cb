from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from qa.articles.model import ArticleDraft
from qa.articles.readers import read_file
from qa.articles.readers.outcomes import Reading
from qa.articles.readers.pdf import join_lines
from qa.articles.readers.pdf_garbled import is_garbled
from qa.articles.readers.pdf_layout import Line
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


def read(path: Path, data: bytes) -> Reading:
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


def line(text: str, number: int, *, size: float = 10, right: float = 300) -> Line:
    return Line(text, 60, right, 700 - 13 * number, size, 60, 300, 0, 1)


def test_hyphenation_is_undone_unless_the_text_writes_it_so() -> None:
    texts = [
        "The well-known bridge across the harbour of the city needs main-",
        "tenance. Experts call it a well-",
        "known case of neglect.",
    ]
    (paragraph,) = join_lines([line(text, n) for n, text in enumerate(texts)])
    assert "needs maintenance." in paragraph.text
    assert "a well-known case" in paragraph.text


def canvas_pdf(draw: Callable[[Any], None]) -> bytes:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("MSung-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    draw(canvas)
    canvas.save()
    return out.getvalue()


def printed(canvas: Any, text: str, x: float, y: float, size: float = 10) -> None:
    canvas.setFont("Helvetica" if text.isascii() else "MSung-Light", size)
    canvas.drawString(x, y, text)


LEFT = ["The bridge across the harbour will close", "on Monday for a week, the roads office",
        "said, and drivers should expect delays on", "both sides of the bay."]  # fmt: skip
RIGHT = ["Buses will take the tunnel instead, and", "lorries above ten tonnes must use the",
         "ring road, where extra lanes will open", "at night."]  # fmt: skip


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_columns_are_read_one_after_the_other(tmp_path: Path, shift: float) -> None:
    def draw(canvas: Any) -> None:
        printed(canvas, TITLE, 60, 780, 18)
        for n, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            printed(canvas, left, 60, 740 - 13 * n)
            printed(canvas, right, 310, 740 - shift - 13 * n)

    draft = read(tmp_path / "a.pdf", canvas_pdf(draw))
    assert isinstance(draft, ArticleDraft)
    assert draft.title == TITLE
    assert draft.body.split("\n\n") == [" ".join(LEFT), " ".join(RIGHT)]


def test_what_running_heads_say_is_kept_and_they_are_taken_off(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for number, paragraph in enumerate((LEFT, RIGHT), 1):
            printed(canvas, "THE BAY POST", 60, 810, 8)
            printed(canvas, "Tuesday, March 21, 2023", 400, 810, 8)
            printed(canvas, f"A{number}", 290, 30, 8)
            if number == 1:
                printed(canvas, TITLE, 60, 770, 16)
            for n, text in enumerate(paragraph):
                printed(canvas, text, 60, 740 - 13 * n)
            canvas.showPage()

    draft = read(tmp_path / "a.pdf", canvas_pdf(draw))
    assert isinstance(draft, ArticleDraft)
    assert (draft.title, draft.source) == (TITLE, "The Bay Post")
    assert draft.published == "2023-03-21T00:00:00+08:00"
    assert draft.body.split("\n\n") == [" ".join(LEFT), " ".join(RIGHT)]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (TITLE, LEFT),
        ("港內渡輪票價七月上調", ["渡輪公司星期四表示，港內航線的票價將於七月上", "調百分之五。"]),
    ],
)
def test_a_larger_title_printed_over_itself_for_bold(
    tmp_path: Path, title: str, lines: list[str]
) -> None:
    def draw(canvas: Any) -> None:
        for shift in (0.0, 0.4, 0.8):
            printed(canvas, title, 60 + shift, 760, 14)
        for n, text in enumerate(lines):
            printed(canvas, text, 60, 744 - 14 * n)

    draft = read(tmp_path / "a.pdf", canvas_pdf(draw))
    assert isinstance(draft, ArticleDraft)
    assert draft.title == title
    assert draft.body == (" " if title.isascii() else "").join(lines)


def test_pages_without_text_are_noted(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for number in range(5):
            if number == 1:
                for n, text in enumerate(LEFT):
                    printed(canvas, text, 60, 740 - 13 * n)
            else:
                canvas.rect(60, 60, 400, 600, fill=1)
            canvas.showPage()

    draft = read(tmp_path / "a.pdf", canvas_pdf(draw))
    assert isinstance(draft, ArticleDraft)
    assert draft.body == " ".join(LEFT)
    assert draft.notes == ("4 of 5 pages hold no text, only pictures: 1, 3-5",)


def test_type_that_does_not_say_its_characters_is_refused(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        for n in range(12):
            printed(
                canvas,
                "".join(chr(33 + (7 * n + 11 * k) % 15) for k in range(60)),
                60,
                740 - 13 * n,
            )

    error = read(tmp_path / "a.pdf", canvas_pdf(draw))
    assert isinstance(error, ArticleFileError)
    assert "cannot be decoded" in error.message


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        (" ".join(LEFT), False),
        ("Liikenneviraston mukaan silta suljetaan maanantaina viikoksi korjausten vuoksi.", False),
        ("渡輪公司星期四表示，港內航線的票價將於七月上調百分之五，原因是燃料成本上升。" * 2, False),
        (
            "フェリー運賃が七月に上がると運輸局は木曜日に発表した。燃料費の上昇が理由だという。"
            * 2,
            False,
        ),
        (
            "여객선 요금이 칠월에 오른다고 교통국이 목요일에 발표했다. 연료비 상승이 이유다.",
            False,
        ),
        ("1,204 3,381 19.5 2023 4,410 77.1 2022 3,905 71.4 2021 3,102 66.0 2020 2,950", False),
        (
            "".join(chr(0xA000 + 37 * n % 1100) + chr(0xB000 + 91 * n % 9000) for n in range(60)),
            True,
        ),
        ("Wkh eulgjh dfurvv wkh kduerxu zloo forvh rq Prqgdb iru d zhhn, wkh urdgv rkklfh", True),
    ],
)
def test_garbled(text: str, garbled: bool) -> None:
    assert is_garbled(text) is garbled
