"""The training page: form, live curves, comparison of runs, sweep, replay of the post."""
