"""The index: every contact seen so far in one encrypted SQLite file, searched and sorted there."""

from contactdesk.index.index import Index
from contactdesk.index.types import NOT_LOADED, Listing, Order, Scope, Stored, Written

__all__ = ["NOT_LOADED", "Index", "Listing", "Order", "Scope", "Stored", "Written"]
