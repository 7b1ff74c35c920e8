/** The steps of optimizers. */
@NullMarked
package dev.tenon.cpu.kernels.update;

import org.jspecify.annotations.NullMarked;
