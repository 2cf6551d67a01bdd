"""The guide, what this program is made of, and what to do when it does not work."""
