"""Scopes by the keys under which saved searches and places keep them."""

from __future__ import annotations

from contactdesk.index import Scope
from contactdesk.model import Filters
from contactdesk.userdata.keys import PEOPLE


def key_of(scope: Scope) -> str:
    """An account's id, "" for all contacts, PEOPLE for people."""
    return PEOPLE if scope.people else scope.account_id


def scope_of(key: str, filters: Filters) -> Scope:
    """The scope with a key, and with these of the vendor's filters."""
    return Scope(people=True) if key == PEOPLE else Scope(key, filters)
