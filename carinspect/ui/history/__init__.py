"""The history page: what was inspected, searched, reviewed, exported."""
