package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.Operand;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.Function;

/** A tensor's elements row-major in host memory, for reading: the tensor's own memory where it is already so. */
final class HostCopy {
    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Tensor host;
    private final String caller;

    private HostCopy(Tensor host, String caller) {
        this.host = host;
        this.caller = caller;
    }

    static HostCopy of(Tensor tensor, String caller) {
        tensor.requireAlive(caller);
        if (tensor.device().isMeta()) {
            throw new DeviceException(caller + ": a tensor on the meta device has no elements\n  tensor: " + Operand.describe(tensor)
                + "\n  try:   build(device, seed) the network first");
        }
        if (tensor.isContiguous() && tensor.device().kind() == Device.Kind.CPU) {
            return new HostCopy(tensor, caller);
        }
        try (var off = GradMode.noGrad()) {
            return new HostCopy(tensor.to(Device.CPU).contiguous(), caller);
        }
    }

    /** The elements as a segment that is closed when the tensor is released, and keeps it from being collected until then. */
    MemorySegment segment() {
        var storage = host.memory();
        return host.numel() == 0 || storage == null ? MemorySegment.NULL
            : storage.segment(caller).asSlice(host.storageOffset() * host.dtype().bytes(), host.numel() * host.dtype().bytes());
    }

    /** Hands the elements to {@code body}; the segment is closed when that returns, and the memory stays until then. */
    void lend(Consumer<MemorySegment> body) {
        try (var use = MemoryUse.of(host, caller); var arena = Arena.ofConfined()) {
            var memory = use.memory();
            body.accept(memory.reinterpret(memory.byteSize(), arena, null));
        }
    }

    double only() {
        requireOne();
        try (var use = MemoryUse.of(host, caller)) {
            return Elements.number(use.memory(), host.dtype(), 0);
        }
    }

    long onlyLong() {
        requireOne();
        try (var use = MemoryUse.of(host, caller)) {
            return Elements.integer(use.memory(), host.dtype(), 0);
        }
    }

    private void requireOne() {
        if (host.numel() != 1) {
            throw new ArgumentException(caller + ": only a tensor of one element is a number, this one has " + host.numel() + "\n  tensor: "
                + Operand.describe(host) + "\n  try:   toDoubleArray(), or index it first");
        }
    }

    private <A> A read(Function<MemorySegment, A> elements) {
        try (var use = MemoryUse.of(host, caller)) {
            return elements.apply(use.memory());
        }
    }

    double[] doubles() {
        var result = new double[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = Elements.number(memory, host.dtype(), i);
            }
            return result;
        });
    }

    float[] floats() {
        var result = new float[length()];
        return read(memory -> {
            if (host.dtype() == DType.FLOAT32) {
                MemorySegment.ofArray(result).copyFrom(memory);
                return result;
            }
            for (int i = 0; i < result.length; i++) {
                result[i] = (float) Elements.number(memory, host.dtype(), i);
            }
            return result;
        });
    }

    long[] longs() {
        var result = new long[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = Elements.integer(memory, host.dtype(), i);
            }
            return result;
        });
    }

    int[] ints() {
        var result = new int[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = (int) Elements.integer(memory, host.dtype(), i);
            }
            return result;
        });
    }

    short[] shorts() {
        var result = new short[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = (short) Elements.integer(memory, host.dtype(), i);
            }
            return result;
        });
    }

    byte[] bytes() {
        var result = new byte[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = (byte) Elements.integer(memory, host.dtype(), i);
            }
            return result;
        });
    }

    ByteBuffer buffer() {
        var segment = segment();
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new OutOfMemoryException(caller + ": " + segment.byteSize() + " bytes do not fit a ByteBuffer\n  try:   segment()");
        }
        return segment.byteSize() == 0 ? ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder())
            : segment.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    boolean[] booleans() {
        var result = new boolean[length()];
        return read(memory -> {
            for (int i = 0; i < result.length; i++) {
                result[i] = Elements.number(memory, host.dtype(), i) != 0;
            }
            return result;
        });
    }

    private int length() {
        if (host.numel() > LONGEST_ARRAY) {
            throw new OutOfMemoryException(caller + ": " + host.numel() + " elements do not fit a Java array\n  try:   segment()");
        }
        return (int) host.numel();
    }
}
