"""An empty PySide6 window in its own process: the baseline for start time and memory."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget


def process_started_at() -> float:
    """When this process started, in seconds since 1970."""
    with open("/proc/self/stat") as file:
        ticks = int(file.read().rpartition(")")[2].split()[19])
    with open("/proc/uptime") as file:
        uptime = float(file.read().split()[0])
    return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")


class Window(QWidget):
    painted_at = 0.0

    def paintEvent(self, event: QEvent) -> None:
        self.painted_at = self.painted_at or time.time()
        QApplication.quit()


def main() -> None:
    qapp = QApplication([])
    window = Window()
    window.resize(1280, 800)
    window.show()
    qapp.exec()
    took = 1000 * (window.painted_at - process_started_at())
    from tests.qa.bench.metrics import memory_mb

    found = {
        "empty PySide6 window, process start to painted, ms": took,
        "empty PySide6 window, CPU ms": 1000 * time.process_time(),
        "empty PySide6 window, memory (PSS), MB": memory_mb(),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
