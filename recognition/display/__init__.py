"""What pages show: words for states and reasons, boxes on pictures, charts, thumbnails."""
