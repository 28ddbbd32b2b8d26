"""A Ray cluster of two nodes on this machine: with the extra `[ray]`, `pytest -n 0 -m ray`."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, Finished, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

# Starting a node takes seconds, on a busy machine many.
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Cluster:
    """Where it is reached: on a node of it, and from elsewhere."""

    address: str
    client: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ray)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def ray_environment(environment: dict[str, str]) -> dict[str, str]:
    """What nodes and drivers of this test run start with; Ray itself warns of what it deprecates."""
    pytest.importorskip("ray", reason="the extra [ray] is not installed")
    kept = {name: value for name, value in environment.items() if not name.startswith(("RAY_", "PYTHONWARN"))}
    return kept | {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


@contextmanager
def node(environment: dict[str, str], log: Path, *arguments: str) -> Iterator[None]:
    """A node with one processor, and so with one process that answers."""
    command = [str(Path(sys.executable).with_name("ray")), "start", "--block", "--num-cpus=1"]
    sizes = ["--object-store-memory=100000000", "--node-ip-address=127.0.0.1"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, *sizes, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        ) as process,
    ):
        try:
            wait_for(log, "--block", process)
            yield
        finally:
            # It ends what it has started.
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def wait_for(log: Path, words: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while words not in log.read_text("utf-8", "replace"):
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"a node did not start:\n{log.read_text('utf-8', 'replace')}")
        time.sleep(0.2)


@pytest.fixture(scope="session")
def cluster(ray_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("nodes")
    port, client = free_port(), free_port()
    with ExitStack() as nodes:
        head = ("--head", f"--port={port}", f"--ray-client-server-port={client}", "--include-dashboard=false")
        nodes.enter_context(node(ray_environment, folder / "head.log", *head))
        nodes.enter_context(node(ray_environment, folder / "second.log", f"--address=127.0.0.1:{port}"))
        yield Cluster(f"127.0.0.1:{port}", f"ray://127.0.0.1:{client}")


@pytest.fixture(scope="session")
def run_ray(ray_environment: dict[str, str]) -> Run:
    """Runs the command line, from a folder that no node knows of."""

    def run(*arguments: str | Path, stdin: str | bytes = b"", cwd: Path | None = None) -> Finished:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            env=ray_environment,
            cwd=cwd or ROOT,
            timeout=300,
            check=False,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
