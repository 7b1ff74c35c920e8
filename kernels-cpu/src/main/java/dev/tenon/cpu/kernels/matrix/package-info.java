/** Products of matrices and vectors, and triangles. */
@NullMarked
package dev.tenon.cpu.kernels.matrix;

import org.jspecify.annotations.NullMarked;
