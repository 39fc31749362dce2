"""Why a file or a page could not be read: one class per situation, one plain sentence per language."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (
        "There is no such file; check the path.",
        "No existe ese archivo; revise la ruta.",
    ),
    "not_a_file": (
        "This is not a regular file; give the path of a file.",
        "No es un archivo; indique la ruta de un archivo.",
    ),
    "unreachable": (
        "The file could not be opened; check its permissions.",
        "No se pudo abrir el archivo; revise los permisos.",
    ),
    "empty": (
        "The file is empty (0 bytes); ask for it to be sent again.",
        "El archivo está vacío (0 bytes); pida que lo envíen de nuevo.",
    ),
    "no_text": (
        "The file opens but holds no text that can be read; it may hold nothing but pictures. Open the original.",
        "El archivo se abre, pero no contiene texto que se pueda leer; quizá solo trae imágenes. Abra el original.",
    ),
    "encrypted": (
        "The file is protected with a password; ask for a copy without it.",
        "El archivo está protegido con contraseña; pida una copia sin ella.",
    ),
    "protected": (
        "The file is locked for certain readers or one program (a certificate, rights management), not with a password "
        "alone; ask for an open copy.",
        "El archivo está cerrado para ciertos lectores o para un solo programa (certificado, gestión de derechos), no "
        "solo con contraseña; pida una copia abierta.",
    ),
    "damaged": (
        "The file is damaged and no page of it can be read; ask for it to be sent again.",
        "El archivo está dañado y no se puede leer ninguna página; pida que lo envíen de nuevo.",
    ),
    "unsupported": (
        "Files of this kind are not read; the original is kept and can be downloaded.",
        "No se leen archivos de este tipo; el original se conserva y puede descargarse.",
    ),
    "too_large": (
        "The file is larger than the limit for reading; split it or raise the limit.",
        "El archivo rebasa el límite de lectura; divídalo o aumente el límite.",
    ),
    "page_missing": (
        "The file has no page with this number.",
        "El archivo no tiene una página con ese número.",
    ),
    "page_damaged": (
        "This page is damaged and could not be read.",
        "Esta página está dañada y no se pudo leer.",
    ),
    "page_too_slow": (
        "This page took longer than the time limit and was given up.",
        "Esta página rebasó el límite de tiempo y se abandonó.",
    ),
    "page_crashed": (
        "The reader crashed on this page.",
        "El lector falló en esta página.",
    ),
    "page_too_large": (
        "This page needs more memory than the limit.",
        "Esta página necesita más memoria que el límite.",
    ),
    "picture_covered": (
        "Something is drawn over this picture of the file, or it is shown only in part; it is not read, since what is "
        "hidden cannot be told. Open the original to see it.",
        "Hay algo dibujado sobre esta imagen del archivo, o solo se muestra una parte; no se lee porque no se puede "
        "distinguir lo que oculta. Abra el original para verla.",
    ),
    "picture_drawn": (
        "This picture of the file is a drawing of a kind not read here (EMF, WMF, SVG). Open the original to see it.",
        "Esta imagen del archivo es un dibujo de un tipo que no se lee (EMF, WMF, SVG). Abra el original para verla.",
    ),
    "engine_missing": (
        "Tesseract or one of its languages is not installed; install tesseract-ocr, tesseract-ocr-spa and "
        "tesseract-ocr-eng.",
        "Falta Tesseract o uno de sus idiomas; instale tesseract-ocr, tesseract-ocr-spa y tesseract-ocr-eng.",
    ),
    "engine_failed": (
        "Tesseract could not read this page.",
        "Tesseract no pudo leer esta página.",
    ),
}
"""Machine code → (English, Spanish)."""


def sentence(code: str, language: str = "en") -> str:
    """What to tell a person about the situation `code`, in `en` or `es`."""
    english, spanish = SENTENCES[code]
    return spanish if language.startswith("es") else english


class ReadingError(Exception):
    """Something that could not be read; `code` says what, `str()` says it in English."""

    code = "damaged"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.media_type: str | None = None
        """Of the file, where it was recognised."""
        self.detail = detail
        """What a library said, for logs; never shown as the reason."""

    def __str__(self) -> str:
        return sentence(self.code)

    def sentence(self, language: str = "en") -> str:
        """The reason in `en` or `es`."""
        return sentence(self.code, language)


class Unreadable(ReadingError):
    """The whole file cannot be read."""


class MissingFile(Unreadable):
    """No file has this path."""

    code = "missing"


class NotAFile(Unreadable):
    """The path is a folder, a socket or the like."""

    code = "not_a_file"


class UnreachableFile(Unreadable):
    """The system refuses to open the file."""

    code = "unreachable"


class EmptyFile(Unreadable):
    """The file has no bytes."""

    code = "empty"


class NoText(Unreadable):
    """A file of text, sheets or slides without any."""

    code = "no_text"


class EncryptedFile(Unreadable):
    """The file asks for a password."""

    code = "encrypted"


class ProtectedFile(EncryptedFile):
    """The file is encrypted with something other than a password."""

    code = "protected"


class DamagedFile(Unreadable):
    """No library finds a page in the file."""

    code = "damaged"


class UnsupportedFile(Unreadable):
    """The file is of a kind that is not read."""

    code = "unsupported"


class TooLarge(Unreadable):
    """The file is larger than the limit."""

    code = "too_large"


class EngineMissing(ReadingError):
    """No OCR engine works with the languages asked for."""

    code = "engine_missing"


class PageError(ReadingError):
    """One page cannot be read; the others may."""

    code = "page_damaged"


class PageMissing(PageError):
    """The page number is outside the file."""

    code = "page_missing"


class PageTooSlow(PageError):
    """The page was given up at the time limit."""

    code = "page_too_slow"


class PageCrashed(PageError):
    """The process that read the page died."""

    code = "page_crashed"


class PageTooLarge(PageError):
    """The page does not fit into the memory limit."""

    code = "page_too_large"


class PictureCovered(PageError):
    """Something is drawn over a picture of an office file, or it is clipped: what is hidden cannot be told."""

    code = "picture_covered"


class PictureDrawn(PageError):
    """A picture of an office file is a metafile or a vector drawing."""

    code = "picture_drawn"


class EngineFailed(PageError):
    """The OCR engine gave up on the page."""

    code = "engine_failed"


def by_code(code: str, detail: str = "") -> ReadingError:
    """The error with this machine code, for errors that crossed a process boundary."""
    pending: list[type[ReadingError]] = [ReadingError]
    while pending:
        kind = pending.pop()
        if kind.__dict__.get("code") == code and kind not in (ReadingError,):
            return kind(detail)
        pending.extend(kind.__subclasses__())
    return DamagedFile(detail)
