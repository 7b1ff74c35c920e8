/** Tensors, their operators and automatic differentiation. */
@NullMarked
@OpLibrary(specs = {
    "META-INF/tenon/ops/pointwise.yaml", "META-INF/tenon/ops/activations.yaml", "META-INF/tenon/ops/reduction.yaml",
    "META-INF/tenon/ops/view.yaml",
    "META-INF/tenon/ops/matrix.yaml", "META-INF/tenon/ops/indexing.yaml", "META-INF/tenon/ops/nn.yaml", "META-INF/tenon/ops/loss.yaml",
    "META-INF/tenon/ops/optim.yaml",
    "META-INF/tenon/ops/pointwise-more.yaml", "META-INF/tenon/ops/reduction-more.yaml", "META-INF/tenon/ops/view-more.yaml",
    "META-INF/tenon/ops/indexing-more.yaml", "META-INF/tenon/ops/nn-more.yaml", "META-INF/tenon/ops/linalg.yaml",
    "META-INF/tenon/ops/random.yaml"
}, api = "Ops", fluent = "TensorOps", records = "dev.tenon.ops", kernels = "none")
package dev.tenon.tensor;

import dev.tenon.spi.OpLibrary;
import org.jspecify.annotations.NullMarked;
