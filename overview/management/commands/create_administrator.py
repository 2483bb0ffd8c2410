import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.domain.invitation_mail import send_invitation
from accounts.domain.invitations import open_invitation
from accounts.models import Invitation, User
from overview.domain.staff_accounts import create_administrator


class Command(BaseCommand):
    help = (
        "Opretter en administrator, fx ved første start uden demodata. Adgangskoden spørges der om to gange; "
        "er der ingen terminal, læses den fra første linje af standard input. Med --send-link inviteres "
        "administratoren og vælger den selv."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="adressen, administratoren logger ind med")
        parser.add_argument("--name", required=True, help="navnet, som det står på siderne")
        parser.add_argument(
            "--send-link", action="store_true", help="send en invitation med et link til at vælge en adgangskode"
        )

    def handle(self, *args: Any, email: str, name: str, send_link: bool, **options: Any) -> None:
        password = None if send_link else read_password()
        try:
            user = create_administrator(email=email, name=name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if send_link:
            send_first_invitation(user)
            self.stdout.write(f"{user.name} er oprettet, og invitationen er sendt til {user.email}.")
        else:
            self.stdout.write(f"{user.name} er oprettet og kan logge ind med {user.email}.")


def send_first_invitation(user: User) -> None:
    """Sends the invitation now, since no worker need be there yet. Raises `CommandError` that says how to go on."""
    invitation = open_invitation(user)
    if invitation is None or not (send_invitation(invitation.pk) or _is_sent(invitation)):
        raise CommandError(
            f"{user.name} er oprettet, men invitationen kunne ikke sendes (loggen siger hvorfor). "
            "Ret EMAIL_URL, og vælg »Glemt adgangskode« på siden, hvor man logger ind."
        )


def _is_sent(invitation: Invitation) -> bool:
    """A worker may have been faster."""
    with transaction.atomic():
        return Invitation.objects.select_for_update().get(pk=invitation.pk).sent_at is not None


def read_password() -> str:
    """The password: twice from the terminal, or once from a pipe. Raises `CommandError` when the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Adgangskode (mindst 12 tegn): ")
    if getpass("Adgangskoden igen: ") != password:
        raise CommandError("De to adgangskoder er ikke ens. Der er intet oprettet.")
    return password
