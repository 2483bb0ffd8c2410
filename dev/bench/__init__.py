"""Benchmarks: throw-away installations through gunicorn and real workers; figures go to var/bench."""
