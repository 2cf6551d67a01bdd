"""Rentals: pickup against return."""
