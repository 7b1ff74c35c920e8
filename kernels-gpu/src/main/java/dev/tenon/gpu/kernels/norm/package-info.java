/** Normalisation by moments, and its gradients. */
@NullMarked
package dev.tenon.gpu.kernels.norm;

import org.jspecify.annotations.NullMarked;
