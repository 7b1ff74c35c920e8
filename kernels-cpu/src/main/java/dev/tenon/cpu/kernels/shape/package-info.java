/** Copies, casts, joins, padding: the same elements in other places. */
@NullMarked
package dev.tenon.cpu.kernels.shape;

import org.jspecify.annotations.NullMarked;
