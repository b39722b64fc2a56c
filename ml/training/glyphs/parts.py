"""The parts of the pool (ml.training.glyphs.pool), and how many glyphs each is of.

MNIST's digits: as they are, bent a little, and spoilt like the others.
"""

PARTS = {
    "mnist_plain": 165_000,
    "mnist_bent": 165_000,
    "mnist_spoilt": 60_000,
    "pendigits": 120_000,
    "unipen": 60_000,
    "swiss": 120_000,
    "shapes": 36_000,
    "letters": 28_000,
    "fonts": 26_000,
    "signs": 32_000,
    "parts": 14_000,
    "pairs": 18_000,
    "with_part": 20_000,
    "doodles": 36_000,
}
