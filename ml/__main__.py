"""`python -m ml train | evaluate | compare | report | publish`: makes, judges and installs models."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from ml import evidence, registry
from ml.classifier import Classifier
from ml.training.data.digits import DataMissing
from ml.training.data.sets import JudgedSet, corruptions, judged, judging_pens, reviewed
from ml.training.data.written import Written, numbers
from ml.training.judging import evidence as made
from ml.training.judging.compare import compare, table
from ml.training.judging.evaluate import judge, robustness
from ml.training.judging.report import markdown

say = partial(print, flush=True)
MODELS = "the folder that models live in"
REVIEWS = "a folder of reviews, whose held-out people judge too"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 when it worked, 2 with a sentence on stderr when something that it needs is not
    there."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (DataMissing, registry.ModelBroken, TrainingMissing) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


class TrainingMissing(Exception):
    """The training stack is not installed."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    train = commands.add_parser("train", help="train a network and publish it with its card")
    _add_training(train)
    train.set_defaults(run=_train)

    evaluate = commands.add_parser("evaluate", help="judge models on every set that is here, side by side")
    _add_judging(evaluate)
    evaluate.add_argument("--out", type=Path, help="where to write evaluation.json and evaluation.md as well")
    evaluate.set_defaults(run=_evaluate)

    compare = commands.add_parser("compare", help="whether a candidate reads better than another model")
    compare.add_argument("candidate", type=Path, help="a model's folder")
    compare.add_argument("--with", dest="current", type=Path, help="the other's (default: the shipped one)")
    compare.add_argument("--reviews", type=Path, help=REVIEWS)
    compare.add_argument("--out", type=Path, help="the file that `manage.py models publish --comparison` takes")
    compare.set_defaults(run=_compare)

    report = commands.add_parser(
        "report", help="evaluate, draw the plots of it, and lay the evidence beside each model"
    )
    _add_judging(report)
    report.add_argument("--out", type=Path, default=Path("docs/model"))
    report.set_defaults(run=_report)

    publish = commands.add_parser("publish", help="verify a model's folder and install it, replacing its namesake")
    publish.add_argument("model", type=Path, help="a folder with model.onnx and card.json")
    publish.add_argument("--out", type=Path, default=registry.MODELS, help=MODELS)
    publish.set_defaults(run=_publish)
    return parser


def _add_training(train: argparse.ArgumentParser) -> None:
    train.add_argument("--architecture", default="hand", help="which network (default: hand, the shipped one)")
    train.add_argument("--epochs", type=int, help="instead of the recipe's")
    train.add_argument("--batch", type=int, help="instead of the recipe's")
    train.add_argument("--seed", type=int, help="of all that is random (default: the recipe's)")
    train.add_argument("--name", help="the model's name (default: the architecture's)")
    train.add_argument("--model-version", default="1.0")
    train.add_argument("--out", type=Path, default=registry.MODELS, help=MODELS)
    extra = "learn from these reviewed digits too, which manage.py training_set wrote"
    train.add_argument("--extra", type=Path, nargs="+", default=[], metavar="FOLDER", help=extra)


def _add_judging(command: argparse.ArgumentParser) -> None:
    command.add_argument("--model", type=Path, action="append", help="a folder (default: the shipped one and the seed)")
    corrupted = "how many test digits to corrupt in each way (default: 2,000)"
    command.add_argument("--corruptions", type=int, default=2_000, help=corrupted)
    command.add_argument("--reviews", type=Path, help=REVIEWS)


def _train(options: argparse.Namespace) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    try:
        # Seconds of import, of packages that only this command needs.
        from ml.training.data.extra import teaching  # noqa: PLC0415
        from ml.training.learning.recipes import RECIPES  # noqa: PLC0415
        from ml.training.produce import produce  # noqa: PLC0415
    except ImportError as error:
        raise TrainingMissing(
            f"Training needs Keras and TensorFlow ({error}): install requirements/train.txt first."
        ) from error
    if options.architecture not in RECIPES:
        raise TrainingMissing(f"No network is called {options.architecture}: there is {', '.join(RECIPES)}.")
    wanted = {name: getattr(options, name) for name in ("epochs", "batch", "seed")}
    recipe = replace(
        RECIPES[options.architecture], **{name: value for name, value in wanted.items() if value is not None}
    )
    name = options.name or options.architecture
    extra = teaching(options.extra, signs="signs" in recipe.parts)  # the others' networks know digits only
    folder = produce(recipe, name, options.model_version, options.out, say, extra)
    say(f"published {folder}")


def _evaluate(options: argparse.Namespace) -> None:
    _figures(options, [Classifier(folder) for folder in _folders(options)], _judges(options.reviews))


def _folders(options: argparse.Namespace) -> list[Path]:
    return options.model or [registry.default_model(), registry.MODELS / "seed"]


def _figures(options: argparse.Namespace, classifiers: Sequence[Classifier], sets: Sequence[JudgedSet]) -> None:
    figures = {f"{one.card.name} {one.card.version}": judge(one, sets) for one in classifiers}
    corrupted = corruptions(options.corruptions, say) if options.corruptions else {}
    for one, found in zip(classifiers, figures.values(), strict=True):
        if corrupted:
            found["mnist_c"] = robustness(one, corrupted)
    told = markdown(figures, [table(compare(classifiers[0], other, sets)) for other in classifiers[1:]])
    say(told)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "evaluation.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
        (options.out / "evaluation.md").write_text(told, "utf-8")


def _judges(reviews: Path | None) -> list[JudgedSet]:
    """Every set that is here, and the reviews of people held out; an empty set judges nothing."""
    sets = judged(say) + ([reviewed(reviews)] if reviews else [])
    for one in sets:
        if not len(one.digits):
            say(f"left out: {one.title}: there are none")
    return [one for one in sets if len(one.digits)]


def _numbers() -> list[Written]:
    try:
        return [one for one in numbers() if one.judges]
    except DataMissing as missing:
        say(f"left out: {missing}")
        return []


def _compare(options: argparse.Namespace) -> None:
    current = options.current or registry.default_model()
    found = compare(Classifier(options.candidate), Classifier(current), _judges(options.reviews), _numbers())
    say(table(found))
    if options.out:
        options.out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _report(options: argparse.Namespace) -> None:
    try:
        # Matplotlib, which only this command needs.
        from ml.training.judging.plots import draw_all  # noqa: PLC0415
    except ImportError as error:
        raise TrainingMissing(
            f"The plots need Matplotlib and OpenCV ({error}): install requirements/train.txt."
        ) from error
    folders, sets = _folders(options), _judges(options.reviews)
    classifiers = [Classifier(folder) for folder in folders]
    _figures(options, classifiers, sets)
    shown = [one for one in sets if one.name not in made.PRIVATE]
    for path in draw_all(classifiers, shown, judging_pens(), options.out):
        say(f"drew {path}")
    for folder, classifier in zip(folders, classifiers, strict=True):
        made.lay(made.files(classifier, shown), folder)
        say(f"laid the evidence beside {folder}")


def _publish(options: argparse.Namespace) -> None:
    _, card = registry.load(options.model)
    weights = (options.model / registry.WEIGHTS).read_bytes()
    folder = registry.publish(weights, card, options.out, beside=evidence.files(options.model))
    say(f"published {folder}")


if __name__ == "__main__":
    sys.exit(main())
