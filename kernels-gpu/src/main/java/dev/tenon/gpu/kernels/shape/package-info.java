/** Copies, casts, joins, padding: the same elements in other places. */
@NullMarked
package dev.tenon.gpu.kernels.shape;

import org.jspecify.annotations.NullMarked;
