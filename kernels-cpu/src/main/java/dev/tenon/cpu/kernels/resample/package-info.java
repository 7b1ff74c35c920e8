/** Interpolation between elements, and its adjoint. */
@NullMarked
package dev.tenon.cpu.kernels.resample;

import org.jspecify.annotations.NullMarked;
