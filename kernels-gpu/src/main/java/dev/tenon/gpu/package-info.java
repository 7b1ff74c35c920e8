/** The GPU's place behind the SPI, and the kernels that are generated for it from the operators' specs. */
@NullMarked
@CudaKernels(specs = "META-INF/tenon/ops/index", records = "dev.tenon.ops", target = "dev.tenon.gpu.generated")
package dev.tenon.gpu;

import dev.tenon.spi.CudaKernels;
import org.jspecify.annotations.NullMarked;
