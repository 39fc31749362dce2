"""A small IMAP server on this machine: one folder, one account, and a record of what it was asked."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class FakeImap:
    """What the server holds and how it behaves."""

    user: str = "acuse"
    password: str = "clave"
    folder: str = "INBOX"
    validity: int = 7
    mails: dict[int, bytes] = field(default_factory=dict)
    breaks_at: str = ""
    """A command that ends the connection instead of being answered."""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def url(self, password: str | None = None) -> str:
        """Its address for ACUSE_IMAP_URL."""
        return f"imap://{self.user}:{password or self.password}@127.0.0.1:{self.port}/{self.folder}"


def serve(box: FakeImap) -> socketserver.ThreadingTCPServer:
    """Start the server; `shutdown()` ends it."""

    class Handler(socketserver.StreamRequestHandler):
        """One connection."""

        def say(self, text: str | bytes) -> None:
            self.wfile.write((text if isinstance(text, bytes) else text.encode()) + b"\r\n")

        def handle(self) -> None:
            self.say("* OK ready")
            for line in self.rfile:
                tag, _, rest = line.decode().strip().partition(" ")
                command = rest.upper()
                box.asked.append(rest)
                if box.breaks_at and box.breaks_at in command:
                    return
                if command == "CAPABILITY":
                    self.say("* CAPABILITY IMAP4rev1")
                elif command.startswith("LOGIN"):
                    if f'{box.user} "{box.password}"' not in rest:
                        self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
                        continue
                elif command.startswith(("EXAMINE", "SELECT")):
                    if f'"{box.folder}"' not in rest:
                        self.say(f"{tag} NO no such folder")
                        continue
                    self.say(f"* {len(box.mails)} EXISTS")
                    self.say(f"* OK [UIDVALIDITY {box.validity}] valid")
                elif command.startswith("UID SEARCH"):
                    after = int(re.search(r"(\d+):\*", rest)[1])  # type: ignore[index]
                    found = [uid for uid in box.mails if uid >= after] or sorted(box.mails)[-1:]
                    self.say("* SEARCH " + " ".join(map(str, sorted(found))))
                elif command.startswith("UID FETCH"):
                    uid = int(rest.split()[2])
                    self.fetch(uid, "HEADER" in command)
                elif command == "LOGOUT":
                    self.say("* BYE")
                    self.say(f"{tag} OK")
                    return
                else:
                    self.say(f"{tag} BAD unknown")
                    continue
                self.say(f"{tag} OK done")

        def fetch(self, uid: int, head_alone: bool) -> None:
            mail = box.mails.get(uid)
            if mail is None:
                return
            part = mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if head_alone else mail
            name = "BODY[HEADER]" if head_alone else "BODY[]"
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(mail)} {name} {{{len(part)}}}".encode())
            self.wfile.write(part)
            self.say(")")

    socketserver.ThreadingTCPServer.allow_reuse_address = True
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    box.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
