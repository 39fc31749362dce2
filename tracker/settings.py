"""Every setting, read once from the environment and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how the installation behaves; each field is `ACUSE_<NAME>` in the environment."""

    data_dir: Path
    database_url: str
    search_url: str
    files_url: str
    mail_url: str
    mail_from: str
    host: str
    port: int
    site_url: str
    language: str
    ocr_lang: str
    workers: int
    max_upload_mb: int
    watch_folder: Path | None
    imap_url: str
    imap_from: str
    imap_project: str
    link_rescue: bool

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Settings from environment variables, with defaults that need no server."""
        data = Path(environ.get("ACUSE_DATA_DIR") or "data").expanduser().resolve()
        host = environ.get("ACUSE_HOST") or "127.0.0.1"
        port = int(environ.get("ACUSE_PORT") or "8000")
        watched = environ.get("ACUSE_WATCH_FOLDER")
        return cls(
            data_dir=data,
            database_url=environ.get("ACUSE_DATABASE_URL") or f"sqlite:///{data / 'acuse.sqlite3'}",
            search_url=environ.get("ACUSE_SEARCH_URL") or f"whoosh:{data / 'index'}",
            files_url=environ.get("ACUSE_FILES_URL") or f"folder:{data / 'files'}",
            mail_url=environ.get("ACUSE_MAIL_URL") or f"folder:{data / 'mail'}",
            mail_from=environ.get("ACUSE_MAIL_FROM") or "acuse@localhost",
            host=host,
            port=port,
            site_url=(environ.get("ACUSE_SITE_URL") or f"http://{host}:{port}").rstrip("/"),
            language=environ.get("ACUSE_LANGUAGE") or "es",
            ocr_lang=environ.get("ACUSE_OCR_LANG") or "spa+eng",
            workers=int(environ.get("ACUSE_WORKERS") or "1"),
            max_upload_mb=int(environ.get("ACUSE_MAX_UPLOAD_MB") or "500"),
            watch_folder=Path(watched).expanduser().resolve() if watched else None,
            imap_url=environ.get("ACUSE_IMAP_URL") or "",
            imap_from=environ.get("ACUSE_IMAP_FROM") or "",
            imap_project=environ.get("ACUSE_IMAP_PROJECT") or "",
            link_rescue=(environ.get("ACUSE_LINK_RESCUE") or "off").lower() in ("on", "1", "yes", "true"),
        )
