/** Softmax and its logarithm. */
@NullMarked
package dev.tenon.gpu.kernels.activation;

import org.jspecify.annotations.NullMarked;
