"""All settings, read once from the environment (prefix ``QA_``) or a ``.env`` file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa.errors import SettingsError
from qa.folders import ROOT as ROOT  # for those who ask here
from qa.folders import indexes_folder, sample_corpus
from qa.models.artefact import MODELS

SHIPPED_EMBEDDING_MODEL = MODELS / "embedding"


class Settings(BaseSettings):
    """One object for every setting; the README's table is generated from it.

    Raises:
        SettingsError: from ``get_settings``, naming the variable and the remedy.
    """

    model_config = SettingsConfigDict(
        env_prefix="QA_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    index: Path = Field(
        default_factory=lambda: indexes_folder() / "default",
        description="Index folder, or a name under `indexes/`.",
    )
    corpus: Path = Field(
        default_factory=sample_corpus,
        description="Articles that `make run` and `app.py` ingest when there is no index yet.",
    )
    host: str = Field(default="127.0.0.1", description="Address the web service binds.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port of the web service.")
    timezone: str = Field(
        default="Asia/Hong_Kong",
        description="Time zone of dates that state none; an IANA name.",
    )
    embedding_model: str = Field(
        default=str(SHIPPED_EMBEDDING_MODEL),
        description="A sentence-transformers folder or hub name; the shipped model by default.",
    )
    reranker_model: str | None = Field(
        default=None,
        description="A sentence-transformers cross-encoder that reorders the best passages.",
    )
    chat_model: str | None = Field(
        default=None,
        description="LangChain `provider:model` that writes answers; none: sentences are quoted.",
    )
    chat_base_url: str | None = Field(
        default=None,
        description="Address of an OpenAI-compatible server (Ollama, vLLM, LM Studio).",
    )
    chat_timeout: float = Field(
        default=60.0, gt=0, description="Seconds a written answer may take in all."
    )
    chat_context_tokens: int = Field(
        default=8192, ge=1024, description="Tokens the chat model takes, prompt and answer."
    )
    parallel_answers: int | None = Field(
        default=None,
        ge=1,
        description="Answers worked out at once, others wait in order; none: one a core.",
    )
    reader_threads: int | None = Field(
        default=None, ge=1, description="Cores that reading passages may use; none: all."
    )
    ingest_workers: int | None = Field(
        default=None,
        ge=1,
        description="Processes that read, cut and embed articles; 1: only this one; none: one a "
        "core, at most 4.",
    )
    chroma_url: str | None = Field(
        default=None,
        description="A Chroma server, `http://host:port`, instead of the embedded store.",
    )
    offline: bool = Field(
        default=True, description="Never download a model; set to false to fetch hub names."
    )
    fetch_hosts: str = Field(
        default="",
        description="Hosts, separated by commas, that `ingest --url` may reach although they are "
        "of a private network.",
    )
    auth: SecretStr | None = Field(
        default=None, description="`user:password`, several separated by commas, for the page."
    )
    api_keys: SecretStr | None = Field(
        default=None,
        description="Keys, separated by commas, that the HTTP API then asks for (bearer token).",
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("not a time zone; use an IANA name such as Asia/Hong_Kong") from None
        return value

    @field_validator("auth")
    @classmethod
    def _user_and_password(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not all(all(p.partition(":")[::2]) for p in split_secret(value)):
            raise ValueError("expected user:password, several separated by commas")
        return value


def split_secret(value: SecretStr | None) -> tuple[str, ...]:
    """The comma-separated parts of a secret setting, without blanks."""
    text = value.get_secret_value() if value else ""
    return tuple(part.strip() for part in text.split(",") if part.strip())


# What the code itself says, whatever the environment does.
DEFAULT_SETTINGS = Settings.model_construct()


@cache
def get_settings() -> Settings:
    """The settings of this process, read at the first call.

    For surfaces only: what stands below them is given its settings.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "QA_" + "_".join(str(part) for part in first["loc"]).upper()
        problem = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}: {problem}", "see the settings table in the README") from None


def resolve_index(index: str | Path | None = None) -> Path:
    """The index folder that a name, a path or None (the setting) means.

    A bare name that is no folder here is a folder under ``indexes/`` (see ``qa.folders``).
    """
    path = Path(index).expanduser() if index is not None else get_settings().index
    if path.is_absolute() or len(path.parts) > 1 or path.is_dir():
        return path.absolute()
    return indexes_folder() / path
