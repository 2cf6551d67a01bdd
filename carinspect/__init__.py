"""Inspect returned rental cars from photos.

A photo passes two gates in one run of one network: Gate1 says whether there is a car and
names its five likeliest ImageNet classes, Gate2 says whether the car is damaged, how sure it
is and where. What the verdicts come to is the photo's outcome; a person decides what follows.

The layers, top to bottom; a module imports only from layers below its own:

    __main__           picks the window or the command line
    ui | cli           the two front ends; only ``ui`` knows Qt, only ``cli`` prints
    services           use cases: the only place where the parts are joined
    ml | storage | reports
                       networks and training | files and database | documents
    jobs               background work without Qt and without Keras
    core               the domain: frozen dataclasses and pure functions

``import-linter`` enforces this (see ``pyproject.toml``); CONTRIBUTING.md explains it.
"""

__version__ = "0.1.0"
