/** Convolutions and their gradients. */
@NullMarked
package dev.tenon.gpu.kernels.conv;

import org.jspecify.annotations.NullMarked;
