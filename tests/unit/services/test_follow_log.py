"""The log is read as entries, older files first, and followed as it is written."""

from carinspect.core.log_lines import Level, read_log
from carinspect.core.paths import log_dir
from carinspect.jobs.job import run_here
from carinspect.services.follow_log import LOG_NAME, FollowLog

LINE = "2026-05-01 09:00:00,123 {level} MainThread carinspect.ui: {text}\n"


def write(name, *texts, level="INFO", mode="a"):
    log_dir().mkdir(parents=True, exist_ok=True)
    with (log_dir() / name).open(mode, encoding="utf-8") as file:
        file.writelines(LINE.format(level=level, text=text) for text in texts)


def texts(part):
    return [entry.text for entry in part.entries]


def test_no_log_is_no_entry():
    part = run_here(FollowLog())
    assert (part.entries, part.offset) == ((), 0)


def test_older_files_come_first():
    write(f"{LOG_NAME}.2", "oldest")
    write(f"{LOG_NAME}.1", "older")
    write(LOG_NAME, "new", "newest")

    assert texts(run_here(FollowLog())) == ["oldest", "older", "new", "newest"]


def test_only_what_is_new_is_read_and_half_a_line_waits():
    write(LOG_NAME, "first")
    before = run_here(FollowLog())
    write(LOG_NAME, "second, 한국어", level="ERROR")
    with (log_dir() / LOG_NAME).open("a", encoding="utf-8") as file:
        file.write("2026-05-01 09:00:01,000 INFO half")

    after = run_here(FollowLog(before.offset))
    assert texts(after) == ["second, 한국어"]
    assert not after.is_whole
    assert after.entries[0].level is Level.ERROR

    with (log_dir() / LOG_NAME).open("a", encoding="utf-8") as file:
        file.write(" way: done\n")
    assert texts(run_here(FollowLog(after.offset))) == ["done"]


def test_a_log_that_was_begun_anew_is_read_from_its_beginning():
    write(LOG_NAME, *(f"entry {n}" for n in range(20)))
    before = run_here(FollowLog())
    (log_dir() / LOG_NAME).rename(log_dir() / f"{LOG_NAME}.1")
    write(LOG_NAME, "after")

    part = run_here(FollowLog(before.offset))

    assert part.is_whole
    assert texts(part)[-1] == "after"
    assert len(part.entries) == 21


def test_a_traceback_belongs_to_its_entry():
    lines = [LINE.format(level="CRITICAL", text="unhandled"), "Traceback:\n", "  File x\n"]
    (entry,) = read_log(lines)
    assert entry.text == "unhandled\nTraceback:\n  File x"
    assert str(entry).startswith("2026-05-01 09:00:00 CRITICAL MainThread carinspect.ui: unhandled")
