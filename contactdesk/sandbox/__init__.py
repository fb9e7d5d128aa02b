"""Five vendors on loopback with made-up people: strict as their documents, faults on demand.

Nothing of the rest of contactdesk is imported here, and nothing but the standard library.
"""

from contactdesk.sandbox.fault_kinds import FAULTS
from contactdesk.sandbox.people import Person, person
from contactdesk.sandbox.server import Sandbox
from contactdesk.sandbox.vendors import SIZES, VENDORS, records

__all__ = ["FAULTS", "SIZES", "VENDORS", "Person", "Sandbox", "person", "records"]
