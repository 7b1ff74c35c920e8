/** The GPU's place behind the SPI, and the kernels that are generated for it from the operators' specs. */
@NullMarked
@CudaKernels(specs = {
    "META-INF/tenon/ops/pointwise.yaml", "META-INF/tenon/ops/activations.yaml", "META-INF/tenon/ops/reduction.yaml",
    "META-INF/tenon/ops/view.yaml",
    "META-INF/tenon/ops/matrix.yaml", "META-INF/tenon/ops/indexing.yaml", "META-INF/tenon/ops/nn.yaml", "META-INF/tenon/ops/loss.yaml",
    "META-INF/tenon/ops/optim.yaml",
    "META-INF/tenon/ops/pointwise-more.yaml", "META-INF/tenon/ops/reduction-more.yaml", "META-INF/tenon/ops/view-more.yaml",
    "META-INF/tenon/ops/indexing-more.yaml", "META-INF/tenon/ops/nn-more.yaml", "META-INF/tenon/ops/linalg.yaml",
    "META-INF/tenon/ops/random.yaml"
}, records = "dev.tenon.ops", target = "dev.tenon.gpu.generated")
package dev.tenon.gpu;

import dev.tenon.spi.CudaKernels;
import org.jspecify.annotations.NullMarked;
