/** Attention in one kernel, and its gradient. */
@NullMarked
package dev.tenon.cpu.kernels.attention;

import org.jspecify.annotations.NullMarked;
