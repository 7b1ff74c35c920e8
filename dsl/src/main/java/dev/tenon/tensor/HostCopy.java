package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.Operand;
import dev.tenon.core.OutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

    private MemorySegment memory() {
        return host.hostMemory();
    }

    /** The elements as a segment that keeps their memory from being reused as long as it is reachable. */
    MemorySegment segment() {
        var memory = memory();
        return memory.byteSize() == 0 ? memory
            : MemorySegment.ofAddress(memory.address()).reinterpret(memory.byteSize(), Arena.ofAuto(),
                ended -> Reference.reachabilityFence(host));
    }

    double only() {
        requireOne();
        double value = Elements.number(memory(), host.dtype(), 0);
        Reference.reachabilityFence(host);
        return value;
    }

    long onlyLong() {
        requireOne();
        long value = Elements.integer(memory(), host.dtype(), 0);
        Reference.reachabilityFence(host);
        return value;
    }

    private void requireOne() {
        if (host.numel() != 1) {
            throw new ArgumentException(caller + ": only a tensor of one element is a number, this one has " + host.numel() + "\n  tensor: "
                + Operand.describe(host) + "\n  try:   toDoubleArray(), or index it first");
        }
    }

    double[] doubles() {
        var memory = memory();
        var result = new double[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Elements.number(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
    }

    float[] floats() {
        var memory = memory();
        var result = new float[length()];
        if (host.dtype() == DType.FLOAT32) {
            MemorySegment.ofArray(result).copyFrom(memory);
            Reference.reachabilityFence(host);
            return result;
        }
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) Elements.number(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
    }

    long[] longs() {
        var memory = memory();
        var result = new long[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Elements.integer(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
    }

    int[] ints() {
        var memory = memory();
        var result = new int[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) Elements.integer(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
    }

    short[] shorts() {
        var memory = memory();
        var result = new short[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (short) Elements.integer(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
    }

    byte[] bytes() {
        var memory = memory();
        var result = new byte[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) Elements.integer(memory, host.dtype(), i);
        }
        Reference.reachabilityFence(host);
        return result;
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
        var memory = memory();
        var result = new boolean[length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = Elements.number(memory, host.dtype(), i) != 0;
        }
        Reference.reachabilityFence(host);
        return result;
    }

    private int length() {
        if (host.numel() > LONGEST_ARRAY) {
            throw new OutOfMemoryException(caller + ": " + host.numel() + " elements do not fit a Java array\n  try:   segment()");
        }
        return (int) host.numel();
    }
}
