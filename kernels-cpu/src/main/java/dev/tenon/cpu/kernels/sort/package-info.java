/** Sorting, selecting and searching along a dimension. */
@NullMarked
package dev.tenon.cpu.kernels.sort;

import org.jspecify.annotations.NullMarked;
