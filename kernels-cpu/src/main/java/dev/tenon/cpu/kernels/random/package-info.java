/** Random numbers of every distribution. */
@NullMarked
package dev.tenon.cpu.kernels.random;

import org.jspecify.annotations.NullMarked;
