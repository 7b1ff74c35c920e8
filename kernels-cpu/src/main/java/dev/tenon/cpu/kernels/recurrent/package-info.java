/** Recurrent layers over time, and their gradients. */
@NullMarked
package dev.tenon.cpu.kernels.recurrent;

import org.jspecify.annotations.NullMarked;
