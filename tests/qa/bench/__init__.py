"""Benchmarks: time and memory of the window and its index; no test asserts them."""

KEY = bytes(range(32))
"""The key of the measured indexes. It is here so that the parent process need not import Qt: shared
libraries would count only by half in the memory of the process it measures."""
