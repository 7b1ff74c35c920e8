/** Normalisation by moments, and its gradients. */
@NullMarked
package dev.tenon.cpu.kernels.norm;

import org.jspecify.annotations.NullMarked;
