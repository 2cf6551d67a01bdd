"""Builds the installers and tests what they installed; the entrance is ``packaging/build.py``.

The parts, in the order in which they work:

- `editions`: what is in the counter edition and what in the full one.
- `payload`, `trim`, `carinspect.spec`, `freeze`: the program as a folder that needs no Python.
- `icons`, `manual`, `linux_files`, `libraries`: what a desktop wants to know of a program.
- `deb`, `run_file`, `app_folder`, `windows_setup`, `mac_bundle`: the installers.
- `program`, `screen`, `smoke`, `start_up`: the installed program, used as a clerk would.
- `clean_root`, `linux_tests`, `windows_tests`: machines that have never seen it.
- `update_manifest`: what the program is told about newer versions.
- `bench`, `measures`: sizes and start-up times, as a table and as JSON.
"""
