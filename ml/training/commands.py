"""What the command lines of the packages beside have in common."""

from argparse import ArgumentParser
from importlib.machinery import ModuleSpec


def command(spec: ModuleSpec, told: str) -> ArgumentParser:
    """Of the module whose `__spec__` and `__doc__` are given: called as it is started, wherever it lies."""
    return ArgumentParser(prog=f"python -m {spec.name}", description=told)


def seeded(spec: ModuleSpec, told: str, count: int) -> ArgumentParser:
    """Of one that makes `count` pictures where nothing else is asked for, the first ones of a seed."""
    parser = command(spec, told)
    parser.add_argument("--count", type=int, default=count, help=f"how many (default: {count})")
    parser.add_argument("--seed", type=int, default=1, help="(default: 1)")
    return parser
