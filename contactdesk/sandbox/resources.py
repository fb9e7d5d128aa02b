"""Loader for the sandbox's prose: names, companies and conversations as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
# a wheel holds the resources inside the package, the source tree beside it
_ROOT = next(p for p in (_PACKAGE / "resources", _PACKAGE.parent / "resources") if p.is_dir())


def load(subject: str) -> Any:
    """Parse `resources/sandbox/<subject>.json`. Modules call it once, on import."""
    return json.loads((_ROOT / "sandbox" / f"{subject}.json").read_text(encoding="utf-8"))
