"""The pieces of a page to the likeliest number: candidates, their scores, and the best way through the lattice."""
