"""Percentiles of measured times, and the memory of a process."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Sequence

import psutil


def percentile(values: Sequence[float], share: float) -> float:
    """`share` from 0 to 1."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def percentiles_ms(name: str, seconds: Sequence[float]) -> dict[str, float]:
    ms = [1000 * each for each in seconds]
    return {
        f"{name}, p50 ms": statistics.median(ms),
        f"{name}, p95 ms": percentile(ms, 0.95),
        f"{name}, p99 ms": percentile(ms, 0.99),
    }


def memory_mb(process: psutil.Process | None = None) -> float:
    """Proportional set size (PSS) of a process and its descendants, in megabytes."""
    root = process or psutil.Process()
    processes = (root, *root.children(recursive=True))
    return sum(each.memory_full_info().pss for each in processes) / 1e6


async def until(condition: Callable[[], object]) -> None:
    while not condition():
        await asyncio.sleep(0.001)
