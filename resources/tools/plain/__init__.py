"""Drawing with Pillow at twice the photo's size; plain side views."""
