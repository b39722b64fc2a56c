"""Many pictures at once: handed in as files or archives, unpacked, dealt out in chunks, steered, exported."""
