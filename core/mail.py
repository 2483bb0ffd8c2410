"""Plain e-mails of our own: marked as demo where the data are invented, never with content that belongs inside."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage

DEMO_LINE = "Dette er en demo: foreningerne findes, men personerne og tallene er opdigtede."


def plain_mail(*, to: str, name: str, subject: str, paragraphs: Sequence[str], message_id: str = "") -> EmailMessage:
    """A message to one person; no name for an address whose owner is not known.

    `message_id` (unique in this installation) makes a mail that is sent twice show once.
    """
    demo = settings.DEMO_MODE
    parts = [*([DEMO_LINE] if demo else []), f"Hej {name}".strip(), *paragraphs, f"Venlig hilsen\n{settings.SITE_NAME}"]
    headers = {"Message-ID": f"<{message_id}@{message_host()}>"} if message_id else {}
    return EmailMessage(f"{'[Demo] ' if demo else ''}{subject}", "\n\n".join(parts) + "\n", to=[to], headers=headers)


def message_host() -> str:
    """The host in the site's own address, for Message-ID."""
    return settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"
