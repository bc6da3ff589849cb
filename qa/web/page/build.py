"""The page: a Gradio app of its own, mounted behind the gate."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

from qa.messages.catalogue import LANGUAGE_NAMES, messages
from qa.settings import Settings
from qa.web.backend import Backend
from qa.web.metrics import Metrics
from qa.web.problems import on_http_error

if TYPE_CHECKING:
    from gradio.themes import Base

log = logging.getLogger(__name__)

_STATIC = Path(__file__).parents[1] / "static"
_SCRIPTS = ("keyboard.js", "panel.js", "chat.js")
# People who ask at the same time; each holds a thread while the answer is made.
_CONCURRENT_QUESTIONS = 16


def build_page(backend: Backend, metrics: Metrics, settings: Settings) -> FastAPI:
    """The page as an application; imports Gradio, which takes seconds."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr

    from qa.web.page.events import Events
    from qa.web.page.layout import lay_out
    from qa.web.page.tools import publish_tools

    with gr.Blocks(title="News QA", analytics_enabled=False, fill_height=True) as page:
        Events(backend, metrics, settings, lay_out()).connect(page)
        tools = publish_tools(backend)
    page.queue(default_concurrency_limit=_CONCURRENT_QUESTIONS)
    app = FastAPI(openapi_url=None)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=1,  # nothing here takes files, so nobody shall leave any
        favicon_path=str(_STATIC / "icon.svg"),
        theme=_theme(),
        head=_head(),
    )
    if page.mcp_server_obj:
        from qa.web.page.mcp import answer_in_structures

        answer_in_structures(page.mcp_server_obj, tools)
    elif page.mcp_error:  # Gradio itself says so only where it starts the server
        # The extra gradio[mcp], which it recommends, does not go with our other packages.
        log.error("no MCP (%s); try: pip install 'news-qa[mcp]', or 'mcp<2'", page.mcp_error)
    for route in app.routes:
        if isinstance(mounted := getattr(route, "app", None), FastAPI):
            mounted.exception_handler(404)(on_http_error)
    return app


def _head() -> str:
    """Style, words and scripts. (Gradio's ``css`` argument loses the rules within ``@media``.)"""
    style = (_STATIC / "page.css").read_text(encoding="utf-8")
    words = {language: messages(language).page.model_dump() for language in LANGUAGE_NAMES}
    # "<" could end the script element early.
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    scripts = [f"window.qaTexts = {data};"]
    scripts += [(_STATIC / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    elements = [f"<script>{script}</script>" for script in scripts]
    return "\n".join([f"<style>{style}</style>", *elements])


def _theme() -> Base:
    import gradio as gr

    sans = ["system-ui", "Noto Sans CJK TC", "Noto Sans CJK SC", "sans-serif"]
    theme: Base = gr.themes.Base(
        primary_hue="stone",
        neutral_hue="stone",
        font=sans,
        font_mono=["ui-monospace", "monospace"],
    )
    return theme
