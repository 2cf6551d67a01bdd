"""The folder page: a whole folder of photos, inspected in one go."""
