"""One running system for all tests that do not break it; those that do start their own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.live.system import System, services, start


@pytest.fixture
def own_system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., System]]:
    """Starts a system that the test may break; the same folder can be started again."""
    systems: list[System] = []
    with ExitStack() as stack:
        environment = stack.enter_context(services())

        def own_system(folder: Path | None = None, **extra: str) -> System:
            systems.append(start(folder or tmp_path_factory.mktemp("own"), **environment, **extra))
            return systems[-1]

        yield own_system
        for system in systems:
            if system.process.poll() is None:
                system.stop()
