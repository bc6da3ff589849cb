"""What asks for more of the machine than the limits allow, read in a process of its own.

The process may hold a gigabyte, which it is told by the system: a reader that unpacks more than
it should is killed or raises, and the test fails.
"""

from __future__ import annotations

import gzip
import io
import json
import lzma
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from qa.settings import ROOT
from tests.articles.readers.made import PAGE, book, mail, rss, saved_page, word, zipped

resource = pytest.importorskip("resource")
MIB = 1 << 20
READ = """
import json, resource, sys
from pathlib import Path
from dataclasses import replace
from qa.articles.readers import read_file
from qa.articles.readers.limits import LIMITS
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
for path in sys.argv[1:]:
    for found in read_file(Path(path), timezone="UTC"):
        print(json.dumps([type(found).__name__, str(getattr(found, "message", found))]))
"""


def read(path: Path, data: bytes) -> list[tuple[str, str]]:
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True, text=True, cwd=ROOT, timeout=200,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert not done.stderr.strip()
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def refused(path: Path, data: bytes, *words: str) -> None:
    *_, (kind, message) = read(path, data)
    assert kind == "ArticleFileError", message
    assert path.name in message
    assert all(word in message for word in words), message


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = b" " * MIB
    return b"".join([*(packer.compress(block) for _ in range(size // MIB)), packer.flush()])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.warc.gz", "a.xml.gz", "a.mbox.gz"])
def test_gzip(tmp_path: Path, name: str) -> None:
    head = {"a.warc.gz": b"WARC/1.0\r\n", "a.mbox.gz": b"From a\n\n", "a.xml.gz": b"<rss>"}
    data = gzip.compress(head.get(name, b"A ")) + gzip_bomb(2048 * MIB)
    refused(tmp_path / name, data, "unpacks to more than 200 times its size")


@pytest.mark.slow
def test_xz(tmp_path: Path) -> None:
    packer = lzma.LZMACompressor(preset=1)
    block = b" " * MIB
    data = b"".join([*(packer.compress(block) for _ in range(1024)), packer.flush()])
    refused(tmp_path / "a.txt.xz", data, "unpacks to more than 200 times its size")


def test_xz_with_a_large_dictionary(tmp_path: Path) -> None:
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(b"A sentence.", filters=filters))
    # The size of the dictionary stands in the block's head, which has a check of its own.
    head = 12
    length = (data[head] + 1) * 4
    data[head + 4] = 40
    data[head + length - 4 : head + length] = struct.pack(
        "<I", zlib.crc32(data[head : head + length - 4])
    )
    refused(tmp_path / "a.txt.xz", bytes(data), "not a valid .xz file")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".zip", ".docx", ".epub"])
def test_zip(tmp_path: Path, suffix: str) -> None:
    block = b" " * (512 * MIB)
    names = {".zip": "a.txt", ".docx": "word/document.xml", ".epub": "META-INF/container.xml"}
    refused(tmp_path / f"a{suffix}", zipped({names[suffix]: block}), names[suffix])


def test_files_of_an_archive_that_share_their_packed_bytes(tmp_path: Path) -> None:
    data = zipped({"a.txt": b" " * (30 * MIB)})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = data[start:end] * 100
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(entries), start, 0)
    refused(tmp_path / "a.zip", data[:start] + entries + tail, "200 times its size")


def test_a_bomb_does_not_hide_the_other_files_of_an_archive(tmp_path: Path) -> None:
    found = read(tmp_path / "a.zip", zipped({"a.txt": b" " * (64 * MIB), "b.html": PAGE}))
    assert [kind for kind, _ in found] == ["ArticleFileError", "ArticleDraft"]


def test_other_packings_of_zip(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as archive:
            archive.writestr("a.txt", b" " * (128 * MIB))
        refused(tmp_path / "a.zip", out.getvalue(), "a.txt", "200 times")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol" * 10}">' for n in range(12))


def test_xml_entities(tmp_path: Path) -> None:
    laughs = rss("<item><title>&e11;</title></item>", head=f"<!DOCTYPE rss [{ENTITIES}]>")
    refused(tmp_path / "a.rss", laughs.encode(), "entities")
    document = f"<!DOCTYPE x [{ENTITIES}]><x>&e11;</x>"
    refused(tmp_path / "a.docx", zipped({"word/document.xml": document}), "entities")


def test_deep_nesting(tmp_path: Path) -> None:
    deep = "<a>" * 200_000
    for name, data in {
        "a.rss": rss(f"<item>{deep}</item>").encode(),
        "a.docx": word(deep),
        "a.html": f"<html><body>{'<div>' * 200_000}text".encode(),
        "a.epub": book({"c.xhtml": "<div>" * 100_000 + "text"}),
        "a.eml": mail(html="<b>" * 200_000 + "text"),
        "a.mht": b"".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode()
            for n in range(5000)
        ),
        "b.eml": b"Subject: x\n"
        + b"".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode()
            for n in range(5000)
        ),
    }.items():
        assert read(tmp_path / name, data), name


def pdf_of_streams(content: bytes) -> bytes:
    """A PDF of one page that draws ``content``, packed as often as packing still helps."""
    packed = zlib.compress(content, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font"
        b"<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


@pytest.mark.slow
def test_streams_of_a_pdf(tmp_path: Path) -> None:
    blank = pdf_of_streams(b" " * (1500 * MIB))
    assert len(blank) < 2 * MIB
    *_, (kind, message) = read(tmp_path / "a.pdf", blank)
    assert kind == "ArticleFileError"
    assert "a.pdf" in message


@pytest.mark.slow
def test_a_web_archive_without_lines(tmp_path: Path) -> None:
    refused(tmp_path / "a.warc", b"WARC/1.0\r\n" + b"x" * (64 * MIB), "the head of a record")
    box = b"From a\n\n" + b"x" * (96 * MIB)
    refused(tmp_path / "a.mbox", box, "a line", "64 MiB")


def test_the_program_is_not_harmed_by_whole_files(tmp_path: Path) -> None:
    (kind, _), *_ = read(tmp_path / "a.mht", saved_page(PAGE))
    assert kind == "ArticleDraft"
