/** Kernels written by hand: each queues the launches and products that compute one operator. */
@NullMarked
package dev.tenon.gpu.kernels;

import org.jspecify.annotations.NullMarked;
