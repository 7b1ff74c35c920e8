/** Softmax and its logarithm. */
@NullMarked
package dev.tenon.cpu.kernels.activation;

import org.jspecify.annotations.NullMarked;
