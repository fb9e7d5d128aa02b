"""Benchmarks: time and memory of the window and its index; no test asserts them."""
