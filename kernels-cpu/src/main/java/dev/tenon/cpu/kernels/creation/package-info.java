/** Numbers in sequence, one number everywhere, unit matrices. */
@NullMarked
package dev.tenon.cpu.kernels.creation;

import org.jspecify.annotations.NullMarked;
