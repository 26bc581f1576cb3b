"""Mail out of the house."""

from collections.abc import Mapping
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

NAME = "Accord"


def send(
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
    message.send()


def message_id(effect: str) -> str:
    """The id under which a mailbox knows what an effect has sent, or a thread of several."""
    return f"<{effect.replace(':', '.')}@{settings.ACCORD_ADDRESS.host.strip('[]')}>"


def sender(organization: str) -> str:
    """'Accord at Tidewell'; a name that the operator has chosen stays."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((f"{NAME} at {organization}" if organization and name == NAME else name, address))
