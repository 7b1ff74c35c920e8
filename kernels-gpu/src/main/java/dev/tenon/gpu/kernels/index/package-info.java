/** Reading and writing elements by their places. */
@NullMarked
package dev.tenon.gpu.kernels.index;

import org.jspecify.annotations.NullMarked;
