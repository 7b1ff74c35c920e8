/** Attention in one kernel, and its gradient. */
@NullMarked
package dev.tenon.gpu.kernels.attention;

import org.jspecify.annotations.NullMarked;
