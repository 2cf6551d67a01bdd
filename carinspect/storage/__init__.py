"""What outlives the program: settings, records, models, caches."""
