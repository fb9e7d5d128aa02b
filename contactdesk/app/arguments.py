"""The command line: what may be asked of contactdesk, read without Qt."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from contactdesk import __version__

FORMATS = ("csv", "json", "vcf", "md")

EPILOG = """exit codes: 0 done, 2 wrong usage, 3 something the program needs is missing (see
--preflight), 4 an export that is not whole: the accounts that failed are named on standard error"""


class Arguments(argparse.Namespace):
    """One command line. `command` is "" for the window, else "export"."""

    command: str
    profile: Path | None
    demo: bool
    shot: Path | None
    preflight: bool
    account: str | None
    all: bool
    query: str
    format: str
    out: Path
    load_all: bool


def parse(argv: Sequence[str]) -> Arguments:
    """Reads a command line. SystemExit: 2 after a word on standard error, 0 after a help text."""
    parser = _parser()
    arguments = parser.parse_args(argv, Arguments(command=""))
    if arguments.command and (arguments.demo or arguments.shot or arguments.preflight):
        parser.error("--demo, --shot and --preflight go without a command")
    if arguments.shot is not None and not arguments.demo:
        parser.error("--shot goes with --demo: a picture is made of made-up contacts only")
    if arguments.demo and arguments.profile is not None:
        parser.error("--demo has a profile of its own and takes no --profile")
    return arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="contactdesk",
        description="One window onto the contacts that five vendors hold. Read-only, local.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"contactdesk {__version__}")
    parser.add_argument(
        "--profile",
        type=_folder,
        metavar="DIR",
        help="keep everything but keys in DIR, made if absent (else: your own profile)",
    )
    parser.add_argument(
        "--demo", action="store_true", help="made-up contacts, a throw-away profile, no keyring"
    )
    parser.add_argument(
        "--shot", type=Path, metavar="FILE", help="with --demo: write a picture to FILE and end"
    )
    parser.add_argument(
        "--preflight",
        action="store_true",
        help="say whether this computer has what the window needs, and end",
    )
    commands = parser.add_subparsers(title="commands", metavar="")
    _add_export(commands)
    return parser


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser(
        "export",
        help="write contacts to a file, without a window",
        description="Write the contacts that are loaded to a file, without a window.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    export.set_defaults(command="export")
    export.add_argument(
        "--profile",
        type=_folder,
        metavar="DIR",
        # Else the default here would undo a --profile before the command.
        default=argparse.SUPPRESS,
        help="the profile to read (else: your own)",
    )
    which = export.add_mutually_exclusive_group(required=True)
    which.add_argument("--account", metavar="LABEL", help="the account to write")
    which.add_argument("--all", action="store_true", help="write every account")
    export.add_argument(
        "--query", default="", metavar="TEXT", help="only what a search for TEXT finds"
    )
    export.add_argument("--format", required=True, choices=FORMATS)
    export.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="written beside it, then renamed"
    )
    export.add_argument(
        "--load-all", action="store_true", help="load what is not loaded yet from the vendors first"
    )


def _folder(text: str) -> Path:
    folder = Path(text).expanduser()
    if not text or (folder.exists() and not folder.is_dir()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a folder")
    return folder
