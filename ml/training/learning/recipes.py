"""How each network is trained."""

from dataclasses import dataclass, field, replace

from ml.training.glyphs.parts import PARTS


@dataclass(frozen=True)
class Recipe:
    """How to train: everything that, with the data, decides the weights.

    The rate rises for `warmup` steps, is held, and falls to nothing over the last `cooldown` epochs as 1 - sqrt(share)
    does (A. Hägele et al., "Scaling laws and compute-optimal training beyond fixed training durations", 2024). An epoch
    is `glyphs` of the data, or all of it where that is 0, of which the share `moved` is moved. The weights kept are
    their exponential average over the last steps (B. Polyak, A. Juditsky, 1992). `parts`: learn from these
    of the pool of seed `pool` rather than from MNIST's digits as they are, and of each of its glyphs in so many `ways`.
    `taught`: as much of the truth is what the networks of the recipes `teachers` say of the glyph, or the shipped model
    where none are named (G. Hinton, O. Vinyals, J. Dean, 2015; L. Beyer et al., "Knowledge distillation: a good teacher
    is patient and consistent", 2022); `corrected`: only where their likeliest is the label. Learning begins with the
    weights of the recipe `start`, where one is named, or with those that are SHIPPED. `second_look` goes onto the card,
    and `second` is the recipe of the network beside this one that looks then, too.
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
    pool: int = 1
    size: float = 1.0
    ways: int = 1
    taught: float = 0.0
    teachers: tuple[str, ...] = ()
    corrected: bool = False
    start: str = ""
    second_look: dict[str, float] = field(default_factory=dict)
    second: str = ""


SHIPPED = "shipped"
PICTURED = tuple(part for part in PARTS if part not in {"pendigits", "unipen", "shapes"})
QUICK = Recipe(
    "hand",
    epochs=20,
    batch=256,
    learning_rate=2e-3,
    seed=3,
    glyphs=100_000,
    moved=0.6,
    warmup=400,
    cooldown=7,
    weight_decay=0.05,
    label_smoothing=0.02,
    average=0.999,
    precision="mixed_bfloat16",
    parts=tuple(PARTS),
    pool=3,
    second_look={"below": 0.9, "degrees": 10, "size": 0.1},
    second="second_quick",
)
# On a GPU.
LONG = replace(
    QUICK,
    epochs=36,
    batch=512,
    learning_rate=3e-3,
    glyphs=300_000,
    moved=0.0,
    warmup=800,
    cooldown=14,
    label_smoothing=0.0,
    average=0.9995,
    size=2.0,
    ways=2,
    taught=0.9,
    teachers=("teacher", "teacher_too"),
    second="",
)
TEACHER = replace(
    LONG,
    architecture="teacher",
    epochs=20,
    cooldown=8,
    label_smoothing=0.02,
    taught=0.0,
    teachers=(),
    second_look={},
)
# A quarter of an hour of two cores.
MORE = replace(
    QUICK,
    epochs=8,
    learning_rate=5e-4,
    seed=5,
    glyphs=125_000,
    cooldown=8,
    label_smoothing=0.0,
    pool=5,
    taught=0.9,
    corrected=True,
)
PICTURED_TEACHERS = ("pictured_teacher", "pictured_teacher_too")
RECIPES = {
    "seed": Recipe(),
    # The same network, taught better: what of the distance to `hand` is its size, and what its training.
    "seed_long": replace(
        LONG,
        architecture="seed",
        seed=1,
        weight_decay=0.02,
        parts=("mnist_plain", "mnist_bent", "mnist_spoilt"),
        teachers=PICTURED_TEACHERS,
    ),
    "hand_long": LONG,
    # Gone on with, on shapes that came later: it is its own teacher where that is right.
    "hand": replace(MORE, teachers=("hand_long",), start="hand_long", second="second"),
    # Gone on with once more, which an installation does with its own reviews.
    "hand_more": replace(MORE, seed=6, start=SHIPPED, second="second_kept"),
    "second_kept": Recipe("second", epochs=0, start=SHIPPED),
    # Of pictures alone: it sees only those of pictures that `hand` doubts.
    "second": replace(
        LONG,
        architecture="second",
        seed=12,
        parts=PICTURED,
        teachers=PICTURED_TEACHERS,
        second_look={},
    ),
    "teacher": replace(TEACHER, seed=21),
    "teacher_too": replace(TEACHER, seed=22),
    "pictured_teacher": replace(TEACHER, seed=31, parts=PICTURED),
    "pictured_teacher_too": replace(TEACHER, seed=32, parts=PICTURED),
    # From nothing without a GPU, in some two hours of two cores.
    "hand_quick": QUICK,
    "second_quick": replace(
        QUICK, epochs=22, seed=11, moved=1.0, cooldown=8, parts=PICTURED, pool=11, second_look={}, second=""
    ),
}


def before(recipe: Recipe) -> list[str]:
    """The recipes of what has to be there first: whose weights it begins with, who teaches, and what they need."""
    named = [name for name in (recipe.start, *recipe.teachers) if name in RECIPES]
    return list(dict.fromkeys(other for name in named for other in (name, *before(RECIPES[name]))))
