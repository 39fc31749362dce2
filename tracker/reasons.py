"""Why a document or a page could not be read, in words for people: Spanish or English, one plain sentence."""

from __future__ import annotations

OURS: dict[str, tuple[str, str]] = {
    "crashed": (
        "Reading this file failed several times; the original is kept. Try again, or read it elsewhere.",
        "La lectura de este archivo falló varias veces; el original se conserva. Intente de nuevo o ábralo con otro "
        "programa.",
    ),
    "missing": (
        "The file's bytes are not in the store; restore them from a backup, or add the file again.",
        "Los bytes del archivo no están en el almacén; recupérelos de un respaldo o agregue el archivo otra vez.",
    ),
    "missing_path": (
        "There is no such file; check the path.",
        "No existe ese archivo; revise la ruta.",
    ),
    "every-page-failed": (
        "The file opens, but none of its pages could be read; each page says why.",
        "El archivo se abre, pero ninguna de sus páginas se pudo leer; cada página dice por qué.",
    ),
    "unknown": (
        "It could not be read; the original is kept. Try again.",
        "No se pudo leer; el original se conserva. Intente de nuevo.",
    ),
}
"""Code → (English, Spanish), for what the reader itself has no sentence for."""


def reason(code: str | None, language: str) -> str:
    """The sentence for the code of a document's or a failed page's error, in `es` or `en`."""
    if code not in OURS:
        from ocr.errors import SENTENCES, sentence

        if code in SENTENCES:
            return sentence(code, language)
    english, spanish = OURS.get(code or "", OURS["unknown"])
    return spanish if language.startswith("es") else english
