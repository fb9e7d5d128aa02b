"""contactdesk.ui.kit.text: what was copied may be in the clipboard when the process ends."""

import os
import subprocess
import sys

PROGRAM = """
from PySide6.QtWidgets import QApplication
from contactdesk.ui.kit.text import TextView
app = QApplication([])
view = TextView()
view.setPlainText("copied")
view.selectAll()
view.copy()
data = app.clipboard().mimeData()
print(data.formats(), app.clipboard().text())
"""


def test_a_copy_is_plain_and_the_process_ends_well():
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.stdout.strip() == "['text/plain'] copied"
    assert ended.returncode == 0
