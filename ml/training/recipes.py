"""How each network is trained."""

import math
from dataclasses import dataclass, field, replace

# Glyphs of each part of the pool (ml.training.pool). MNIST: as they are, bent a little, and spoilt like the others.
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


@dataclass(frozen=True)
class Recipe:
    """How to train: everything that, with the data, decides the weights.

    The rate rises for `warmup` steps, is held, and falls to nothing over the last `cooldown` epochs as 1 - sqrt(share)
    does (A. Hägele et al., "Scaling laws and compute-optimal training beyond fixed training durations", 2024). An epoch
    is `glyphs` of the data, or all of it where that is 0, of which the share `moved` is moved. The weights kept are
    their exponential average over the last steps (B. Polyak, A. Juditsky, 1992). `parts`: learn from these
    of the pool rather than from MNIST's digits as they are. `taught`: as much of the truth is what the shipped model
    says of the glyph (G. Hinton, O. Vinyals, J. Dean, 2015). `second_look` goes onto the card, and `second` is the
    recipe of the network beside this one that looks then, too.
    """

    architecture: str = "seed"
    epochs: int = 10
    batch: int = 128
    learning_rate: float = 1e-3
    seed: int = 1
    glyphs: int = 0
    moved: float = 0.0
    warmup: int = 0
    cooldown: int = 0
    weight_decay: float = 0.0
    label_smoothing: float = 0.0
    average: float = 0.0
    precision: str = "float32"
    parts: tuple[str, ...] = ()
    taught: float = 0.0
    second_look: dict[str, float] = field(default_factory=dict)
    second: str = ""


HAND = Recipe(
    "hand",
    epochs=20,
    batch=256,
    learning_rate=2e-3,
    seed=3,  # of three, the best on held-out digits
    glyphs=100_000,
    moved=0.6,
    warmup=400,
    cooldown=7,
    weight_decay=0.05,
    label_smoothing=0.02,
    average=0.999,
    precision="mixed_bfloat16",
    parts=tuple(PARTS),
    second_look={"below": 0.9, "degrees": 10, "size": 0.1},
    second="second",
)
RECIPES = {
    "seed": Recipe(),
    # The same network, taught better: what of the distance to `hand` is its size, and what its training.
    "seed_long": Recipe(
        epochs=90,
        batch=256,
        learning_rate=1.5e-3,
        glyphs=55_000,
        moved=1.0,
        warmup=400,
        cooldown=30,
        weight_decay=0.02,
        average=0.999,
        precision="mixed_bfloat16",
        parts=("mnist_plain", "mnist_bent", "mnist_spoilt"),
        taught=0.7,
        second_look={"below": 0.9, "degrees": 10, "size": 0.1},
    ),
    "hand": HAND,
    # Of pictures alone, each glyph moved: it sees only those of pictures that `hand` doubts.
    "second": replace(
        HAND,
        epochs=22,
        seed=11,
        moved=1.0,
        cooldown=8,
        parts=tuple(part for part in PARTS if part not in {"pendigits", "unipen", "shapes"}),
        second_look={},
        second="",
    ),
}


def rate(recipe: Recipe, epochs: float, steps: int) -> float:
    """The learning rate after so many epochs, which are so many steps."""
    risen = min(1.0, (steps + 1) / (recipe.warmup + 1))
    fallen = max(0.0, 1 - (recipe.epochs - epochs) / recipe.cooldown) if recipe.cooldown else 0.0
    return recipe.learning_rate * risen * (1 - math.sqrt(fallen))
