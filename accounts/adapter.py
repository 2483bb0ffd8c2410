"""allauth's rules in this house: nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from the import and from `create_administrator`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
