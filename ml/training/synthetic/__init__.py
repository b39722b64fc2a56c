"""Numbers and pictures made by rule, from strokes or from nothing."""
