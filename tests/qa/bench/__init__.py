"""Benchmarks: time and memory of the window and its index; no test asserts them."""

KEY = bytes(range(32))
"""Of the indexes that are measured. Here, so that who starts what is measured does not load Qt: its
libraries would be counted by half."""
