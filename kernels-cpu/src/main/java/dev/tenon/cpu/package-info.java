/**
 * Kernels for the CPU: the base classes of generated kernels, hand-written vector kernels, and the matrix family by OpenBLAS.
 * Everything runs on one pool of threads and gives bitwise the same results for any number of them.
 */
@NullMarked
@CpuKernels(specs = {
    "META-INF/tenon/ops/pointwise.yaml", "META-INF/tenon/ops/activations.yaml", "META-INF/tenon/ops/reduction.yaml",
    "META-INF/tenon/ops/view.yaml",
    "META-INF/tenon/ops/matrix.yaml", "META-INF/tenon/ops/indexing.yaml", "META-INF/tenon/ops/nn.yaml", "META-INF/tenon/ops/loss.yaml",
    "META-INF/tenon/ops/optim.yaml",
    "META-INF/tenon/ops/pointwise-more.yaml", "META-INF/tenon/ops/reduction-more.yaml", "META-INF/tenon/ops/view-more.yaml",
    "META-INF/tenon/ops/indexing-more.yaml", "META-INF/tenon/ops/nn-more.yaml", "META-INF/tenon/ops/linalg.yaml",
    "META-INF/tenon/ops/random.yaml"
}, records = "dev.tenon.ops", target = "dev.tenon.cpu.generated")
package dev.tenon.cpu;

import dev.tenon.spi.CpuKernels;
import org.jspecify.annotations.NullMarked;
