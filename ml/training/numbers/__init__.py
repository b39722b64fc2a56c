"""The lattice, its witness and the network of pairs."""
