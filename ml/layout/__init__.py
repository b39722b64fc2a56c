"""The ink or the strokes of a page to its pieces: lines, places of a form, and the marks that are no digits."""
