"""The index: all contacts seen so far in one encrypted SQLite file, with search and sort."""

from contactdesk.index.index import Index
from contactdesk.index.types import (
    NOT_LOADED,
    STAND_IN,
    STAND_IN_FIELD,
    AgentStats,
    ItemKey,
    ItemOrder,
    ItemRow,
    ItemScope,
    Listing,
    MalformedRecord,
    MalformedRecords,
    Order,
    PersonRow,
    Scope,
    Stored,
    VendorCounts,
    Written,
)

__all__ = [
    "NOT_LOADED",
    "STAND_IN",
    "STAND_IN_FIELD",
    "AgentStats",
    "Index",
    "ItemKey",
    "ItemOrder",
    "ItemRow",
    "ItemScope",
    "Listing",
    "MalformedRecord",
    "MalformedRecords",
    "Order",
    "PersonRow",
    "Scope",
    "Stored",
    "VendorCounts",
    "Written",
]
