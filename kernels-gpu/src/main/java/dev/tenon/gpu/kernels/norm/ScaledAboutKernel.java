package dev.tenon.gpu.kernels.norm;

import dev.tenon.gpu.launch.Given;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.ScaledAbout;

/** {@code (x - centre) * scale + shift} by channels, as a batch norm by given statistics is. */
public final class ScaledAboutKernel extends GpuKernel<ScaledAbout> {
    @Override
    protected void run(ScaledAbout op, GpuCall call) {
        var dtype = call.out(0).dtype();
        var statistics = Given.statistics(dtype);
        var input = call.dense(0, dtype);
        var channels = Channels.of(call, call.out(0), input.address(), call.out(0).address());
        channels.each(call, "batch_norm_about", dtype, input, call.out(0), call.dense(1, statistics), call.dense(2, statistics),
            call.dense(3, statistics));
    }
}
