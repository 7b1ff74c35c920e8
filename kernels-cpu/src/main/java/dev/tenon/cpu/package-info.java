/**
 * Kernels for the CPU: the base classes of generated kernels, hand-written vector kernels, and the matrix family by OpenBLAS.
 * Everything runs on one pool of threads and gives bitwise the same results for any number of them.
 */
@NullMarked
@CpuKernels(specs = "META-INF/tenon/ops/index", records = "dev.tenon.ops", target = "dev.tenon.cpu.generated")
package dev.tenon.cpu;

import dev.tenon.spi.CpuKernels;
import org.jspecify.annotations.NullMarked;
