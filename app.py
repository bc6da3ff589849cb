"""The web service of News QA: ``python app.py`` serves API and page on one port."""

from __future__ import annotations

from qa.threads import multiply_in_one_thread

if __name__ == "__main__":
    multiply_in_one_thread()
    from qa.cli import serve_main

    serve_main()
