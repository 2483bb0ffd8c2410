"""Tools for development: bootstrap, embedded services, `make run`, `make test`, `make check`, benchmarks.

Nothing here is imported by the application, and production never runs it.
"""
