/** Convolutions and their gradients. */
@NullMarked
package dev.tenon.cpu.kernels.conv;

import org.jspecify.annotations.NullMarked;
