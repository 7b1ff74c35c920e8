/** Losses with kernels of their own. */
@NullMarked
package dev.tenon.gpu.kernels.loss;

import org.jspecify.annotations.NullMarked;
