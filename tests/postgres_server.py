"""A real PostgreSQL server for the tests, in a folder of its own, without a network port."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ACCOUNT = "postgres"
"""The server refuses to run as root; Debian's package brings this account."""


class PostgresServer:
    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries, self._folder = binaries, folder

    def create(self) -> None:
        data = self._folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8")

    def start(self) -> None:
        data = self._folder / "data"
        options = f"-c listen_addresses='' -c fsync=off -k {self._folder}"
        log = self._folder / "log"
        self._run("pg_ctl", "-D", data, "-w", "-t", "60", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._folder / "data", "-m", "immediate", "stop")

    def ask_for_passwords(self, password: str) -> None:
        """Let nobody in from now on who does not know ``password``."""
        with psycopg.connect(f"host={self._folder} user=postgres", autocommit=True) as connection:
            connection.execute(f"ALTER ROLE postgres PASSWORD '{password}'")
        self._authenticate("scram-sha-256")

    def trust_everybody(self) -> None:
        """The way it was made."""
        self._authenticate("trust")

    def _authenticate(self, method: str) -> None:
        data = self._folder / "data"
        (data / "pg_hba.conf").write_text(f"local all all {method}\n")
        self._run("pg_ctl", "-D", data, "reload")
        for _try in range(100):  # the server takes a moment to hear of it
            if self._lets_in() == (method == "trust"):
                return
            time.sleep(0.05)
        raise TimeoutError(method)

    def _lets_in(self) -> bool:
        try:
            psycopg.connect(f"host={self._folder} user=postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def empty_database(self) -> str:
        """The URL of the one database, emptied: making a new one takes half a second."""
        with psycopg.connect(f"host={self._folder} user=postgres", autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = 'postgres' AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return f"postgresql://postgres@/postgres?host={self._folder}"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self._binaries / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", ACCOUNT, "--", *command]
        # Not capture_output: the server would inherit the pipe and keep it open.
        with (self._folder / f"{program}.out").open("w+b") as out:
            done = subprocess.run(
                command, stdout=out, stderr=out, cwd=self._folder, timeout=100, check=False
            )
            out.seek(0)
            assert done.returncode == 0, out.read().decode(errors="replace")


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextlib.contextmanager
def running_server() -> Iterator[PostgresServer | None]:
    """A server of its own; None where none is installed."""
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="carinspect-pg-"))
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            os.chown(folder, account.pw_uid, account.pw_gid)
        server = PostgresServer(binaries, folder)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        if server is None:
            pytest.skip("no PostgreSQL server is installed (packaging/setup/system.sh test)")
        yield server
