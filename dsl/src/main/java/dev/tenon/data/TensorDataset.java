package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.OperatorErrors;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/** Samples along the first dimension of two tensors. */
public final class TensorDataset implements Dataset {
    private final Tensor x;
    private final Tensor y;

    /**
     * A dataset over the CPU copies of these tensors.
     *
     * @param x inputs {@code [n, ...]}
     * @param y targets {@code [n, ...]}
     * @throws ShapeException if the first sizes differ
     * @throws ReleasedException if one was released; later releases do not matter
     */
    public TensorDataset(Tensor x, Tensor y) {
        if (x.rank() == 0 || y.rank() == 0 || x.size(0) != y.size(0)) {
            throw new ShapeException("TensorDataset: x and y must have as many samples along dimension 0\n  x: " + x.shape() + "   y: "
                + y.shape());
        }
        this.x = held(x);
        this.y = held(y);
    }

    /** Rows are copied from memory, so it must be contiguous; a dataset outlives the scope it was made in. */
    private static Tensor held(Tensor tensor) {
        try (var _ = GradMode.noGrad()) {
            var host = tensor.detach().to(Device.CPU);
            var whole = host.isContiguous() ? host : host.contiguous();
            return whole.escape();
        } catch (ReleasedException e) {
            throw OperatorErrors.within("TensorDataset", e);
        }
    }

    @Override
    public long size() {
        return x.size(0);
    }

    @Override
    public Batch batch(long[] indices) {
        return new Batch(rows(x, indices), rows(y, indices));
    }

    private static Tensor rows(Tensor source, long[] indices) {
        var shape = source.shape().toArray();
        long count = shape[0];
        shape[0] = indices.length;
        var result = Creation.empty(source.dtype(), Device.CPU, shape);
        long rowBytes = count == 0 ? 0 : source.numel() / count * source.dtype().bytes();
        if (rowBytes > 0 && indices.length > 0) {
            source.useSegment(from -> result.useSegment(to -> copyRows(from, to, indices, count, rowBytes)));
        }
        return result;
    }

    private static void copyRows(MemorySegment from, MemorySegment to, long[] indices, long count, long rowBytes) {
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= count) {
                throw new ArgumentException("TensorDataset: sample " + indices[i] + " is out of range, there are " + count);
            }
            MemorySegment.copy(from, indices[i] * rowBytes, to, i * rowBytes, rowBytes);
        }
    }
}
