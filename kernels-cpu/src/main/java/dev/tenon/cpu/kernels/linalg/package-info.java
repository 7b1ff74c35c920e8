/** Factorisations and solutions, by LAPACK. */
@NullMarked
package dev.tenon.cpu.kernels.linalg;

import org.jspecify.annotations.NullMarked;
