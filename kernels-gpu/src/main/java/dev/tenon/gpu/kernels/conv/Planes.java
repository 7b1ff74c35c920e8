package dev.tenon.gpu.kernels.conv;

import dev.tenon.spi.CudaStruct;

/**
 * The planes on one side of a convolution, in tiles of 2 x 2 results.
 *
 * @param down tiles in a column
 * @param across tiles in a row
 * @param groupImages images that one product takes
 */
@CudaStruct
record Planes(int images, int channels, int height, int width, int padY, int padX, int down, int across, int groupImages) {}
