package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An operator as the generated tests call it.
 *
 * @param catalog which calls it
 * @param name in the catalogue
 * @param operands its tensors in order
 * @param attributes the values that are not the defaults
 */
record OpCase(OpChecks.Catalog catalog, String name, List<Operand> operands, Map<String, Object> attributes) {
    static final long[] SHAPE = {3, 4};

    /**
     * A tensor parameter.
     *
     * @param letter the class of dtypes that its signature names
     * @param differentiable whether it gets a gradient
     */
    record Operand(String name, char letter, boolean differentiable) {
        /** Whether the operator claims to compute this dtype, where this is the first operand. */
        boolean claims(DType dtype) {
            return switch (letter) {
                case 'F' -> dtype.isFloating();
                case 'W' -> dtype == DType.FLOAT64 || dtype == DType.FLOAT32;
                case 'N' -> dtype != DType.BOOL;
                case 'I' -> !dtype.isFloating() && dtype != DType.BOOL;
                case 'Q' -> !dtype.isFloating();
                case 'B' -> dtype == DType.BOOL;
                default -> true;
            };
        }

        /** A tensor of the dtype, or of the nearest one that the operand may have. */
        Tensor fitted(double[] values, DType dtype, long... shape) {
            var tensor = Creation.of(values, DType.FLOAT64, Device.CPU, shape);
            return switch (letter) {
                case 'B' -> tensor.gt(0);
                case 'I', 'Q' -> tensor.nanToNum().to(dtype.isFloating() ? DType.INT64 : dtype);
                default -> tensor.to(dtype);
            };
        }
    }

    Tensor call(List<Tensor> inputs) {
        return call(inputs, Map.of());
    }

    Tensor call(List<Tensor> inputs, Map<String, Object> more) {
        var args = new LinkedHashMap<String, Object>();
        for (int i = 0; i < inputs.size(); i++) {
            args.put(operands.get(i).name(), inputs.get(i));
        }
        args.putAll(attributes);
        args.putAll(more);
        return catalog.call(name, args).getFirst();
    }

    /** This with these operands. */
    Call asCall(List<Tensor> inputs) {
        return new Call(name, tensors -> call(tensors.stream().map(Tensor.class::cast).toList()), List.copyOf(inputs));
    }

    // ---- operands ---------------------------------------------------------------------------------------------------

    List<Tensor> inputs(DType dtype, long... shape) {
        return inputs(dtype, 0.15, 0.85, shape);
    }

    List<Tensor> inputs(DType dtype, double low, double high, long... shape) {
        var result = new ArrayList<Tensor>();
        for (int i = 0; i < operands.size(); i++) {
            var values = random(shape, low, high, 3 + i);
            result.add(switch (operands.get(i).letter()) {
                case 'B' -> values.gt((low + high) / 2);
                case 'I', 'Q' -> values.mul(5).add(1).to(dtype.isFloating() ? DType.INT64 : dtype);
                default -> dtype.isFloating() ? values.to(dtype) : values.mul(5).add(1).to(dtype);
            });
        }
        return result;
    }

    /** Copies, of which those that can have a gradient will get one. */
    List<Tensor> leaves(List<Tensor> inputs) {
        var result = new ArrayList<Tensor>();
        for (int i = 0; i < inputs.size(); i++) {
            var copy = inputs.get(i).clone();
            result.add(operands.get(i).differentiable() ? copy.requiresGrad_(true) : copy);
        }
        return result;
    }

    /** Those of the leaves that will get a gradient. */
    List<Tensor> wanted(List<Tensor> leaves) {
        return leaves.stream().filter(Tensor::requiresGrad).toList();
    }

    static Tensor random(long[] shape, double low, double high, long seed) {
        var random = new Random(seed);
        int n = 1;
        for (long size : shape) {
            n *= (int) size;
        }
        return Creation.of(random.doubles(n, low, high).toArray(), DType.FLOAT64, Device.CPU, shape);
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    /** Holds values to what is expected; a gradient that is missing stands for zeros. */
    static void assertClose(String what, @Nullable Tensor actual, double[] expected, double tolerance) {
        Expect.close(what, actual == null ? new double[expected.length] : actual.toDoubleArray(), expected, tolerance);
    }
}
