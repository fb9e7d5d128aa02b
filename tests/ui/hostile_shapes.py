"""Shows contacts of hostile shapes in the real pane, table and raw view, one after another.

A program of its own, because a shape may hang or crash the process: it prints the name of each
shape once that has been shown. Arguments: a folder, and "long" for every shape at every vendor.
"""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QApplication, QTableView

from contactdesk.providers import all_providers
from contactdesk.records.parse import read_record
from contactdesk.search.query import parse
from contactdesk.ui.detail.pane import DetailPane
from contactdesk.ui.kit import text, theme
from tests.qa.hostile_records import records_of, with_hostile_text

GIANT_CHARS = 10_000_000
SHORT_FORM_DIVISOR = 50
"""The giant texts are this much smaller in the short form."""

BIDI_CONTROLS = "\u202e\u202d\u202b\u2067\u2066\u2068"


def shapes(folder, times):
    """Two mappings from name to text: those that replace every text, those used once in a record."""
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    every = {
        "dev zero": '<b>N</b><img src="/dev/zero">',
        "dev random": '<b>N</b><img src="/dev/random">',
        "fifo": f'<b>N</b><img src="{fifo}">',
        "fifo as url": f'<b>N</b><img src="file://{fifo}">',
        "style": f'<style>@import url("{fifo}");</style><b>N</b>',
        "nested tables": "<table><tr><td>" * (30 * times),
        "bold": "<b>" * (2_000 * times),
        "zalgo": "e" + "\u0301" * 15_000,
        "arabic marks": "\u0628" + "\u064e" * 15_000,
        "overrides": BIDI_CONTROLS + "moc.live@a" + BIDI_CONTROLS,
        "hebrew": "שלום עולם",
        "nul": "a\0b\0",
        "lone surrogates": "\ud800a\udfff",
        "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029",
        "tabs and ampersands": "&File\tCtrl+Q\t&&[*]%1%n%L1",
        "emoji": "👩‍👩‍👧" * (200 * times),
        "blank": "\u00a0\u200b\ufeff ",
        "identifier": "a" * 4_000 + "?",
        "underscores": "a_-" * 4_000 + "!",
        "digits": "+1 (" + "5" * 5_000,
        "brackets": "[" * 3_000,
        "quotes": '"\\' * 1_000,
    }
    once = {
        "10 MB in one word": "x" * GIANT_CHARS,
        "10 MB of words": "word " * (GIANT_CHARS // 5),
        "10 MB of lines": "line\n" * (GIANT_CHARS // 5),
        "1 MB in Arabic": "كلمة " * 200_000,
        "1 MB of brackets": "(" * 1_000_000,
        "1 MB of digits": "7" * 1_000_000,
        "1 MB of spaces": "a" + " " * 1_000_000 + "b",
        "1 MB of e-mail": "a@" * 500_000,
        "1 MB of dots": "a@b" + ".c" * 500_000 + "!",
    }
    return every, once


def odd_bodies():
    """(name, body) of records that strain a JSON parser."""
    yield (
        "10,000 levels of lists",
        b'{"id": "1", "metadata": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    )
    yield "900 levels", b'{"id": "2", "metadata": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}"
    yield (
        "a number of 5,000 digits",
        b'{"id": "3", "name": "n", "metadata": {"n": ' + b"9" * 5_000 + b"}}",
    )
    yield "NaN", b'{"id": "4", "metadata": {"n": NaN}}'
    yield (
        "a huge exponent",
        b'{"id": "5", "metadata": {"n": 1e400, "m": -1e-400, "k": 10000000000000000000000}}',
    )
    yield "keys twice", b'{"id": "6", "id": "7", "metadata": {"a": 1, "a": 2}}'
    yield "bad UTF-8", b'{"id": "8", "name": "\xff\xfe"}'
    yield "no JSON", b"\0" * 100_000
    yield (
        "100,000 keys",
        json.dumps({"id": "9", "metadata": {f"k{n}": n for n in range(100_000)}}).encode(),
    )


class Cells(QAbstractTableModel):
    """A table model of one row."""

    def __init__(self, cells):
        super().__init__()
        self._cells = cells

    def rowCount(self, _parent=None):
        return 1

    def columnCount(self, _parent=None):
        return len(self._cells)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return self._cells[index.column()] if role == Qt.ItemDataRole.DisplayRole else None


class Show:
    def __init__(self):
        self.pane = DetailPane()
        self.pane.resize(460, 700)
        self.pane.show()
        self.pane.raw.show()
        self.table = QTableView()
        self.table.resize(900, 100)

    def show(self, name, provider, raw):
        record = read_record(provider.contact, raw)
        contact, pane = record.contact, self.pane
        for query in ("", "word", "5551234567"):
            pane.show_contact(
                text.line(contact.name), provider, contact, raw, parse(query), record.malformed
            )
            QApplication.processEvents()
        for at in range(pane.tabs.count()):
            pane.tabs.setCurrentIndex(at)
            pane.grab()
        self.show_memories()
        pane.raw.expand_all()
        pane.raw.search.field.setText("a")
        QApplication.processEvents()
        pane.raw.search.field.setText("")
        self.expand_a_cut_value()
        texts = [contact.name, contact.company, *contact.emails, *contact.phones]
        self.table.setModel(Cells([text.line(each) for each in texts]))
        self.table.grab()
        for each in texts:
            label = text.Label(each, elide=True)
            label.setToolTip(text.tooltip(each))
            label.setWindowTitle(text.title(each))
            label.grab()
            tip = text.QLabel(label.toolTip())
            tip.setWordWrap(True)
            tip.grab()
        sys.stdout.write(f"{provider.id}: {name}\n")
        sys.stdout.flush()

    def show_memories(self):
        """The overview and the first memories, with everything unfolded."""
        memories = self.pane.tabs.memories
        if self.pane.tabs.indexOf(memories) < 0:
            return
        self.pane.tabs.setCurrentWidget(memories)
        for number in range(min(2, memories.chooser.model.rowCount())):
            memories.chooser.choose(number)
            view = memories.page.view
            view.write_all()
            for link in list(view._map.links)[:12]:
                if link.href.startswith(("fold:", "all:")):
                    view.link_activated.emit(link.href)
            memories.grab()

    def expand_a_cut_value(self):
        view = self.pane.details
        self.pane.tabs.setCurrentIndex(0)
        for start, _end in view._anchors()[:20]:
            cursor = view.textCursor()
            cursor.setPosition(start + 1)
            href = cursor.charFormat().anchorHref()
            if href.startswith("all:"):
                view.link_activated.emit(href)
                break
        view.grab()
        view.menu_at(5).deleteLater()


def main(folder, is_long):
    app = QApplication([])
    theme.apply(app, "light")
    every, once = shapes(folder, 10 if is_long else 1)
    providers, show = list(all_providers().values()), Show()
    for number, (name, hostile) in enumerate(every.items()):
        for provider in providers if is_long else [providers[number % len(providers)]]:
            first = next(r for r in records_of(provider.id) if isinstance(r, dict))
            for keeps_enums in (True, False) if is_long else (True,):
                raw = with_hostile_text(first, hostile, keeps_enums=keeps_enums)
                show.show(name, provider, json.dumps(raw).encode())
    for number, (name, raw) in enumerate(odd_bodies()):
        for provider in providers if is_long else [providers[number % len(providers)]]:
            show.show(name, provider, raw)
    for name, hostile in once.items():
        text = hostile if is_long else hostile[: len(hostile) // SHORT_FORM_DIVISOR]
        show.show(name, all_providers()["bland"], json.dumps(giant(text)).encode())


def giant(text):
    """A contact with a giant text in every kind of place, also as a key."""
    key = text[:1_000_000]
    message = {"role": "user", "content": text, "channel": "sms"}
    memory = {"persona_id": "p", "summary": text, "recent_messages": [message]}
    facts = {key: "x", "k": text}
    return {
        "id": "1",
        "name": text,
        "metadata": {"note": text, key: "x"},
        "memories": [{**memory, "facts": facts}],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), "long" in sys.argv[2:])
