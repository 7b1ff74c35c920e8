/** Products of matrices and LAPACK: OpenBLAS, and what is done without it. */
@NullMarked
package dev.tenon.cpu.blas;

import org.jspecify.annotations.NullMarked;
