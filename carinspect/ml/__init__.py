"""Networks: backbones, the two gates, training and export.

The only layer that names Keras, TensorFlow and LiteRT, and only inside functions.
"""
