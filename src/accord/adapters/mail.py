"""Mail out of the house."""

from collections.abc import Mapping
from contextlib import suppress
from email.utils import formataddr, parseaddr
from smtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

NAME = "Accord"
CLOSING_DOWN = 421  # the server ends the connection: it has taken enough over it, or stops


class Carrier:
    """Hands messages to the mail server: over one connection, from the first message until it is let go of."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._hang_up()

    def send(
        self,
        *,
        to: str,
        subject: str,
        text: str,
        effect: str,
        html: str = "",
        organization: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Hand one message to the mail server; what it refuses is raised.

        The same effect keeps its Message-ID: a message sent again after a crash is the same one to whoever receives it.
        """
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=text,
            from_email=sender(organization),
            to=[to],
            headers={"Message-ID": message_id(effect), "Auto-Submitted": "auto-generated", **(headers or {})},
        )
        if html:
            message.attach_alternative(html, "text/html")
        self._hand_over(message)

    def _hand_over(self, message: EmailMultiAlternatives) -> None:
        """Over a connection that has served before and broke since, it is handed over once more on a new one."""
        is_used = self._connection is not None
        try:
            self._try(message)
        except SMTPException as problem:
            if not (is_used and _is_broken(problem)):
                raise
            self._try(message)

    def _try(self, message: EmailMultiAlternatives) -> None:
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            message.connection = self._connection
            message.send()
        except Exception:
            # Whatever went wrong, the next message does not inherit it.
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SMTPException, OSError):
                connection.close()


def message_id(effect: str) -> str:
    """The id under which a mailbox knows what an effect has sent, or a thread of several."""
    return f"<{effect.replace(':', '.')}@{settings.ACCORD_ADDRESS.host.strip('[]')}>"


def sender(organization: str) -> str:
    """'Accord at Tidewell'; a name that the operator has chosen stays."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((f"{NAME} at {organization}" if organization and name == NAME else name, address))


def _is_broken(problem: SMTPException) -> bool:
    if isinstance(problem, SMTPResponseException):
        return problem.smtp_code == CLOSING_DOWN
    return isinstance(problem, SMTPServerDisconnected)
