package dev.tenon.tensor.creation;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Fill;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.InPlace;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** New tensors, and tensors like others. */
public final class Constants {
    private Constants() {}

    public static Tensor zeroInPlace(Tensor x) {
        return InPlace.fill("zero_", x, 0);
    }

    public static Tensor full(long[] size, Number fillValue, @Nullable DType dtype, @Nullable Device device) {
        return Creation.full(size, fillValue, dtype == null ? Creation.dtypeOf(Numbers.plain(fillValue, "full", "fill_value")) : dtype,
            orCpu(device));
    }

    public static Tensor eye(long n, @Nullable Long m, @Nullable DType dtype, @Nullable Device device) {
        return Creation.eye(n, m == null ? n : m, orDefault(dtype), orCpu(device));
    }

    public static Tensor arange(Number end, @Nullable DType dtype, @Nullable Device device) {
        return arange(0, end, 1, dtype, device);
    }

    public static Tensor arange(Number start, Number end, Number step, @Nullable DType dtype, @Nullable Device device) {
        return Creation.arange(start, end, step, dtype, orCpu(device));
    }

    public static DType orDefault(@Nullable DType dtype) {
        return dtype == null ? DefaultDtype.current() : dtype;
    }

    public static Device orCpu(@Nullable Device device) {
        return device == null ? Device.CPU : device;
    }

    // ---- numbers and powers at equal distances ----------------------------------------------------------------------------------

    public static Tensor linspace(Number start, Number end, long steps, @Nullable DType dtype, @Nullable Device device) {
        var target = orDefault(dtype);
        return Creation.linspace(end(target, start, "start"), end(target, end, "end"), steps, target, orCpu(device));
    }

    public static Tensor linspace(Tensor start, Number end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(only("linspace", "start", start), end, steps, dtype, device);
    }

    public static Tensor linspace(Number start, Tensor end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(start, only("linspace", "end", end), steps, dtype, device);
    }

    public static Tensor linspace(Tensor start, Tensor end, long steps, @Nullable DType dtype, @Nullable Device device) {
        return linspace(start, only("linspace", "end", end), steps, dtype, device);
    }

    /** An end of what is counted; it is an element. */
    private static double end(DType target, Number value, String param) {
        var plain = Numbers.element(target, value, "linspace", param);
        if (target.isFloating()) {
            Numbers.requireFinite(target, plain, "linspace", param);
        }
        return plain.doubleValue();
    }

    /** The number in a 0-d tensor. */
    private static Number only(String name, String param, Tensor bound) {
        if (bound.rank() != 0) {
            throw new ShapeException(name + ": " + param + " must be a number or a 0-d tensor\n  " + param + ": " + Operand.describe(bound)
                + "\n  try:   item() of one of its elements");
        }
        return bound.item();
    }

    public static Tensor logspace(Number start, Number end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        if (steps < 0) {
            throw new ArgumentException("logspace: steps must be at least 0, got " + steps);
        }
        var target = orDefault(dtype);
        var exponents = Creation.linspace(bound(start, target), bound(end, target), steps, DType.FLOAT64, Device.CPU);
        return Ops.pow(Numbers.real(base, "logspace", "base"), exponents).to(target).to(orCpu(device));
    }

    /** An end of the exponents; of integers PyTorch makes integral powers first and last. */
    private static double bound(Number value, DType target) {
        var plain = Numbers.plain(value, "logspace", "the exponent");
        return target.isFloating() ? plain.doubleValue() : plain.longValue();
    }

    public static Tensor logspace(Tensor start, Number end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(only("logspace", "start", start), end, steps, base, dtype, device);
    }

    public static Tensor logspace(Number start, Tensor end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(start, only("logspace", "end", end), steps, base, dtype, device);
    }

    public static Tensor logspace(Tensor start, Tensor end, long steps, Number base, @Nullable DType dtype, @Nullable Device device) {
        return logspace(start, only("logspace", "end", end), steps, base, dtype, device);
    }
}
