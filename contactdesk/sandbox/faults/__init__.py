"""Every fault the sandbox can show, by name: wrong, late or missing answers.

A fault takes the exchange and returns the reply to send, or None if it has dealt with the
connection itself. To add one, write a function and list it in its module's table.
"""

from contactdesk.sandbox.faults.bodies import BODY_FAULTS
from contactdesk.sandbox.faults.connections import CONNECTION_FAULTS
from contactdesk.sandbox.faults.exchange import Fault
from contactdesk.sandbox.faults.pages import PAGE_FAULTS
from contactdesk.sandbox.faults.statuses import STATUS_FAULTS

FAULTS: dict[str, Fault] = {**STATUS_FAULTS, **BODY_FAULTS, **CONNECTION_FAULTS, **PAGE_FAULTS}
