"""Reads handwritten digits: a picture or pen strokes in, a `Reading` out. Knows no web framework and no
queue."""
