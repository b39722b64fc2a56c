"""README, .env.example and the deployment files cannot rot: what they name exists, and what exists is named."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from recognition.processes import supervision
from workers.celery import Lane, app

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
VARIABLES = set(READ.findall((ROOT / "config" / "settings.py").read_text()))
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
UNWRITTEN = {"ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "VAR_DIR"}
DEFAULTED = re.compile(r"\$\{([A-Z_]+):-(.*?)\}")
README = (ROOT / "README.md").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PROCFILE: dict[str, str] = yaml.safe_load((ROOT / "Procfile").read_text())


def test_the_example_names_every_variable_and_no_other() -> None:
    assert len(VARIABLES) > 10
    assert set(EXAMPLE) == VARIABLES


def test_the_readme_names_every_variable() -> None:
    assert not {name for name in VARIABLES if f"`{name}`" not in README}


def test_only_what_has_no_default_to_be_written_is_empty_in_the_example() -> None:
    assert {name for name in VARIABLES if not EXAMPLE[name]} == UNWRITTEN


@pytest.mark.parametrize("name", sorted(VARIABLES - UNWRITTEN))
def test_the_example_gives_the_default(name: str) -> None:
    call = re.search(rf'env\.\w+\(\s*"{name}", (?:default=)?([^,\)]+)', (ROOT / "config" / "settings.py").read_text())
    assert call
    assert call[1].strip('"').replace("_", "").lower() == EXAMPLE[name].lower()


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"run", "test", "check", "train", "bench"} <= named
    assert named <= targets


@pytest.mark.parametrize("command", ["models", "recognize"])
def test_the_readme_names_every_option_of_a_command(command: str) -> None:
    source = (ROOT / "recognition" / "management" / "commands" / f"{command}.py").read_text()
    options = set(re.findall(r'add_argument\(\s*"(--[a-z-]+)"', source))
    assert options
    named = " ".join(line for line in README.splitlines() if f"manage.py {command} " in line)
    assert {option for option in options if option not in named} == set()


def test_every_path_in_the_readme_exists() -> None:
    paths = re.findall(r"\]\((?!http)([^)#]+)\)", README) + re.findall(r'src="([^"]+)"', README)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def commands() -> dict[str, list[str]]:
    """Every command line of ours in Procfile, docker-compose.yml and Dockerfile."""
    lines = {f"Procfile {name}": line for name, line in PROCFILE.items()}
    for name, service in COMPOSE["services"].items():
        if name not in {"redis", "postgres", "migrate"}:
            lines[f"compose {name}"] = service["command"]
    return {name: shlex.split(line) for name, line in lines.items()}


@pytest.mark.parametrize(("name", "command"), commands().items())
def test_every_command_starts_something_that_exists(name: str, command: list[str]) -> None:
    program, *options = command
    assert program in {"gunicorn", "celery", "python"}
    if program == "gunicorn":
        assert (ROOT / options[options.index("--config") + 1]).is_file()
    elif program == "celery":
        assert options[:2] == ["--app", "workers.celery"]
        queues = [option.partition("=")[2] for option in options if option.startswith("--queues=")]
        assert options[2] == "beat" or queues[0].split(",")[0] in set(Lane)
    else:
        assert (ROOT / options[0]).is_file()


@pytest.mark.parametrize("lane", list(Lane))
def test_a_workers_health_is_its_own(lane: Lane) -> None:
    """Whoever pings all of them hears the others' pong and takes a dead one for healthy."""
    service = COMPOSE["services"][f"worker-{lane}"]
    assert f"--hostname={lane}@%h " in service["command"]
    assert f"inspect ping --destination {lane}@$$HOSTNAME " in " ".join(service["healthcheck"]["test"])


def test_there_is_a_worker_for_each_lane_everywhere() -> None:
    expected = {f"worker-{lane}" for lane in Lane}
    assert expected <= set(PROCFILE)
    assert expected <= set(COMPOSE["services"])
    assert expected <= set(supervision.programs())
    assert {queue.name for queue in app.conf.task_queues} == {name for lane in Lane for name in lane.queues}


@pytest.mark.parametrize("lane", list(Lane))
def test_the_workers_have_the_same_options_everywhere(lane: str) -> None:
    options = shlex.split(" ".join(supervision.programs()[f"worker-{lane}"]))[5:]
    for line in (PROCFILE[f"worker-{lane}"], COMPOSE["services"][f"worker-{lane}"]["command"]):
        assert shlex.split(DEFAULTED.sub(r"\2", line))[3:] == options


@pytest.mark.parametrize("lane", [Lane.INTERACTIVE, Lane.BATCH])
def test_how_many_read_in_a_lane_is_a_setting_everywhere(lane: Lane) -> None:
    name = f"{lane.upper()}_WORKERS"
    for line in (PROCFILE[f"worker-{lane}"], COMPOSE["services"][f"worker-{lane}"]["command"]):
        assert DEFAULTED.findall(line) == [(name, EXAMPLE[name])]


def test_the_image_gets_only_variables_that_are_settings() -> None:
    given = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})}
    ours = {name for name in given if not name.startswith("POSTGRES_")}
    docker = (ROOT / "Dockerfile").read_text()
    baked = set(re.findall(r"([A-Z_]+)=", docker)) - {"PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}
    assert {"SECRET_KEY", "DATABASE_URL", "REDIS_URL"} <= ours
    assert ours | baked <= VARIABLES


def test_every_other_setting_reaches_our_containers() -> None:
    fixed = {"HOST", "PORT", "VAR_DIR", "DATABASE_URL", "REDIS_URL"}
    ours = {name: service for name, service in COMPOSE["services"].items() if service.get("image") == "digits"}
    assert {"migrate", "web", "beat", *(f"worker-{lane}" for lane in Lane)} == set(ours)
    for service in ours.values():
        passed_on = {name for name, value in service["environment"].items() if value.startswith("${" + name + ":")}
        assert passed_on == VARIABLES - fixed


def test_the_ports_agree() -> None:
    docker = (ROOT / "Dockerfile").read_text()
    port = EXAMPLE["PORT"]
    assert f"PORT={port}" in docker
    assert f"EXPOSE {port}" in docker
    assert COMPOSE["services"]["web"]["ports"] == ["${PORT:-" + f"{port}}}:{port}"]


def test_the_queue_survives_and_never_drops() -> None:
    command = COMPOSE["services"]["redis"]["command"]
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_what_is_being_read_may_finish_before_a_container_is_killed() -> None:
    for name in ("web", *(f"worker-{lane}" for lane in Lane)):
        grace = COMPOSE["services"][name]["stop_grace_period"]
        assert int(grace.removesuffix("s")) >= int(EXAMPLE["TASK_TIME_LIMIT_SECONDS"]) + 5


def test_every_service_is_watched() -> None:
    unwatched = {name for name, service in COMPOSE["services"].items() if "healthcheck" not in service}
    assert unwatched == {"migrate"}


def test_the_image_is_slim_and_runs_as_nobody_special() -> None:
    docker = (ROOT / "Dockerfile").read_text()
    assert "USER digits" in docker
    assert "tensorflow" not in (ROOT / "requirements" / "run.txt").read_text()
    copied = re.findall(r"^COPY (?!--from)(\S+) ", docker, re.MULTILINE)
    assert [path for path in copied if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", ["run", "dev", "train"])
def test_the_locks_have_hashes_and_no_address(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert len(re.findall(r"--hash=sha256:", lock)) >= len(re.findall(r"^[a-z]", lock, re.MULTILINE))
    assert not re.search(r"https?:|file:|--index|--find-links", lock)
