"""Whether what was read may be no writing at all."""
