"""contactdesk.security.hardening, in separate processes: no dumps, no tracing, no TLS key log."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "contactdesk" / "security" / "hardening.py").read_text("utf-8")
linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux")
STANDING = """
import ctypes, json, resource, sys
from contactdesk.security import hardening
hardening.forbid_dumps()
done = hardening.forbid_inspection()
dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
print(json.dumps([done, dumpable, list(resource.getrlimit(resource.RLIMIT_CORE))]))
"""
HARDENED = 'hardened = type(sys)("hardening"); exec(sys.argv[1], vars(hardened))\n'
WAITING = f"""
import sys
{HARDENED}
hardened.forbid_dumps(); hardened.forbid_inspection()
print("ready", flush=True)
sys.stdin.read()
"""
CRASHING = f"""
import resource, sys
{HARDENED}
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
hardened.forbid_dumps(); hardened.forbid_inspection()
def with_a_key(key):
    import os, signal
    os.kill(os.getpid(), signal.SIGSEGV)
with_a_key("sk-CANARY" + "-in-a-frame")
"""


def run(code: str, **environment: str) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "CONTACTDESK_DEBUG"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**clean, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@linux
def test_process_is_not_dumpable():
    assert run(STANDING) == "[true, 0, [0, 0]]"


@linux
@pytest.mark.parametrize("name", ["FLATPAK_ID", "SNAP"])
def test_sandboxed_process_stays_open_to_portals(name):
    assert run(STANDING, **{name: "contactdesk"}) == "[false, 1, [0, 0]]"


@linux
def test_debug_variable_allows_a_debugger():
    said = run(STANDING, CONTACTDESK_DEBUG="1")
    assert said.startswith("[false, 1, [")


def other_user() -> dict:
    """Options of a process of another user, for which /proc is not open as it is for root."""
    return {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}


@linux
@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="no Python others may start")
@pytest.mark.parametrize("debug", ["", "1"])
def test_same_user_cannot_read_the_environment(debug):
    """With a control: without hardening the same reader reads it."""
    system = "/usr/bin/python3"
    environment = {"PATH": "/usr/bin", "CANARY": "canary-in-environ", "CONTACTDESK_DEBUG": debug}
    process = subprocess.Popen(
        [system, "-c", WAITING, SOURCE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        cwd="/",
        **other_user(),
    )
    try:
        assert process.stdout.readline() == b"ready\n"
        reader = subprocess.run(
            [shutil.which("cat"), f"/proc/{process.pid}/environ"],
            capture_output=True,
            cwd="/",
            **other_user(),
        )
    finally:
        process.kill()
        process.communicate()
    assert (b"canary-in-environ" in reader.stdout) == bool(debug)


@linux
def test_crash_leaves_no_core_and_prints_no_values(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, SOURCE], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []
    assert "Segmentation fault" in done.stderr
    assert "with_a_key" in done.stderr
    assert "sk-CANARY" not in done.stderr


KEY_LOG = """
import asyncio, ssl, sys, threading
from msgspec.structs import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
import httpx, trustme
from contactdesk.security import hardening
from contactdesk.http.client import Client
from contactdesk.providers import all_providers
which, folder = sys.argv[1:]
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.send_header("Content-Length", "2"); self.end_headers()
        self.wfile.write(b"{}")
    def log_message(self, *_): pass
authority = trustme.CA()
authority.cert_pem.write_to_path(folder + "/ca.pem")
server = HTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
authority.issue_cert("127.0.0.1").configure_cert(context)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"https://127.0.0.1:{server.server_port}"
async def ours():
    client = Client(ca_file=folder + "/ca.pem")
    provider = replace(all_providers()["bland"], base_url=url)
    print((await client.get(provider, "sk-CANARY-tls-0123", [])).request.status)
    await client.aclose()
if which == "client":
    asyncio.run(ours())
else:
    if which == "hardened":
        hardening.forbid_dumps()
    context = ssl.create_default_context(cafile=folder + "/ca.pem")
    print(httpx.get(url, verify=context).status_code)
"""


@pytest.mark.parametrize("which", ["client", "hardened", "plain"])
def test_tls_secrets_are_not_logged(tmp_path, which):
    """With a control: Python's own default context writes them."""
    log = tmp_path / "keys"
    done = subprocess.run(
        [sys.executable, "-c", KEY_LOG, which, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "SSLKEYLOGFILE": str(log)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "200"
    written = log.read_text() if log.exists() else ""
    assert bool(written) == (which == "plain")
