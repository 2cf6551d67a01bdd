"""Inspections turned into documents for people and for other programs."""
