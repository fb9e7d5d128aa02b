"""The command line, parsed without Qt."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from contactdesk import __version__
from contactdesk.export.formats import ALL, FORMATS, STANDARD

EPILOG = """exit codes: 0 done, 2 wrong usage, 3 something contactdesk needs is missing (see
--preflight), 4 export incomplete: accounts that failed are listed on standard error"""


TEXT_OPTIONS = ("--account", "--query", "--out", "--profile", "--shot")
"""Options whose value may begin with a dash."""


class Arguments(argparse.Namespace):
    """One command line. `command` is "" for the window, else "export". `out` is None for standard
    output."""

    command: str
    profile: Path | None
    demo: bool
    shot: Path | None
    preflight: bool
    account: str | None
    all: bool
    query: str | None
    format: str
    fields: str
    notes: bool
    out: Path | None
    load_all: bool


def parse(argv: Sequence[str]) -> Arguments:
    """Parses a command line. SystemExit: 2 after an error on standard error, 0 after a help text."""
    parser = _parser()
    words = _joined(argv)
    if glued := next((word for word in words if re.match("-h.", word)), ""):
        # Newer Pythons take `-has:phone` for -h, which ends with 0.
        parser.error(f"unrecognized arguments: {glued}")
    arguments = parser.parse_args(words, Arguments(command=""))
    if arguments.command and (arguments.demo or arguments.shot or arguments.preflight):
        parser.error("--demo, --shot and --preflight can't be combined with a command")
    if arguments.shot is not None and not arguments.demo:
        parser.error("--shot needs --demo: only made-up contacts are pictured")
    if arguments.demo and arguments.profile is not None:
        parser.error("--demo uses a temporary profile and can't be combined with --profile")
    return arguments


def _joined(argv: Sequence[str]) -> list[str]:
    """The command line with values that begin with one dash joined to their option: argparse takes
    `--query -has:phone` for two options."""
    found: list[str] = []
    for word in argv:
        if found and found[-1] in TEXT_OPTIONS and re.match("-[^-]", word):
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="contactdesk",
        description="One window for your contacts at five vendors. Read-only and local.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"contactdesk {__version__}")
    parser.add_argument(
        "--profile",
        type=_folder,
        metavar="DIR",
        help="folder for everything but keys, created if missing (default: your own profile)",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="try it with made-up contacts, a temporary profile and no keyring",
    )
    parser.add_argument(
        "--shot", type=Path, metavar="FILE", help="with --demo: save a picture to FILE and exit"
    )
    parser.add_argument(
        "--preflight",
        action="store_true",
        help="check that this computer has what the window needs, and exit",
    )
    commands = parser.add_subparsers(title="commands", metavar="")
    _add_export(commands)
    return parser


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser(
        "export",
        help="export contacts to a file, without a window",
        description="Export the loaded contacts to a file, without a window.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    export.set_defaults(command="export")
    export.add_argument(
        "--profile",
        type=_folder,
        metavar="DIR",
        # A default here would override a --profile before the command.
        default=argparse.SUPPRESS,
        help="the profile to read (default: your own)",
    )
    which = export.add_mutually_exclusive_group(required=True)
    which.add_argument("--account", metavar="LABEL", help="the account to export")
    which.add_argument("--all", action="store_true", help="export all accounts")
    export.add_argument(
        "--query", metavar="TEXT", help="only contacts that a search for TEXT finds"
    )
    _add_file_options(export)
    export.add_argument(
        "--load-all", action="store_true", help="first load all remaining contacts from the vendors"
    )


def _add_file_options(export: argparse.ArgumentParser) -> None:
    export.add_argument("--format", required=True, choices=FORMATS)
    export.add_argument(
        "--out",
        required=True,
        type=_target,
        metavar="FILE",
        help="the file to write, replaced when complete; - is standard output",
    )
    export.add_argument(
        "--fields",
        choices=(STANDARD, ALL),
        default=STANDARD,
        help="columns of csv and xlsx: the same for every vendor, or all fields with custom fields"
        " and the number of memories (default: %(default)s)",
    )
    export.add_argument(
        "--notes",
        action="store_true",
        help="with vcf: add what vendors noted or summarized about a person",
    )
    export.add_argument(
        "--annotations",
        action="store_true",
        help="add your own favorites, tags and notes",
    )


def _target(text: str) -> Path | None:
    return None if text == "-" else Path(text)


def _folder(text: str) -> Path:
    folder = Path(text).expanduser()
    if not text or (folder.exists() and not folder.is_dir()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a folder")
    return folder
