/** Tensors, their operators and automatic differentiation. */
@NullMarked
@OpLibrary(specs = "META-INF/tenon/ops/index", api = "Ops", fluent = "TensorOps", records = "dev.tenon.ops", optimizers = "dev.tenon.optim",
    kernels = "none", layers = "dev.tenon.nn.*", layerApi = "dev.tenon.nn.declare.StatelessLayers",
    layerMethods = "dev.tenon.nn.declare.StatelessMethods")
package dev.tenon.tensor;

import dev.tenon.spi.OpLibrary;
import org.jspecify.annotations.NullMarked;
