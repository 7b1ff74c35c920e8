/** Pooling and its gradients. */
@NullMarked
package dev.tenon.gpu.kernels.pool;

import org.jspecify.annotations.NullMarked;
