"""The models page: which models there are, which one inspects, and how good each is."""
