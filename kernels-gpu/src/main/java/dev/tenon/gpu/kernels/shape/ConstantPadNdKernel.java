package dev.tenon.gpu.kernels.shape;

import dev.tenon.core.IndexException;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.GpuKernel;
import dev.tenon.ops.ConstantPadNd;
import java.util.Arrays;

/** Puts a constant around the input, or cuts from it where the padding is negative. */
public final class ConstantPadNdKernel extends GpuKernel<ConstantPadNd> {

    @Override
    protected void run(ConstantPadNd op, GpuCall call) {
        var operands = new ConstantPadNd.Operands(call.operands());
        var out = operands.result();
        if (out.numel() == 0) {
            return;
        }
        boolean fits = out.rank() <= Pad.DIMS;
        var input = fits ? operands.input() : call.dense(operands.input());
        int padded = op.pad().size() / 2;
        if (!fits && padded >= Pad.DIMS) {
            throw new IndexException("constant_pad_nd: on a GPU at most " + (Pad.DIMS - 1) + " of more than " + Pad.DIMS
                + " dimensions can be padded, got sizes " + Arrays.toString(operands.input().sizes()) + " and pad " + op.pad()
                + "\n  try:   pad some of the dimensions first, then the others");
        }
        boolean isReal = op.value() instanceof Double || op.value() instanceof Float;
        long whole = isReal ? (long) op.value().doubleValue() : op.value().longValue();
        var launch = call.launch("shape/pad", "pad", out.dtype()).in(input).in(out).i64(out.numel());
        PadStruct.write(Pad.of(input, out.sizes(), op.pad(), fits ? out.rank() : padded), launch.arguments().struct(PadStruct.BYTES));
        launch.f64(op.value().doubleValue()).i64(whole).over(out.numel());
    }
}
