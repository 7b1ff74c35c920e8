/** Recurrent layers over time, and their gradients. */
@NullMarked
package dev.tenon.gpu.kernels.recurrent;

import org.jspecify.annotations.NullMarked;
