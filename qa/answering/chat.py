"""The chat model: any LangChain ``provider:model``, with our deadlines."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from qa.errors import ModelError
from qa.extras import needs
from qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def load_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model that the settings name.

    Raises:
        ModelError: the provider's package is missing, or the model cannot be set up.
        MissingPackageError: langchain is not installed.
    """
    with needs("chat", "QA_CHAT_MODEL"):
        from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {
        "timeout": settings.chat_timeout,
        # Tried again by ``qa.answering.replies``, which minds the deadline.
        "max_retries": 0,
        "temperature": 0.0,
    }
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
        if "OPENAI_API_KEY" not in os.environ:
            # Servers on one's own machine ask for no key, but the client insists on one.
            options["api_key"] = "none"
    try:
        model = init_chat_model(settings.chat_model, **options)
    # Each provider's package raises errors of its own when it is missing or misconfigured.
    except Exception as error:
        raise ModelError(
            f"QA_CHAT_MODEL: {settings.chat_model} cannot be used: {error}",
            "write provider:model, and install the provider's langchain package",
        ) from error
    return cast("BaseChatModel", model)
