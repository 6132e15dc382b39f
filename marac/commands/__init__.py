"""What can be typed after `marac`: each module one thing to do with a whole platform."""
