"""Benchmarks of the hot paths: `make bench`. Each prints figures beside its budget."""
