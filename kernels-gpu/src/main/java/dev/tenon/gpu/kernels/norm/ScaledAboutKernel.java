package dev.tenon.gpu.kernels.norm;

import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.gpu.launch.Sums;
import dev.tenon.ops.ScaledAbout;

/** {@code (x - centre) * scale + shift} by channels, as a batch norm by given statistics is. */
public final class ScaledAboutKernel extends GpuKernel<ScaledAbout> {
    @Override
    protected void run(ScaledAbout op, GpuCall call) {
        var operands = new ScaledAbout.Operands(call.operands());
        var dtype = operands.result().dtype();
        var statistics = Sums.statistics(dtype);
        var input = call.dense(operands.input(), dtype);
        var channels = Channels.of(call, operands.result(), input.address(), operands.result().address());
        channels.each(call, "batch_norm_about", dtype, input, operands.result(), call.dense(operands.centre(), statistics),
            call.dense(operands.scale(), statistics),
            call.dense(operands.shift(), statistics));
    }
}
