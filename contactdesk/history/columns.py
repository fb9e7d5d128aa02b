"""Paths of the columns about when this computer noticed a contact, which the vendor does not know."""

from __future__ import annotations

FIRST_SEEN = "seen.first"
"""When the contact was first loaded here: not when it was made at the vendor."""

LAST_CHANGE = "seen.changed"
"""When a refresh last found the contact new or changed, as far as changes are kept."""

SEEN_PATHS = (FIRST_SEEN, LAST_CHANGE)
