"""`python -m contactdesk.sandbox`: the five vendors on loopback until Ctrl-C or SIGTERM."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from contactdesk.sandbox.server import Sandbox
from contactdesk.sandbox.vendors import SIZES


def parse_sizes(text: str) -> dict[str, int]:
    """`bland=230,quo=120` -> {"bland": 230, "quo": 120}."""
    found = {}
    for part in text.split(","):
        provider, _, count = part.strip().partition("=")
        if provider not in SIZES or not count.isdecimal():
            known = ", ".join(SIZES)
            raise argparse.ArgumentTypeError(f"{part!r} is not PROVIDER=NUMBER ({known})")
        found[provider] = int(count)
    return found


def read_rules(path: str) -> list[dict[str, Any]]:
    """Fault rules from a JSON file that holds one rule or a list."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{path}: {error}") from None
    found = [found] if isinstance(found, dict) else found
    if not isinstance(found, list) or not all(isinstance(rule, dict) for rule in found):
        raise argparse.ArgumentTypeError(f"{path} does not hold a list of rules")
    return found


def argument_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contactdesk.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (default): any free one")
    parser.add_argument("--size", type=parse_sizes, default={}, help="bland=230,quo=120")
    parser.add_argument("--seed", type=int, default=7, help="another seed, other people and keys")
    parser.add_argument("--faults", type=read_rules, default=[], help="JSON file with rules")
    parser.add_argument(
        "--rates",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="enforce the vendors' rate limits (default: yes)",
    )
    parser.add_argument(
        "--extra-keys",
        action="store_true",
        help="also list keys without the permission, and OAuth access tokens",
    )
    parser.add_argument(
        "--edits",
        action="store_true",
        help="change some contacts from one reading of a list to the next",
    )
    parser.add_argument(
        "--delay", type=float, default=0.0, help="seconds before each answer (default: none)"
    )
    return parser


def main(argv: list[str] | None = None) -> int:
    parser = argument_parser()
    options = parser.parse_args(argv)
    stopped = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    previous = [signal.signal(each, lambda *_: stopped.set()) for each in signals]
    try:
        return _serve(parser, options, stopped)
    finally:
        for each, handler in zip(signals, previous, strict=True):
            signal.signal(each, handler)


def _serve(
    parser: argparse.ArgumentParser, options: argparse.Namespace, stopped: threading.Event
) -> int:
    try:
        sandbox = Sandbox(
            options.port,
            options.size,
            options.seed,
            options.faults,
            rates=options.rates,
            extra_keys=options.extra_keys,
            delay_s=options.delay,
            edits=options.edits,
        )
    except (ValueError, OSError, OverflowError) as error:
        parser.error(str(error))
    with sandbox:
        line = json.dumps({"port": sandbox.port, "accounts": sandbox.accounts})
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        # with a timeout, because Windows cannot interrupt an endless wait
        while not stopped.wait(1):
            pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
