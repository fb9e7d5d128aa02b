"""The index: every contact seen so far in one encrypted SQLite file, searched and sorted there."""

from contactdesk.index.index import Index
from contactdesk.index.values import Listing, Order, Scope, Stored, Written

__all__ = ["Index", "Listing", "Order", "Scope", "Stored", "Written"]
