package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.Ints;
import dev.tenon.core.Numbers;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.memory.UncheckedStorage;
import dev.tenon.ops.NativeArange;
import dev.tenon.ops.NativeEye;
import dev.tenon.ops.NativeFull;
import dev.tenon.ops.NativeLinspace;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tensors from Java values. Numbers without a dtype become PyTorch's: doubles and floats the default dtype, integers int64, booleans bool.
 */
public final class Creation {
    private Creation() {}

    private interface ElementWriter {
        void put(MemorySegment memory, int i);
    }

    /** Uninitialised memory, for code that writes every element. */
    public static Tensor empty(DType dtype, Device device, long... shape) {
        return Tensor.allocate(dtype, device, Shape.of(shape).toArray());
    }

    public static Tensor zeros(DType dtype, Device device, long... shape) {
        return full(shape, 0, dtype, device);
    }

    public static Tensor ones(DType dtype, Device device, long... shape) {
        return full(shape, 1, dtype, device);
    }

    /**
     * A tensor in which every element is {@code value}.
     *
     * @throws ArgumentException if the dtype is one of integers and cannot hold the value
     */
    public static Tensor full(long[] shape, Number value, DType dtype, Device device) {
        Shape.of(shape);
        var element = Numbers.element(dtype, value, "full", "the value");
        return device.kind() == Device.Kind.GPU ? Dispatch.create(new NativeFull(Ints.of(shape), element, dtype), device)
            : filled(dtype, device, shape.clone(), memory -> Elements.fill(memory, dtype, element));
    }

    /** A number as a 0-d tensor of its own dtype. */
    public static Tensor scalar(Number value) {
        var plain = Numbers.plain(value, "tensor", "the number");
        return full(new long[0], plain, dtypeOf(plain), Device.CPU);
    }

    /**
     * A number beside {@code like}: stored in the other operand's dtype, or in more where that is a half, so that numbers alone
     * (the two constants of a {@code where}) do not lose digits in a float64 computation. It stays on the CPU until an operator needs it
     * elsewhere.
     */
    static Tensor wrappedNumber(Number value, Tensor like) {
        var dtype = numberDtype(value, like.dtype());
        var tensor = Tensor.allocateWrapped(dtype, like.device().isMeta() ? Device.META : Device.CPU);
        if (!tensor.device().isMeta()) {
            put(tensor, value);
        }
        return tensor;
    }

    /** Refuses a wrapped integer that elements of a narrower dtype cannot hold. */
    static void requireFits(Tensor number, DType dtype, String op) {
        if (!number.device().isMeta() && !number.dtype().isFloating()) {
            Numbers.element(dtype, Elements.integer(number.hostMemory(), number.dtype(), 0), op, "the number");
        }
    }

    /** A wrapped number in another dtype. */
    static Tensor converted(Tensor number, DType dtype) {
        var tensor = Tensor.allocateWrapped(dtype, number.device());
        if (!number.device().isMeta()) {
            try (var use = MemoryUse.of(number, "to")) {
                put(tensor, number.dtype().isFloating() ? (Number) Elements.number(use.memory(), number.dtype(), 0)
                    : (Number) Elements.integer(use.memory(), number.dtype(), 0));
            }
        }
        return tensor;
    }

    private static void put(Tensor number, Number value) {
        try (var use = MemoryUse.of(number, "number")) {
            Elements.put(use.memory(), number.dtype(), 0, value);
        }
    }

    /** A truth value as a number, which takes part in promotion with the lowest category. */
    static Tensor wrappedFlag(boolean value, Tensor like) {
        var tensor = Tensor.allocateWrapped(DType.BOOL, like.device().isMeta() ? Device.META : Device.CPU);
        if (!tensor.device().isMeta()) {
            put(tensor, value ? 1L : 0L);
        }
        return tensor;
    }

    private static DType numberDtype(Number value, DType like) {
        if (!Numbers.isFloating(value)) {
            return DType.INT64;
        }
        return !like.isFloating() ? DefaultDtype.current() : like.bytes() < 4 ? DType.FLOAT32 : like;
    }

    public static DType dtypeOf(Number value) {
        return Numbers.isFloating(value) ? DefaultDtype.current() : DType.INT64;
    }

    public static Tensor of(double[] values, DType dtype, Device device, long... shape) {
        return copied(values.length, dtype, device, shape, (memory, i) -> put(memory, dtype, i, values[i]));
    }

    public static Tensor of(float[] values, DType dtype, Device device, long... shape) {
        if (dtype == DType.FLOAT32) {
            requireCount(values.length, shape);
            return filled(dtype, device, shape.clone(), memory -> memory.copyFrom(MemorySegment.ofArray(values)));
        }
        return copied(values.length, dtype, device, shape, (memory, i) -> put(memory, dtype, i, values[i]));
    }

