package dev.tenon.data;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Rows of tensors, copied from and to: without kernels, because workers copy while these compute. */
final class Rows {
    private Rows() {}

    /** The rows of these numbers along dimension 0. */
    static Tensor of(Tensor source, long[] indices, String caller) {
        var shape = source.shape().toArray();
        long count = shape[0];
        for (long index : indices) {
            if (index < 0 || index >= count) {
                throw new ArgumentException(caller + ": sample " + index + " is out of range, there are " + count);
            }
        }
        shape[0] = indices.length;
        var result = Creation.empty(source.dtype(), Device.CPU, shape);
        long rowBytes = count == 0 ? 0 : source.numel() / count * source.dtype().bytes();
        if (rowBytes > 0 && indices.length > 0) {
            source.useSegment(from -> result.useSegment(to -> {
                for (int i = 0; i < indices.length; i++) {
                    MemorySegment.copy(from, indices[i] * rowBytes, to, i * rowBytes, rowBytes);
                }
            }));
        }
        return result;
    }

    /** Row {@code index}, without dimension 0. */
    static Tensor row(Tensor source, long index) {
        var shape = source.shape().toArray();
        var result = Creation.empty(source.dtype(), Device.CPU, Arrays.copyOfRange(shape, 1, shape.length));
        long bytes = bytes(result);
        if (bytes > 0) {
            source.useSegment(from -> result.useSegment(to -> MemorySegment.copy(from, index * bytes, to, 0, bytes)));
        }
        return result;
    }

    /**
     * The parts along a new dimension 0.
     *
     * @throws ShapeException if their shapes differ
     */
    static Tensor stack(String name, List<Tensor> parts) {
        var first = parts.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).shape().equals(first.shape())) {
                throw new ShapeException("collate: the samples of a batch must have the same shape of '" + name + "'\n  sample 0: "
                    + first.shape() + "   sample " + i + ": " + parts.get(i).shape()
                    + "\n  try:   b -> b.collate(Collation.padded()), where lengths differ");
            }
        }
        return gather(name, parts, first.shape().toArray());
    }

    /** The parts along a new dimension 0, each followed by {@code value} up to the length of the longest. */
    static Tensor pad(String name, List<Tensor> parts, double value) {
        var shape = parts.getFirst().shape().toArray();
        for (var part : parts) {
            var sizes = part.shape().toArray();
            if (sizes.length != shape.length || !Arrays.equals(sizes, 1, sizes.length, shape, 1, shape.length)) {
                throw new ShapeException("collate: samples may differ in the first size of '" + name + "' alone\n  sample 0: "
                    + parts.getFirst().shape() + "   another: " + part.shape());
            }
            shape[0] = Math.max(shape[0], sizes[0]);
        }
        var result = gather(name, parts, shape);
        long whole = LongStream.of(shape).reduce(1, (a, b) -> a * b) * result.dtype().bytes();
        var filler = Creation.of(new double[] {value}, result.dtype(), Device.CPU, 1);
        result.useSegment(to -> filler.useSegment(element -> {
            for (int i = 0; i < parts.size(); i++) {
                for (long at = i * whole + bytes(parts.get(i)); at < (i + 1) * whole; at += element.byteSize()) {
                    MemorySegment.copy(element, 0, to, at, element.byteSize());
                }
            }
        }));
        return result;
    }

    /** Each part at the beginning of its row; what is behind it is left unset. */
    private static Tensor gather(String name, List<Tensor> parts, long[] row) {
        var dtype = parts.getFirst().dtype();
        var shape = new long[row.length + 1];
        shape[0] = parts.size();
        System.arraycopy(row, 0, shape, 1, row.length);
        var result = Creation.empty(dtype, Device.CPU, shape);
        if (result.numel() == 0) {
            return result;
        }
        long rowBytes = bytes(result) / parts.size();
        result.useSegment(to -> {
            for (int i = 0; i < parts.size(); i++) {
                var part = parts.get(i);
                if (part.dtype() != dtype) {
                    throw new DTypeException("collate: the samples of a batch must have the same dtype of '" + name + "', got " + dtype
                        + " and " + part.dtype());
                }
                long at = i * rowBytes;
                if (part.numel() > 0) {
                    part.useSegment(from -> MemorySegment.copy(from, 0, to, at, bytes(part)));
                }
            }
        });
        return result;
    }

    private static long bytes(Tensor tensor) {
        return tensor.numel() * tensor.dtype().bytes();
    }
}
