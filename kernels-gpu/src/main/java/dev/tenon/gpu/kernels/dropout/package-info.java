/** Dropout. */
@NullMarked
package dev.tenon.gpu.kernels.dropout;

import org.jspecify.annotations.NullMarked;
