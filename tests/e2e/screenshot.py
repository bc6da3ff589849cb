"""The README's pictures: ``python -m tests.e2e.screenshot --out docs/screenshot.png``.

Writes the wide page to that name and the phone beside it (``docs/screenshot-phone.png``).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from qa.index.ingest import ingest_paths
from qa.settings import ROOT
from qa.web.page.examples import EXAMPLE_QUESTIONS
from tests.e2e.site import PHONE, WIDE, ask, browsing, open_page, open_source, serving


def main() -> None:
    """Ask two of the example questions and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshot.png")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    phone = out.with_name(f"{out.stem}-phone{out.suffix}")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        ingest_paths(index, [ROOT / "corpus"])
        with serving(index) as url:
            _picture(url, out, WIDE, "en-GB", EXAMPLE_QUESTIONS[3])
            _picture(url, phone, PHONE, "zh-TW", EXAMPLE_QUESTIONS[1], panel=False)


def _picture(
    url: str, out: Path, size: tuple[int, int], locale: str, question: str, *, panel: bool = True
) -> None:
    with browsing() as browser:
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            device_scale_factor=1 if size == WIDE else 2,
        )
        open_page(page, url)
        ask(page, question)
        if panel:
            open_source(page)
        page.wait_for_timeout(500)
        page.screenshot(path=out)


if __name__ == "__main__":
    main()
