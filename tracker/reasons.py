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
    "bomb": (
        "The bundle unpacks to far more than a release holds; it was not unpacked further. The original is kept.",
        "El paquete se expande a mucho más de lo que cabe en una entrega; no se siguió desempacando. El original se "
        "conserva.",
    ),
    "too-many": (
        "The bundle holds more files than are unpacked at once; unpack it yourself and add the files.",
        "El paquete tiene más archivos de los que se desempacan a la vez; desempáquelo y agregue los archivos.",
    ),
    "too-deep": (
        "Bundles inside bundles are unpacked only a few levels deep; unpack this one yourself and add its files.",
        "Los paquetes dentro de paquetes se desempacan solo unos niveles; desempaque este y agregue sus archivos.",
    ),
    "members-damaged": (
        "Some files inside are damaged and were left out; ask for the bundle to be sent again.",
        "Algunos archivos de adentro están dañados y se omitieron; pida que envíen el paquete de nuevo.",
    ),
    "sealed": (
        "The container opens only with the recipient's private key; open it with the program that holds the key, and "
        "add what is inside.",
        "El contenedor solo se abre con la llave privada del destinatario; ábralo con el programa que tiene la llave y "
        "agregue lo que contiene.",
    ),
    "only-signature": (
        "The file holds an electronic signature and no document; the document it signs is another file.",
        "El archivo contiene una firma electrónica y ningún documento; el documento firmado es otro archivo.",
    ),
    "volume": (
        "This is one of several files a bundle was cut into; what the bundle holds stands with the first of them.",
        "Es uno de varios archivos en que se cortó un paquete; lo que contiene está con el primero de ellos.",
    ),
    "volume-missing": (
        "This is one of several files a bundle was cut into, and not all are here; add the others under the names they "
        "came with, and the bundle opens by itself.",
        "Es uno de varios archivos en que se cortó un paquete y no están todos; agregue los demás con los nombres con "
        "que llegaron y el paquete se abre solo.",
    ),
    "no-unpacker": (
        "RAR, 7z and TAR bundles need the system library libarchive; install libarchive13 and try again.",
        "Los paquetes RAR, 7z y TAR necesitan la biblioteca libarchive del sistema; instale libarchive13 e intente de "
        "nuevo.",
    ),
    "attachments-held-back": (
        "Files are attached to this document. They were not taken out, since its pages are redacted and an attachment "
        "may hold what the redactions hide.",
        "Este documento trae archivos adjuntos. No se sacaron porque sus páginas están testadas y un adjunto puede "
        "contener lo que el testado oculta.",
    ),
    "inside-encrypted": (
        "The file was read, but the bundle in it is protected with a password and was not unpacked.",
        "El archivo se leyó, pero el paquete que trae está protegido con contraseña y no se desempacó.",
    ),
    "inside-damaged": (
        "The file was read, but what is attached to it is damaged and could not all be taken out.",
        "El archivo se leyó, pero lo que trae adjunto está dañado y no se pudo sacar todo.",
    ),
    "inside-bomb": (
        "The file was read, but what is attached to it unpacks to far more than a release holds; the rest stayed "
        "inside.",
        "El archivo se leyó, pero sus adjuntos se expanden a mucho más de lo que cabe en una entrega; el resto quedó "
        "adentro.",
    ),
    "inside-too-many": (
        "The file was read, but it holds more files than are taken out at once; the rest stayed inside.",
        "El archivo se leyó, pero trae más archivos de los que se sacan a la vez; el resto se quedó adentro.",
    ),
    "no_such_project": (
        "No project has the name of this folder; make the project, or move the file into a folder named like one.",
        "Ningún proyecto se llama como esta carpeta; cree el proyecto o mueva el archivo a una carpeta con el nombre "
        "de uno.",
    ),
    "changing": (
        "It was still being written; it is looked at again in a minute.",
        "Todavía se estaba escribiendo; se revisa otra vez en un minuto.",
    ),
    "no_room": (
        "The disk is full; nothing was lost. Make room, and it goes on by itself.",
        "El disco está lleno; no se perdió nada. Libere espacio y continúa solo.",
    ),
    "watch_missing": (
        "The folder that ACUSE_WATCH_FOLDER names is not there; make it, or correct the setting.",
        "No existe la carpeta que indica ACUSE_WATCH_FOLDER; créela o corrija el ajuste.",
    ),
    "watch_unreadable": (
        "The watched folder may not be read by this program; correct its permissions.",
        "El programa no tiene permiso de leer la carpeta vigilada; corrija los permisos.",
    ),
    "watch_inside": (
        "The watched folder holds Acuse's own data, or lies in it; choose another folder.",
        "La carpeta vigilada contiene los datos de Acuse o está dentro de ellos; elija otra carpeta.",
    ),
    "imap_address": (
        "ACUSE_IMAP_URL is not understood; write imaps://user:password@host/Folder.",
        "No se entiende ACUSE_IMAP_URL; escriba imaps://usuario:contraseña@servidor/Carpeta.",
    ),
    "imap_unreachable": (
        "The mail server did not answer, or the connection broke; it is tried again by itself.",
        "El servidor de correo no respondió o se cortó la conexión; se intenta de nuevo solo.",
    ),
    "imap_certificate": (
        "The mail server's certificate is not valid; correct the address, or add ?verify=no if you trust the server.",
        "El certificado del servidor de correo no es válido; corrija la dirección o agregue ?verify=no si confía en el "
        "servidor.",
    ),
    "imap_login": (
        "The mail server refused user name or password; correct ACUSE_IMAP_URL and start Acuse again.",
        "El servidor de correo rechazó el usuario o la contraseña; corrija ACUSE_IMAP_URL y reinicie Acuse.",
    ),
    "imap_folder": (
        "The mailbox has no such folder; correct the end of ACUSE_IMAP_URL.",
        "El buzón no tiene esa carpeta; corrija el final de ACUSE_IMAP_URL.",
    ),
    "imap_senders": (
        "No sender is named in ACUSE_IMAP_FROM, so no mail is taken; name addresses or domains.",
        "ACUSE_IMAP_FROM no nombra a ningún remitente, así que no se toma ningún correo; indique direcciones o "
        "dominios.",
    ),
    "imap_project": (
        "No open project has the name in ACUSE_IMAP_PROJECT; correct the setting.",
        "Ningún proyecto abierto tiene el nombre que indica ACUSE_IMAP_PROJECT; corrija el ajuste.",
    ),
    "imap_gone": (
        "The mail was gone from the mailbox before it could be fetched.",
        "El correo desapareció del buzón antes de poder bajarlo.",
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
