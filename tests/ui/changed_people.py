"""People who change at the vendors between two refreshes, for tests of what changed."""

from __future__ import annotations

from dataclasses import replace

from contactdesk.sandbox.vendors.api import json_reply


class ChangedPeople:
    """Edits the records that the sandbox sends from now on: `edit(vendor, change)` with a function
    that changes a record in place, or returns None to leave it out; `add` puts one more on the
    first page."""

    def __init__(self, sandbox, monkeypatch):
        self._edits, self._added = {}, {}
        self._answer = sandbox.answer
        monkeypatch.setattr(sandbox, "answer", self._edited)

    def edit(self, vendor, change):
        self._edits.setdefault(vendor, []).append(change)

    def add(self, vendor, record):
        self._added.setdefault(vendor, []).append(record)

    def _edited(self, vendor, request, log_entry):
        reply = self._answer(vendor, request, log_entry)
        if reply.status != 200:
            return reply
        page = reply.json()
        records = page[vendor.items_key]
        for change in self._edits.get(vendor.id, ()):
            records = [found for each in records if (found := change(each)) is not None]
        is_first = not request.param(vendor.cursor_param) or request.param(vendor.cursor_param) in (
            "",
            "0",
        )
        page[vendor.items_key] = [*(self._added.get(vendor.id, ()) if is_first else ()), *records]
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
