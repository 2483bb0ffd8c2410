import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.adapter import MAIL_ERRORS, AccountAdapter
from accounts.links import password_link
from accounts.models import User
from overview.domain.staff_accounts import create_administrator


class Command(BaseCommand):
    help = (
        "Opretter en administrator, fx ved første start uden demodata. Adgangskoden spørges der om to gange; "
        "er der ingen terminal, læses den fra første linje af standard input. Med --send-link vælger "
        "administratoren den selv."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="adressen, administratoren logger ind med")
        parser.add_argument("--name", required=True, help="navnet, som det står på siderne")
        parser.add_argument("--send-link", action="store_true", help="send et link til at vælge en adgangskode")

    def handle(self, *args: Any, email: str, name: str, send_link: bool, **options: Any) -> None:
        password = None if send_link else read_password()
        try:
            user = create_administrator(email=email, name=name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if send_link:
            send_first_link(user)
            self.stdout.write(f"{user.name} er oprettet, og linket er sendt til {user.email}.")
        else:
            self.stdout.write(f"{user.name} er oprettet og kan logge ind med {user.email}.")


def send_first_link(user: User) -> None:
    """Mails the link to the new administrator. Raises `CommandError` that says how to get another one."""
    context = {"user": user, "password_reset_url": password_link(user)}
    try:
        AccountAdapter().deliver("account/email/first_password", user.email, context)
    except MAIL_ERRORS as error:
        raise CommandError(
            f"{user.name} er oprettet, men mailen kunne ikke sendes ({error}). "
            "Ret EMAIL_URL, og vælg »Glemt adgangskode« på siden, hvor man logger ind."
        ) from None


def read_password() -> str:
    """The password: twice from the terminal, or once from a pipe. Raises `CommandError` when the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass("Adgangskode (mindst 12 tegn): ")
    if getpass("Adgangskoden igen: ") != password:
        raise CommandError("De to adgangskoder er ikke ens. Der er intet oprettet.")
    return password
