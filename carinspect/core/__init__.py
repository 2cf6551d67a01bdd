"""The domain: frozen dataclasses and pure functions.

Knows NumPy, Pillow and platformdirs; knows no clock, no environment, no Qt, no network.
"""
