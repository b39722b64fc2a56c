"""Benchmarks: whole processes, real requests, and a peer measured beside us in the same run."""
