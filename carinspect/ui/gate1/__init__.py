"""The Gate1 page: car categories, and how well Gate1 tells cars from other things."""
