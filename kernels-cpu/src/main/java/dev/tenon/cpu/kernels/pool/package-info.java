/** Pooling and its gradients. */
@NullMarked
package dev.tenon.cpu.kernels.pool;

import org.jspecify.annotations.NullMarked;
