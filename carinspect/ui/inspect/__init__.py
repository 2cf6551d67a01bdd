"""The inspect page: photos in, verdicts out."""
