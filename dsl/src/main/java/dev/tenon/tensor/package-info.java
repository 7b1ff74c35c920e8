/** Tensors, their operators and automatic differentiation. */
@NullMarked
@OpLibrary(specs = "META-INF/tenon/ops/index", api = "Ops", fluent = "TensorOps", records = "dev.tenon.ops", optimizers = "dev.tenon.optim",
    kernels = "none")
package dev.tenon.tensor;

import dev.tenon.spi.OpLibrary;
import org.jspecify.annotations.NullMarked;
