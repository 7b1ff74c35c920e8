/** Losses with kernels of their own. */
@NullMarked
package dev.tenon.cpu.kernels.loss;

import org.jspecify.annotations.NullMarked;
