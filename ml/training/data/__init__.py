"""Digits, whose they are, and who of these trains, calibrates and judges."""
