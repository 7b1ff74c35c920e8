/** Running folds, extremes and moments, which are no plain folds. */
@NullMarked
package dev.tenon.cpu.kernels.reduction;

import org.jspecify.annotations.NullMarked;