    public static Tensor of(long[] values, DType dtype, Device device, long... shape) {
        return copied(values.length, dtype, device, shape, (memory, i) -> put(memory, dtype, i, values[i]));
    }

    public static Tensor of(int[] values, DType dtype, Device device, long... shape) {
        return copied(values.length, dtype, device, shape, (memory, i) -> put(memory, dtype, i, (long) values[i]));
    }

    public static Tensor of(byte[] values, DType dtype, Device device, long... shape) {
        return copied(values.length, dtype, device, shape,
            (memory, i) -> Elements.put(memory, dtype, i, dtype == DType.UINT8 || dtype.bytes() > 1 ? values[i] & 0xFFL : values[i]));
    }

    public static Tensor of(boolean[] values, DType dtype, Device device, long... shape) {
        return copied(values.length, dtype, device, shape, (memory, i) -> Elements.put(memory, dtype, i, values[i] ? 1L : 0L));
    }

    /** A copy of row-major elements in memory of any origin: a buffer, a mapped file. */
    public static Tensor of(MemorySegment values, DType dtype, Device device, long... shape) {
        long bytes = Math.multiplyExact(Shape.of(shape).numel(), dtype.bytes());
        if (values.byteSize() != bytes) {
            throw new ShapeException(
                "tensor: shape " + Shape.of(shape) + " of " + dtype + " takes " + bytes + " bytes, the memory has " + values.byteSize());
        }
        return filled(dtype, device, shape.clone(), memory -> memory.copyFrom(values));
    }

    /**
     * A copy of the elements between a buffer's position and its limit, which stay as they are. A {@link ByteBuffer} may hold any dtype, in its
     * order of bytes; a {@link ShortBuffer} int16 and both halves; others the dtype of their Java type.
     *
     * @param shape the sizes; without any, a vector
     * @throws ArgumentException if the buffer cannot hold this dtype
     */
    public static Tensor of(Buffer values, DType dtype, Device device, long... shape) {
        requireElements(values, dtype);
        var memory = MemorySegment.ofBuffer(values);
        long count = memory.byteSize() / dtype.bytes();
        var sizes = shape.length == 0 ? new long[] {count} : shape.clone();
        if (Shape.of(sizes).numel() != count || memory.byteSize() % dtype.bytes() != 0) {
            throw new ShapeException("frombuffer: shape " + Shape.of(sizes) + " of " + dtype + " takes "
                + Shape.of(sizes).numel() * dtype.bytes() + " bytes, the buffer has " + memory.byteSize()
                + "\n  try:   buffer.slice(from, count), or other sizes");
        }
        return filled(dtype, device, sizes, to -> Elements.copy(memory, order(values), to, dtype.bytes()));
    }

    private static void requireElements(Buffer values, DType dtype) {
        boolean fits = switch (values) {
            case ByteBuffer _ -> true;
            case ShortBuffer _ -> dtype == DType.INT16 || dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
            case IntBuffer _ -> dtype == DType.INT32;
            case LongBuffer _ -> dtype == DType.INT64;
            case FloatBuffer _ -> dtype == DType.FLOAT32;
            case DoubleBuffer _ -> dtype == DType.FLOAT64;
            default -> false;
        };
        if (!fits) {
            throw new ArgumentException("frombuffer: a " + values.getClass().getSimpleName() + " holds no " + dtype
                + "\n  try:   the dtype of its elements, and to(...) afterwards; a ByteBuffer holds any");
        }
    }

    private static ByteOrder order(Buffer values) {
        return switch (values) {
            case ByteBuffer buffer -> buffer.order();
            case ShortBuffer buffer -> buffer.order();
            case IntBuffer buffer -> buffer.order();
            case LongBuffer buffer -> buffer.order();
            case FloatBuffer buffer -> buffer.order();
            case DoubleBuffer buffer -> buffer.order();
            default -> ByteOrder.nativeOrder();
        };
    }

    /**
     * A tensor of numbers or truth values.
     *
     * @param values a number, a boolean, or an array or list of such or of arrays or lists
     * @param dtype the element type; null for that of the values: the default dtype, int64 or bool
     * @throws ShapeException if rows differ in length
     */
    public static Tensor tensor(Object values, @Nullable DType dtype, Device device) {
        return Nested.tensor(values, dtype, device);
    }

    /**
     * {@code start}, {@code start + step} and so on, as long as {@code end} is not reached.
     *
     * @param dtype the element type; null for int64 if all three are whole numbers, otherwise the default dtype; narrower integers wrap
     * @throws ArgumentException if the steps do not lead from start to end, or int64 cannot hold a number that it is to count with
     */
    public static Tensor arange(Number start, Number end, Number step, @Nullable DType dtype, Device device) {
        return counted(Numbers.plain(start, "arange", "start"), Numbers.plain(end, "arange", "end"), Numbers.plain(step, "arange", "step"),
            dtype,
            device);
    }

