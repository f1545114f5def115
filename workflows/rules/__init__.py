"""Rules: pure functions over small frozen values. Standard library only, so that every rule can be read and tested alone."""
