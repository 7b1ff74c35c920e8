/** Dropout. */
@NullMarked
package dev.tenon.cpu.kernels.dropout;

import org.jspecify.annotations.NullMarked;
