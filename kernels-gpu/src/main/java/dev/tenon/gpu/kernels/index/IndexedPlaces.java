package dev.tenon.gpu.kernels.index;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.gpu.launch.GpuCall;
import dev.tenon.gpu.launch.Launch;
import dev.tenon.gpu.launch.Region;
import dev.tenon.spi.Axes;

/**
 * The places in a tensor that an index of as many dimensions names: along one dimension by the index's value, in the others by its own
 * place.
 *
 * @param call the run this is for
 * @param index row-major and int64
 * @param size of the dimension
 * @param stride of the dimension
 * @param dim its number
 * @param others the tensor's strides, 0 for the dimension
 */
record IndexedPlaces(GpuCall call, UncheckedOperand index, long size, long stride, int dim, long[] others) {
    /** Those that {@code indices} name in memory of such sizes and strides. */
    static IndexedPlaces of(GpuCall call, UncheckedOperand tensor, UncheckedOperand indices, long dim) {
        var index = call.dense(indices, DType.INT64);
        if (tensor.rank() == 0) {
            return new IndexedPlaces(call, index, 1, 1, 0, new long[] {0});
        }
        int axis = Axes.axis(dim, tensor.rank());
        var others = tensor.strides().clone();
        others[axis] = 0;
        return new IndexedPlaces(call, index, tensor.sizes()[axis], tensor.strides()[axis], axis, others);
    }

    /** The part of an operand that stands beside the index, row-major and of this dtype. An index of nothing may have any rank. */
    UncheckedOperand beside(UncheckedOperand operand, DType dtype) {
        var strides = index.numel() == 0 ? index.strides() : operand.strides();
        return call.dense(Region.of(operand, index.sizes(), strides, 0), dtype);
    }

    /** Adds the arguments {@code index, n, size, stride, dim, error, operation, layout} and queues a thread for each index. */
    void over(Launch launch, long[]... strides) {
        if (index.numel() == 0) {
            return; // of any rank then
        }
        var all = new long[strides.length + 1][];
        all[0] = others;
        System.arraycopy(strides, 0, all, 1, strides.length);
        launch.in(index).i64(index.numel()).i64(size).i64(stride).i32(dim).errors(call).layout(index.sizes(), all).over(index.numel());
    }
}
