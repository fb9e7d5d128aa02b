"""People who change at the vendors between two refreshes, for tests of what changed."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.sandbox.vendors.api import json_reply


class ChangedPeople:
    """Edits the records that the sandbox sends from now on."""

    def __init__(self, sandbox, monkeypatch):
        self._edits = {}
        self._numbers = {}
        self._answer = sandbox.answer
        monkeypatch.setattr(sandbox, "answer", self._edited)

    def edit_each(self, **edits):
        """`edits`: vendor -> {number: what changes the record in place}. Contacts are numbered as they
        first come. One whose change returns False is left out."""
        for vendor, changes in edits.items():
            self._edits.setdefault(vendor, {}).update(changes)

    def _edited(self, vendor, request, log_entry):
        reply = self._answer(vendor, request, log_entry)
        if reply.status != 200:
            return reply
        page = reply.json()
        numbers = self._numbers.setdefault(vendor.id, {})
        kept = []
        for record in page[vendor.items_key]:
            number = numbers.setdefault(record["id"], len(numbers))
            change = self._edits.get(vendor.id, {}).get(number, lambda _record: None)
            if change(record) is not False:
                kept.append(record)
        page[vendor.items_key] = kept
        return replace(json_reply(200, page), headers=reply.headers)


async def load(pane, until, *vendors):
    """Loads all of these vendors' contacts."""
    for vendor in vendors:
        await pane.open(until, vendor)
        pane.window.actions_by_name["actionLoadAll"].trigger()
        await until(lambda: pane.browser.extent().complete and pane.is_still())


async def reload(pane, until, *vendors):
    """Reads every page of these vendors again, whatever is shown."""
    walks = [await pane.workspace.sync.walk(pane.workspace.account(each)) for each in vendors]
    heard = []
    pane.loading.refreshed.connect(lambda: heard.append(1))
    pane.loading.read_again(walks)
    await until(lambda: heard and pane.is_still())
