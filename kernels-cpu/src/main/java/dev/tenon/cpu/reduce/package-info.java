/** The loops of reductions, and the folds of rows that kernels share: sums, products, norms, moments. */
@NullMarked
package dev.tenon.cpu.reduce;

import org.jspecify.annotations.NullMarked;
