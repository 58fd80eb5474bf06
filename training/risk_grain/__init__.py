"""Makes the two networks that know print on paper and the raster of a screen by their grain."""
