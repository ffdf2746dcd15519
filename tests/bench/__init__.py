"""Benchmarks: `python -m tests.bench` runs all, `python -m tests.bench.<name>` one. Output: report.py."""
