/** Interpolation between elements, and its adjoint. */
@NullMarked
package dev.tenon.gpu.kernels.resample;

import org.jspecify.annotations.NullMarked;
