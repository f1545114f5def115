"""Processes killed between any two statements: what is left must be a house that stands, and the same step again must end it once."""
