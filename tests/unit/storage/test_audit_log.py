import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carinspect.core.audit import GENESIS, chain, first_break
from carinspect.storage.audit_log import AuditLog
from tests.records import NOON, minutes


def test_the_chain_grows_and_holds(database):
    with database.writing() as connection:
        log = AuditLog(connection)
        for number in range(3):
            log.append(minutes(number), "김", action="a", subject=f"s:{number}", details={"n": 1})

    with database.reading() as connection:
        entries = list(AuditLog(connection).entries())
        assert AuditLog(connection).contains(entries[1].hash.upper())
        assert not AuditLog(connection).contains("0" * 64)
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].previous_hash == GENESIS
    assert first_break(entries) is None


def entries(count):
    made, last = [], None
    for number in range(count):
        last = chain(last, minutes(number), "kim", action="a", subject="s", details="{}")
        made.append(last)
    return made


@given(st.integers(0, 4), st.sampled_from(["actor", "action", "subject", "details", "at"]))
def test_an_altered_entry_breaks_the_chain_where_it_stands(position, field):
    made = entries(5)
    other = minutes(99) if field == "at" else "other"

    made[position] = dataclasses.replace(made[position], **{field: other})

    assert first_break(made) == position + 1


@pytest.mark.parametrize("position", [0, 1, 3])
def test_a_removed_entry_breaks_the_chain(position):
    made = entries(5)

    del made[position]

    assert first_break(made) == position + 1


def test_an_entry_that_was_hashed_anew_breaks_the_chain_behind_it():
    made = entries(3)
    made[1] = chain(made[0], NOON, "lee", action="a", subject="s", details="{}")

    assert first_break(made) == 3
