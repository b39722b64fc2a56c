"""People's word on readings: what to look at next, second opinions, how far they agree, and sets to train with."""
