"""contactdesk.app.arguments: what a command line means, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from contactdesk import __version__
from contactdesk.app.arguments import parse
from contactdesk.export.formats import FORMATS

EXPORT = ["export", "--all", "--format", "csv", "--out", "x.csv"]


def test_no_arguments_open_the_window_on_the_users_profile():
    arguments = parse([])
    assert arguments.command == ""
    assert (arguments.profile, arguments.shot) == (None, None)
    assert (arguments.demo, arguments.preflight) == (False, False)


def test_window_options():
    assert parse(["--profile", "some/where"]).profile == Path("some/where")
    assert parse(["--profile", "~/here"]).profile == Path.home() / "here"
    demo = parse(["--demo", "--shot", "a.png"])
    assert demo.demo is True
    assert demo.shot == Path("a.png")


def test_export_options():
    words = ["--account", "Support EU", "--query", "jane", "--format", "json", "--out", "a/b.json"]
    arguments = parse(["export", "--profile", "p", *words, "--load-all"])
    assert arguments.command == "export"
    assert (arguments.profile, arguments.out) == (Path("p"), Path("a/b.json"))
    assert (arguments.account, arguments.all) == ("Support EU", False)
    assert (arguments.query, arguments.format, arguments.load_all) == ("jane", "json", True)


def test_export_all_defaults():
    arguments = parse(EXPORT)
    assert (arguments.account, arguments.all, arguments.query) == (None, True, None)
    assert (arguments.profile, arguments.load_all) == (None, False)


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        (["--query", "-has:phone"], "query", "-has:phone"),
        (["--query", "-h"], "query", "-h"),
        (["--query", "-"], "query", "-"),
        (["--query", '-"call me"'], "query", '-"call me"'),
        (["--query=-a"], "query", "-a"),
        (["--query", "--x --y"], "query", "--x --y"),
        (["--out", "-x.csv"], "out", Path("-x.csv")),
        (["--out", "-"], "out", None),
    ],
)
def test_value_may_begin_with_a_dash(words, name, value):
    assert getattr(parse([*EXPORT, *words]), name) == value
    assert parse(["export", "--account", "-1", *EXPORT[2:], *words]).account == "-1"


def test_profile_may_precede_the_command():
    assert parse(["--profile", "p", *EXPORT]).profile == Path("p")
    assert parse(["--profile", "p", "export", "--profile", "q", *EXPORT[1:]]).profile == Path("q")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format(name):
    assert parse(["export", "--all", "--format", name, "--out", "x"]).format == name


@pytest.mark.parametrize(
    "words",
    [
        ["--no-such-option"],
        ["nosuchcommand"],
        ["--prof", "short"],
        ["--profile"],
        ["--profile", ""],
        ["--profile", __file__],
        ["--shot", "a.png"],
        ["--demo", "--profile", "p"],
        ["--demo", *EXPORT],
        ["--preflight", *EXPORT],
        EXPORT[:1],
        [*EXPORT, "--account", "both"],
        [*EXPORT[:1], *EXPORT[2:]],
        [*EXPORT, "--query"],
        [*EXPORT, "--query", "--load-all"],
        [*EXPORT, "-has:phone"],
        [*EXPORT, "--format", "xls"],
        [*EXPORT, "--fields", "some"],
        EXPORT[:-2],
    ],
)
def test_wrong_usage_is_reported_and_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as stop:
        parse(words)
    assert stop.value.code == 2
    said = capsys.readouterr()
    assert "error: " in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--version"], f"contactdesk {__version__}\n"),
        (["--help"], "--preflight"),
        (["export", "--help"], "--load-all"),
    ],
)
def test_help_and_version_end_with_0(words, said, capsys):
    with pytest.raises(SystemExit) as stop:
        parse(words)
    assert not stop.value.code
    assert said in capsys.readouterr().out
