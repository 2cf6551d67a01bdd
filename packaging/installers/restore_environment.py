"""Runs first in the frozen program: gives back the library path of whoever started it.

PyInstaller's starter puts the bundle's folder there for itself. The browser or the file manager
that the program opens would inherit it and load our libraries instead of the system's.

The program itself as a child needs that folder again, so its starter has to begin anew instead
of trusting what the parent left it:
https://pyinstaller.org/en/stable/common-issues-and-pitfalls.html (PYINSTALLER_RESET_ENVIRONMENT).
"""

import os

for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    before = os.environ.pop(f"{name}_ORIG", None)
    if before is not None:
        os.environ[name] = before
    else:
        os.environ.pop(name, None)

os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
