"""How times are put together, and what a process takes of memory."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Sequence

import psutil


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def spread(name: str, seconds: Sequence[float]) -> dict[str, float]:
    ms = [1000 * each for each in seconds]
    return {
        f"{name}, p50 ms": statistics.median(ms),
        f"{name}, p95 ms": percentile(ms, 0.95),
        f"{name}, p99 ms": percentile(ms, 0.99),
    }


def memory(process: psutil.Process | None = None) -> float:
    """Megabytes of a process and of all it started, shared ones counted by their share (PSS)."""
    of = process or psutil.Process()
    return sum(each.memory_full_info().pss for each in (of, *of.children(recursive=True))) / 1e6


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.001)
