"""Measurements, each beside something comparable in the same run, because a bare number says more about the machine.

A module here with `run() -> Report` is a measurement; `python -m bench [NAME] [--json] [--write]` finds and runs it.
"""
