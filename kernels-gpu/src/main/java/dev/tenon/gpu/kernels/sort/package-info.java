/** Sorting, selecting and searching along a dimension. */
@NullMarked
package dev.tenon.gpu.kernels.sort;

import org.jspecify.annotations.NullMarked;
