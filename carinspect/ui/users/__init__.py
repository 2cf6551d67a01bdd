"""Who works here: the chip, the sign-in, the list for managers."""
