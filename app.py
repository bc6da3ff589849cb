"""The web service of News QA: ``python app.py`` serves API and page on one port."""

from __future__ import annotations

import sys

from qa.errors import QAError
from qa.settings import get_settings
from qa.threads import multiply_in_one_thread


def main() -> int:
    """Serve until interrupted; 1 with one line on standard error where that cannot be."""
    multiply_in_one_thread()
    from qa.web.server import serve

    try:
        serve(get_settings())
    except QAError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
