"""What the arrays of `ml` hold, by name. Shapes stand where they are passed; (height, width) where nothing is said."""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]  # a picture's levels, 0 black
Ink = NDArray[np.uint8]  # 0 paper to 255 full ink
Mask = NDArray[np.bool_]  # which pixels, or (n,) which of several things
Ints = NDArray[np.intp]  # (n,) places and counts

SOLID = 96  # fainter ink is an edge, and does not join two strokes
