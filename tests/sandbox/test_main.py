"""`python -m contactdesk.sandbox`."""

import ast
import http.client
import json
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import contactdesk
from contactdesk.sandbox.__main__ import main, parse_sizes, read_rules


def started(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "contactdesk.sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_first_line_is_json_and_a_signal_ends_it_cleanly(tmp_path, name):
    faults = tmp_path / "faults.json"
    faults.write_text(json.dumps({"provider": "bland", "kind": "status-500", "page": 2}))
    with started("--size", "bland=3,quo=2", "--faults", str(faults)) as process:
        said = json.loads(process.stdout.readline())
        assert set(said) == {"port", "accounts"}
        assert len(said["accounts"]) == 5
        bland = next(a for a in said["accounts"] if a["provider"] == "bland")
        base = urlsplit(bland["base_url"])
        connection = http.client.HTTPConnection(base.hostname, said["port"], timeout=20)
        statuses = []
        for _ in range(2):
            connection.request(
                "GET", f"{base.path}/v1/contacts", headers={"Authorization": bland["key"]}
            )
            response = connection.getresponse()
            statuses.append(response.status)
            body = response.read()
        connection.close()
        assert statuses == [200, 500]
        assert json.loads(body)["errors"]
        process.send_signal(name)
        rest, errors = process.communicate(timeout=30)
        assert (rest, errors, process.returncode) == ("", "", 0)


@pytest.mark.parametrize("text", ["bland", "bland=x", "nobody=3", "bland=-1", ""])
def test_invalid_sizes_exit_2(text, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--size", text])
    assert ended.value.code == 2
    assert "--size" in capsys.readouterr().err


def test_sizes_are_parsed():
    assert parse_sizes("bland=1000000, quo=0") == {"bland": 1_000_000, "quo": 0}


@pytest.mark.parametrize("text", ["{", "7", "[1]"])
def test_invalid_rules_file_exits_2(tmp_path, text, capsys):
    path = tmp_path / "faults.json"
    path.write_text(text)
    with pytest.raises(SystemExit) as ended:
        main(["--faults", str(path)])
    assert ended.value.code == 2
    assert "--faults" in capsys.readouterr().err


def test_rules_file_is_parsed(tmp_path):
    path = tmp_path / "faults.json"
    path.write_text('[{"kind": "stall"}]')
    assert read_rules(str(path)) == [{"kind": "stall"}]


def test_unknown_fault_exits_2(tmp_path, capsys):
    path = tmp_path / "faults.json"
    path.write_text('[{"kind": "earthquake"}]')
    with pytest.raises(SystemExit) as ended:
        main(["--faults", str(path)])
    assert ended.value.code == 2
    assert "earthquake" in capsys.readouterr().err


def test_sandbox_imports_only_the_standard_library():
    root = Path(contactdesk.__file__).parent.parent
    code = f"import sys; sys.path.insert(0, {str(root)!r}); import contactdesk.sandbox.__main__"
    code += "; print(sorted(m for m in sys.modules if m.startswith('contactdesk')))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    ours = set(ast.literal_eval(done.stdout)) - {"contactdesk"}
    assert all(name.startswith("contactdesk.sandbox") for name in ours)
