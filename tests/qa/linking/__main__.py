"""The long form: `python -m tests.qa.linking [--people 20000] [--seed 1] [--examples 0]`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import fields

from tests.qa.linking.measuring import measure
from tests.qa.linking.world import FIXED, LEVELS, Noise, Written

arguments = ArgumentParser(prog="python -m tests.qa.linking", description=__doc__)
arguments.add_argument("--people", type=int, default=20_000)
arguments.add_argument("--seed", type=int, default=1)
arguments.add_argument("--examples", type=int, default=0, help="wrong and missed pairs to show")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def described(written: Written) -> str:
    return f"{written.vendor} {written.raw}"[:420]


def main() -> None:
    given = arguments.parse_args()
    say("What is so at each level, in percent:")
    say(f"{'':24}" + "".join(f"{level:>9}" for level in LEVELS))
    for each in fields(Noise):
        rates = (100 * getattr(Noise().part(share), each.name) for share in LEVELS.values())
        say(f"{each.name:24}" + "".join(f"{rate:9.2f}" for rate in rates))
    for name, rate in FIXED.items():
        say(f"{name:24}" + f"{100 * rate:9.2f}" * len(LEVELS))
    for level, share in LEVELS.items():
        found = measure(given.people, share, given.seed, examples=given.examples)
        say(
            f"{level}: {found.contacts:,} contacts, precision {found.precision:.3f} %, recall on "
            f"exact keys {found.recall:.2f} %, largest person {found.largest}"
        )
        for title, examples in (("wrong", found.wrong), ("missed", found.missed)):
            for one, other in examples:
                say(f"  {title}:\n    {described(one)}\n    {described(other)}")


main()
