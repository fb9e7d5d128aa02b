"""Loader for the sandbox's prose: names, companies and conversations as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
# the wheel has the resources inside the package, the source tree beside it
_CANDIDATES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")
FOLDER = next(path for path in _CANDIDATES if path.is_dir()) / "sandbox"


def load(subject: str) -> Any:
    """Parse `resources/sandbox/<subject>.json`. Modules call it once, on import."""
    return json.loads((FOLDER / f"{subject}.json").read_text(encoding="utf-8"))
