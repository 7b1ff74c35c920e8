/** Random numbers of every distribution. */
@NullMarked
package dev.tenon.gpu.kernels.random;

import org.jspecify.annotations.NullMarked;
