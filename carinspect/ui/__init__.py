"""The window: the only layer that imports PySide6 and pyqtgraph; one folder per screen."""
