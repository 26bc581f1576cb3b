"""Mail out of the house."""

from django.core.mail import EmailMessage


def send(*, to: str, subject: str, text: str, effect: str) -> None:
    """Hand one message to the mail server; what it refuses is raised. The same effect keeps its Message-ID."""
    message = EmailMessage(subject=subject, body=text, to=[to], headers=headers(effect))
    message.send()


def headers(effect: str) -> dict[str, str]:
    """A message sent again after a crash carries the same id, so that a mailbox shows it once."""
    return {"Message-ID": f"<{effect.replace(':', '.')}@accord.invalid>", "Auto-Submitted": "auto-generated"}
