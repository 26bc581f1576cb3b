"""A mail server on this machine: it takes what is sent to it, and can fall silent or refuse where it is told to."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage


@dataclass
class Mailbox:
    """What has arrived, in order: every message that the server said yes to."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    connections: int = 0
    enough: int = 1000  # messages over one connection, then the server closes it with 421
    hangs_up_after: set[int] = field(default_factory=set)  # messages (counted from 1) that it takes without saying so
    hangs_up_before: set[int] = field(default_factory=set)  # messages that it does not take: the line is dead

    @property
    def messages(self) -> list[EmailMessage]:
        return [email.message_from_bytes(each, policy=policy.default) for each in self.raw]

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]


class _Session(socketserver.StreamRequestHandler):
    """One connection, as much of SMTP as a client needs."""

    server: "_Server"

    def handle(self) -> None:
        mailbox, taken = self.server.mailbox, 0
        mailbox.connections += 1
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line.strip().upper().split(b" ")[0]
            if word == b"MAIL" and taken == mailbox.enough:
                self._say("421 that is enough")
                return
            if word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
                taken += 1
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> bool:
        """Take a message; False where the line is dead afterwards."""
        mailbox, number = self.server.mailbox, len(self.server.mailbox.raw) + 1
        if number in mailbox.hangs_up_before:
            mailbox.hangs_up_before.remove(number)
            return False
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        mailbox.raw.append(b"".join(lines))
        if number in mailbox.hangs_up_after:
            return False
        self._say("250 taken")
        return True

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mailbox = mailbox

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever sends may die in the middle of a sentence."""


@contextmanager
def server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    with _Server(mailbox) as running:
        mailbox.port = running.server_address[1]
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            running.shutdown()
            thread.join()
