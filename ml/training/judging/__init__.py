"""Models calibrated, judged, compared and reported."""
