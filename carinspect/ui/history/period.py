"""Days to search in, as moments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Period(StrEnum):
    """Which days are searched."""

    ANY = "any"
    TODAY = "today"
    WEEK = "week"
    MONTH = "month"
    BETWEEN = "between"


def span(
    period: Period, today: date, first: date, last: date
) -> tuple[datetime | None, datetime | None]:
    """The period's beginning and end, aware; None where it has none.

    Args:
        period: which days.
        today: by the clock on the wall.
        first: of the days of ``BETWEEN``, included.
        last: of the days of ``BETWEEN``, included; may come before ``first``.
    """
    days = {Period.TODAY: 1, Period.WEEK: 7, Period.MONTH: 30}
    if period is Period.ANY:
        return None, None
    if period is Period.BETWEEN:
        first, last = min(first, last), max(first, last)
        return _midnight(first), _midnight(last + timedelta(days=1))
    return _midnight(today - timedelta(days=days[period] - 1)), None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
