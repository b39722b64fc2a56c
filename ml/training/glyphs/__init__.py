"""The glyphs that a network learns from."""
