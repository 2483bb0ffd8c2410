"""Mails with links: sends what waits, as a worker would, and reads the token out of the message."""

import re
from pathlib import PurePosixPath

from django.core import mail

from accounts.domain.invitation_mail import send_invitation
from accounts.models import EmailChange, Invitation
from associations.domain.address_mail import send_address_mails


def link_in(message) -> str:
    """The path of the one link in the message."""
    [path] = re.findall(r"http://localhost:8000(/\S+)", message.body)
    return path


def sent_token(invitation: Invitation) -> str:
    """Sends the invitation's mail and gives the token that stands in it."""
    assert send_invitation(invitation.pk)
    return PurePosixPath(link_in(mail.outbox[-1])).name


def change_token(change: EmailChange) -> str:
    """Sends the mails about the change and gives the token of the link to the new address."""
    send_address_mails(change.pk)
    [message] = [message for message in mail.outbox if message.to == [change.new_email]]
    return PurePosixPath(link_in(message)).name
