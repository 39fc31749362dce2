"""Generated mails as offices send them: signed, wrapped by Outlook, with pictures in the text. Invented."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

TEXT = "Se notifica el oficio UT/0412/2024: no se localizó expresión documental alguna."


def mail(text: str = TEXT, subject: str = "Notificación") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ut@example.org", "a@example.org", subject
    message["Date"] = "Thu, 14 Mar 2024 10:00:00 -0600"
    if text:
        message.set_content(text)
    return message


@cache
def _signer(is_rsa: bool) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(65537, 2048) if is_rsa else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Firma de prueba")])
    day = datetime(2024, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, day, day + timedelta(days=9000))
    return made.sign(key, hashes.SHA256()), key


def signed(content: bytes, form: Encoding = Encoding.DER, *, apart: bool = False) -> bytes:
    """A signed container around the content, or a signature that stands apart from it."""
    certificate, key = _signer(False)
    options = [pkcs7.PKCS7Options.Binary, *([pkcs7.PKCS7Options.DetachedSignature] if apart else [])]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(form, options)


def enveloped(content: bytes) -> bytes:
    """A container only the holder of a key can open."""
    certificate, _ = _signer(True)
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(certificate)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def in_pieces(content: bytes) -> bytes:
    """The same container as programs write it that do not know its length beforehand."""
    def endless(tag: int, *parts: bytes) -> bytes:
        return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"

    def piece(data: bytes) -> bytes:
        return b"\x04\x82" + struct.pack(">H", len(data)) + data

    oid = bytes.fromhex("06092a864886f70d0107")
    pieces = [piece(content[at : at + 1000]) for at in range(0, len(content), 1000)]
    held = endless(0x30, oid + b"\x01", endless(0xA0, endless(0x24, *pieces)))
    return endless(0x30, oid + b"\x02", endless(0xA0, endless(0x30, b"\x02\x01\x01", b"\x31\x00", held, b"\x31\x00")))


def signed_mail(inner: EmailMessage) -> bytes:
    """A mail whose whole content is in its signature."""
    outer = mail("")
    outer.set_content(signed(inner.as_bytes()), "application", "pkcs7-mime", filename="smime.p7m")
    outer.replace_header("Content-Type", 'application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"')
    return outer.as_bytes()


def winmail(files: Sequence[tuple[str, bytes]], text: str = TEXT) -> bytes:
    """A TNEF stream of these files and this text."""
    def attribute(level: int, number: int, value: bytes) -> bytes:
        return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    def properties(*held: tuple[int, int, bytes]) -> bytes:
        out = struct.pack("<I", len(held))
        for kind, number, value in held:
            out += struct.pack("<HHII", kind, number, 1, len(value)) + value.ljust(-(-len(value) // 4) * 4, b"\0")
        return out

    out = b"\x78\x9f\x3e\x22\x01\x00"
    out += attribute(1, 0x9003, properties((0x1F, 0x1000, text.encode("utf-16-le") + b"\0\0")))
    for name, data in files:
        out += attribute(2, 0x9002, bytes(14)) + attribute(2, 0x8010, b"CORTO~1.TXT\0")
        out += attribute(2, 0x800F, data)
        out += attribute(2, 0x9005, properties((0x1F, 0x3707, name.encode("utf-16-le") + b"\0\0")))
    return out
