"""A key store, patched back ends, and processes with their own keyring."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import keyring
import pytest

from contactdesk.profile.keyring import KeyStore

KEY = "sk-CANARY0123456789"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def keys():
    keys = KeyStore()
    yield keys
    keys.close()


def use(memory_keyring, **methods):
    """The test's own keyring with some of its methods replaced."""
    changed = type("Changed", (type(memory_keyring),), methods)()
    keyring.set_keyring(changed)
    return changed


def raising(error):
    def method(*_arguments):
        raise error

    return method


def run(code: str, **environment: str) -> str:
    """What a process of its own prints; it has 20 seconds to end."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=20,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