    private static Tensor counted(Number start, Number end, Number step, @Nullable DType dtype, Device device) {
        boolean whole = dtypeOf(start) == DType.INT64 && dtypeOf(end) == DType.INT64 && dtypeOf(step) == DType.INT64;
        var target = dtype != null ? dtype : whole ? DType.INT64 : DefaultDtype.current();
        // PyTorch truncates the bounds before it counts for int64, and after it for the narrower integers.
        double steps = target == DType.INT64 ? wholeSteps(start, end, step)
            : (end.doubleValue() - start.doubleValue()) / step.doubleValue();
        if (!(steps >= 0) || Double.isInfinite(steps)) {
            throw new ArgumentException("arange: step must lead from start to end, got start " + start + ", end " + end + ", step " + step);
        }
        return Dispatch.create(new NativeArange(start, step, (long) Math.ceil(steps), target), device);
    }

    private static double wholeSteps(Number start, Number end, Number step) {
        long first = Numbers.element(DType.INT64, start, "arange", "start").longValue();
        long last = Numbers.element(DType.INT64, end, "arange", "end").longValue();
        long difference = last - first;
        boolean wraps = ((last ^ first) & (last ^ difference)) < 0;
        return (wraps ? (double) last - first : (double) difference) / Numbers.element(DType.INT64, step, "arange", "step").longValue();
    }

    /** {@code steps} numbers from {@code start} to {@code end}, both included; of integers the ends are truncated first, as in PyTorch. */
    public static Tensor linspace(double start, double end, long steps, DType dtype, Device device) {
        if (steps < 0) {
            throw new ArgumentException("linspace: steps must be at least 0, got " + steps);
        }
        if (!dtype.isFloating()) {
            return Dispatch.create(new NativeLinspace((long) start, (long) end, steps, dtype), device);
        }
        return Dispatch.create(new NativeLinspace(start, end, steps, dtype), device);
    }

    /** An n by m matrix with ones on its diagonal. */
    public static Tensor eye(long n, long m, DType dtype, Device device) {
        Shape.of(n, m);
        return Dispatch.create(new NativeEye(n, m, dtype), device);
    }

    /**
     * A tensor over memory that {@code owner} keeps valid, without a copy; changes show on both sides. It must be memory that nobody can close
     * while an operator runs on it: that of {@link java.lang.foreign.Arena#ofAuto()} or {@link java.lang.foreign.Arena#global()}, a direct
     * buffer, a mapped file of such an arena; or of a confined arena, whose tensors are used on its own thread only.
     *
     * @throws ArgumentException if it is memory of a shared arena, or can only be read
     */
    public static Tensor wrap(MemorySegment memory, DType dtype, Object owner, long... shape) {
        var sizes = Shape.of(shape);
        long bytes = Math.multiplyExact(sizes.numel(), dtype.bytes());
        if (memory.byteSize() != bytes || !memory.isNative()) {
            throw new ShapeException("tensor: shape " + sizes + " of " + dtype + " takes " + bytes
                + " bytes of native memory, got "
                + memory.byteSize() + (memory.isNative() ? "" : " on the Java heap") + "\n  try:   Creation.of(memory, ...), which copies");
        }
        return Tensor.over(UncheckedStorage.foreign(memory, owner), dtype, sizes.toArray());
    }

    private static void put(MemorySegment memory, DType dtype, int i, double value) {
        if (!Numbers.fits(dtype, value)) {
            throw Numbers.refused(dtype, value, "tensor", "the number");
        }
        Elements.put(memory, dtype, i, value);
    }

    private static void put(MemorySegment memory, DType dtype, int i, long value) {
        if (!Numbers.fits(dtype, value)) {
            throw Numbers.refused(dtype, value, "tensor", "the number");
        }
        Elements.put(memory, dtype, i, value);
    }

    private static Tensor copied(int count, DType dtype, Device device, long[] shape, ElementWriter write) {
        requireCount(count, shape);
        return filled(dtype, device, shape.clone(), memory -> {
            for (int i = 0; i < count; i++) {
                write.put(memory, i);
            }
        });
    }

    private static void requireCount(long count, long[] shape) {
        if (Shape.of(shape).numel() != count) {
            throw new ShapeException("tensor: shape " + Shape.of(shape) + " takes " + Shape.of(shape).numel() + " values, got " + count
                + "\n  try:   a shape whose sizes multiply to " + count);
        }
    }

    /** A tensor that {@code write} fills in host memory, row-major; nothing is to be written of none. */
    static Tensor filled(DType dtype, Device device, long[] shape, Consumer<MemorySegment> write) {
        var host = Tensor.allocate(dtype, device.isMeta() ? Device.META : Device.CPU, shape);
        if (device.isMeta()) {
            return host;
        }
        if (host.numel() > 0) {
            try (var use = MemoryUse.of(host, "tensor")) {
                write.accept(use.memory());
            }
        }
        return host.to(device);
    }
}
