"""Small files of each format, made as the programs that write them do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

TITLE = "Harbour bridge closes for a week of repairs"
PARAGRAPHS = (
    "The bridge across the harbour will close on Monday for a week, the roads office said, and "
    "drivers should expect delays on both sides of the bay during the morning and the evening.",
    "Buses will take the tunnel instead. Lorries above ten tonnes must use the ring road, where "
    "extra lanes will open at night. Cyclists may use the ferry without paying a fare for it.",
)
BODY = "\n\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = (
    f"<!DOCTYPE html><html><head><title>{TITLE}</title>"
    '<meta property="article:published_time" content="2023-03-21T20:00:00+08:00"></head>'
    f"<body><article><h1>{TITLE}</h1>{MARKUP}</article></body></html>"
)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(paragraphs: str, *, styles: str = "", properties: str = "") -> bytes:
    """A Word document out of the elements of its body."""
    schema = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    files = {
        "word/document.xml": f"<w:document {schema}><w:body>{paragraphs}</w:body></w:document>"
    }
    if styles:
        files["word/styles.xml"] = f"<w:styles {schema}>{styles}</w:styles>"
    if properties:
        files["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"{properties}</cp:coreProperties>"
        )
    return zipped(files)


def word_paragraph(text: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def book(chapters: Mapping[str, str], *, extra: Mapping[str, str] | None = None) -> bytes:
    """An EPUB out of the bodies of its chapters."""
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    pages = {
        f"OEBPS/{name}": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f"<head><title/></head><body>{body}</body></html>"
        for name, body in chapters.items()
    }
    return zipped(
        {
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/b.opf"/>'
            "</rootfiles></container>",
            "OEBPS/b.opf": '<package><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>Bay Weekly</dc:title><dc:publisher>Bay Press</dc:publisher>"
            "<dc:date>2023-03-21</dc:date></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
            **pages,
            **(extra or {}),
        }
    )


def rss(items: str, *, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Bay Times</title>'
        f"<link>https://example.org/</link>{items}</channel></rss>"
    )


def warc(records: Sequence[tuple[str, str, bytes]], *, packed: bool = True) -> bytes:
    """A web archive of responses: address, Content-Type, content."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, kind, content in records:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(content), http_headers=headers
            )
        )
    return out.getvalue()


def saved_page(html: str, *, encoding: str = "utf-8") -> bytes:
    """A page as Chromium saves it as MHTML."""
    import quopri

    content = quopri.encodestring(html.encode(encoding)).decode("ascii")
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/bridge\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="XX"\r\n'
        "\r\n--XX\r\n"
        f"Content-Type: text/html; charset={encoding}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Location: https://example.org/bridge\r\n\r\n{content}\r\n"
        "--XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0K\r\n"
        "--XX--\r\n"
    ).encode("ascii")


def mail(
    text: str = BODY, *, html: str = "", subject: str = TITLE, date: str = "21 Mar 2023 20:00 +0800"
) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "Bay Times <news@example.org>"
    message["Subject"] = subject
    message["Date"] = date
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()
