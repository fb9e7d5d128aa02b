"""contactdesk.ui.kit.qt: PySide6 is imported, and what is imported after it is not read."""

from __future__ import annotations

import subprocess
import sys

STARTED = """
import linecache, sys
from contactdesk.__main__ import load
load()
assert "contactdesk.ui.browser.browser" in sys.modules
print([name for name in linecache.cache if "contactdesk" in name])
"""

WITHOUT = """
import builtins
from contactdesk.ui.kit import qt
before = builtins.__import__ = builtins.__orig_import__
del builtins.__orig_import__
qt.remove_import_hook()
assert builtins.__import__ is before
from PySide6.QtCore import Qt
print(Qt.Key.Key_A.name)
"""

WRITER = """
from contactdesk.ui.kit import qt
from PySide6.QtCore import QObject
import sys, zipfile
from shibokensupport.signature.lib import pyi_generator
print([name for name in vars(pyi_generator) if not name.startswith("__")])
print(zipfile.ZipFile.open.__module__)
try:
    QObject().startTimer("x")
except TypeError as error:
    print("startTimer(interval: int" in str(error))
"""


def said_by(code: str) -> str:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_start_reads_no_source_of_what_it_imports():
    assert said_by(STARTED) == "[]"


def test_a_pyside_that_looks_at_no_imports_is_left_as_it_is():
    assert said_by(WITHOUT) == "Key_A"


def test_pyside_is_imported_without_its_writer_of_stubs():
    assert said_by(WRITER).splitlines() == ["[]", "zipfile", "True"]
