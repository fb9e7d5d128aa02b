"""contactdesk.ui.kit.qt: PySide6 is imported, and what is imported after it is not read."""

from __future__ import annotations

import subprocess
import sys

from contactdesk.ui.kit import qt

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

SIGNATURES = """
from contactdesk.ui.kit import qt
import sys, zipfile
from PySide6.QtCore import QObject, QRect

def modules():
    names = (file[:-3].replace("/", ".") for file in qt.SIGNATURES)
    return [sys.modules[name] for name in names]

said = []
print(len(modules()), sum(len(vars(each)) > 10 for each in modules()), zipfile.ZipFile.open.__module__)
for _ in range(2):
    try:
        QRect("a")
    except TypeError as error:
        said.append("QRect(topleft: PySide6.QtCore.QPoint" in str(error).replace(".__init__", ""))
print(said, hasattr(sys.modules["shibokensupport.signature.parser"], "nothing"))
print(QRect.__doc__.splitlines()[-1])
"""


def said_by(code: str) -> str:
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_a_start_reads_no_source_of_what_it_imports():
    assert said_by(STARTED) == "[]"


def test_a_pyside_that_looks_at_no_imports_is_left_as_it_is():
    assert said_by(WITHOUT) == "Key_A"


def test_pyside_learns_the_arguments_of_its_functions_when_it_needs_them():
    started, wrong, documented = said_by(SIGNATURES).splitlines()
    assert started == f"{len(qt.SIGNATURES)} 0 zipfile"
    assert wrong == "[True, True] False"
    assert documented.startswith("QRect(self, left: int, top: int")
