/** The steps of optimizers. */
@NullMarked
package dev.tenon.gpu.kernels.update;

import org.jspecify.annotations.NullMarked;
