"""Five fake vendor APIs on loopback: strict as their documentation, with faults on demand.

Imports only the standard library, and nothing else of contactdesk.
"""

from contactdesk.sandbox.faults import FAULTS
from contactdesk.sandbox.people.person import Person, make_person
from contactdesk.sandbox.server import Sandbox
from contactdesk.sandbox.vendors import SIZES, VENDORS, records

__all__ = ["FAULTS", "SIZES", "VENDORS", "Person", "Sandbox", "make_person", "records"]
