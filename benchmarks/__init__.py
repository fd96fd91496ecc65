"""The engine beside its peers in one run: ratios and errors, never a timed test. See `benchmarks/README.md`."""
