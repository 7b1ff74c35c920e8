/** Numbers in sequence, one number everywhere, unit matrices. */
@NullMarked
package dev.tenon.gpu.kernels.creation;

import org.jspecify.annotations.NullMarked;
