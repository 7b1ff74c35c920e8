/** Products of matrices and vectors, and triangles. */
@NullMarked
package dev.tenon.gpu.kernels.matrix;

import org.jspecify.annotations.NullMarked;
