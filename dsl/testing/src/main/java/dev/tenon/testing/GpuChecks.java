package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the generated tests check of one operator on the tested GPU: that it gives what the CPU gives. */
public final class GpuChecks {
    private static final List<DType> FLOATING = List.of(DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
    private static final List<DType> INTEGRAL = List.of(DType.INT32, DType.INT16, DType.INT8, DType.UINT8, DType.BOOL);
    private static final double[] SPECIAL = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1, -1, 2.5};

    private final OpChecks.Catalog catalog;
    private final String name;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private @Nullable String wish;

    /**
     * A tensor parameter.
     *
     * @param letter the class of dtypes that its signature names
     * @param differentiable whether it gets a gradient
     */
    private record Parameter(String name, char letter, boolean differentiable) {}

    private GpuChecks(OpChecks.Catalog catalog, String name) {
        this.catalog = catalog;
        this.name = name;
    }

    /** Checks of an operator of a catalogue. */
    public static GpuChecks of(OpChecks.Catalog catalog, String name) {
        return new GpuChecks(catalog, name);
    }

    /** As this, with an operand of the dtypes that a letter of signatures stands for. */
    public GpuChecks tensor(String param, char letter, boolean differentiable) {
        parameters.add(new Parameter(param, letter, differentiable));
        return this;
    }

    /** As this, with a value of an attribute. */
    public GpuChecks attribute(String param, Object value) {
        attributes.put(param, value);
        return this;
    }

    /** As this, of an operator that computes integers only where this attribute asks for a floating dtype. */
    public GpuChecks floatingBy(String param) {
        wish = param;
        return this;
    }

    // ---- what is checked --------------------------------------------------------------------------------------------

    /** float32 and int64, and of the others one each: which one depends on the operator, for each takes a compiler's run. */
    public void dtypes() {
        int turn = Math.abs(name.hashCode() % 60);
        for (var dtype : List.of(DType.FLOAT32, FLOATING.get(turn % FLOATING.size()), DType.INT64, INTEGRAL.get(turn % INTEGRAL.size()))) {
            if (claims(dtype)) {
                same(inputs(dtype, 3, 37), wish == null || dtype.isFloating() ? Map.of() : Map.of(wish, DType.FLOAT32));
            }
        }
        if (claims(DType.FLOAT32)) {
            same(specialValues());
        }
    }

    /** Operands without elements give what they give on the CPU. */
    public void empty() {
        var dtype = claims(DType.FLOAT32) ? DType.FLOAT32 : DType.INT64;
        for (long[] shape : new long[][] {{0}, {2, 0}}) {
            same(inputs(dtype, shape));
        }
    }

    /** So do strided and broadcast ones. */
    public void layouts() {
        var dtype = claims(DType.FLOAT32) ? DType.FLOAT32 : DType.INT64;
        var wide = inputs(dtype, 8, 12);
        same(each(wide, tensor -> tensor.transpose(0, 1)));
        same(each(wide, tensor -> tensor.narrow(1, 1, 9)));
        same(each(inputs(dtype, 40), tensor -> tensor.narrow(0, 1, 37)));
        same(each(inputs(dtype, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2), GpuChecks::turned));
        for (int i = 0; i < wide.size(); i++) {
            for (long[] shape : new long[][] {{12}, {8, 1}, {}}) {
                var mixed = new ArrayList<>(wide);
                mixed.set(i, inputs(dtype, shape).get(i));
                same(mixed);
            }
            var turned = new ArrayList<>(wide);
            turned.set(i, inputs(dtype, 12, 8).get(i).transpose(0, 1));
            same(turned);
        }
    }

    /** Ten dimensions of which no two can be merged. */
    private static Tensor turned(Tensor tensor) {
        var turned = tensor;
        for (int d = 0; d < tensor.rank() / 2; d++) {
            turned = turned.transpose(d, tensor.rank() - 1 - d);
        }
        return turned;
    }

    /** So does a number in place of an operand. */
    public void number(String param) {
        for (var dtype : List.of(DType.FLOAT32, DType.INT64)) {
            if (claims(dtype)) {
                for (Number number : new Number[] {3, 0.625}) {
                    for (var inputs : List.of(inputs(dtype, 5, 8), each(inputs(dtype, 5, 8), tensor -> tensor.transpose(0, 1)))) {
                        same(inputs, Map.of(param, number));
                    }
                }
            }
        }
    }

    /** The fused kernels, which the engine takes where no higher derivative is asked for. */
    public void gradient() {
        var inputs = inputs(DType.FLOAT32, 3, 37);
        var expected = gradients(inputs, Device.CPU);
        var found = gradients(inputs, TestedGpu.device());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(List.of(found.get(i)), List.of(expected.get(i)), "gradient " + i);
        }
    }

    private List<Tensor> gradients(List<Tensor> inputs, Device device) {
        var leaves = new ArrayList<Tensor>();
        var args = arguments(inputs, device);
        for (var parameter : parameters) {
            if (parameter.differentiable()) {
                var leaf = ((Tensor) Objects.requireNonNull(args.get(parameter.name()))).detach().clone().requiresGrad_(true);
                args.put(parameter.name(), leaf);
                leaves.add(leaf);
            }
        }
        var output = catalog.call(name, args).getFirst();
        var weights = Creation.of(new Random(9).doubles(output.numel(), 0.5, 1.5).toArray(), DType.FLOAT32, Device.CPU,
            output.shape().toArray());
        return Autograd.grad(List.of(output.mul(weights.to(device)).sum()), leaves, null, false, false, true).stream()
            .map(gradient -> gradient == null ? Creation.ones(DType.FLOAT32, device) : gradient).toList();
    }

    /** Rows, columns, long ones in several parts, dimensions apart from each other, and a scalar. */
    public void arrangements(@Nullable String dim) {
        var dtype = DType.FLOAT32;
        for (long[] shape : new long[][] {{}, {1, 5}, {70_001}, {3, 5000}, {5000, 3}, {33, 40}, {300, 300}, {2, 30_000}}) {
            same(inputs(dtype, shape));
            for (int d = 0; dim != null && d < shape.length; d++) {
                same(inputs(dtype, shape), Map.of(dim, List.of((long) d)));
            }
        }
        var cube = inputs(dtype, 5, 6, 7);
        same(each(cube, tensor -> tensor.transpose(0, 2)));
        same(each(inputs(dtype, 1, 9), tensor -> tensor.expand(4, 9)));
        for (List<Long> dims : dim == null ? List.<List<Long>>of() : List.of(List.of(0L, 2L), List.of(1L), List.of(0L, 1L))) {
            same(cube, Map.of(dim, dims));
            same(each(cube, tensor -> tensor.narrow(2, 1, 5)), Map.of(dim, dims));
        }
    }

    // ---- operands ---------------------------------------------------------------------------------------------------

    private boolean claims(DType dtype) {
        return switch (parameters.getFirst().letter()) {
            case 'F' -> dtype.isFloating();
            case 'N' -> dtype != DType.BOOL;
            case 'I' -> dtype.isIntegral();
            case 'Q' -> !dtype.isFloating();
            case 'B' -> parameters.size() > 1 || dtype == DType.BOOL;
            default -> true;
        };
    }

    private List<Tensor> inputs(DType dtype, long... shape) {
        var inputs = new ArrayList<Tensor>();
        long n = 1;
        for (long size : shape) {
            n *= size;
        }
        for (int i = 0; i < parameters.size(); i++) {
            inputs.add(fitted(parameters.get(i), new Random(3 + i).doubles(n, 0.15, 0.85).toArray(), dtype, shape));
        }
        return inputs;
    }

    /** A tensor of the dtype, or of the nearest one that the operand may have. */
    private static Tensor fitted(Parameter parameter, double[] values, DType dtype, long... shape) {
        var tensor = Creation.of(values, DType.FLOAT64, Device.CPU, shape);
        return switch (parameter.letter()) {
            case 'B' -> tensor.gt(0.5);
            case 'I', 'Q' -> tensor.nanToNum().mul(5).add(1).to(dtype.isFloating() ? DType.INT64 : dtype);
            default -> dtype == DType.BOOL ? tensor.gt(0.5) : dtype.isFloating() ? tensor.to(dtype) : tensor.mul(5).add(1).to(dtype);
        };
    }

    /** Every combination of NaN, infinities, zeros and numbers. */
    private List<Tensor> specialValues() {
        int n = (int) Math.pow(SPECIAL.length, parameters.size()) + 5;
        var inputs = new ArrayList<Tensor>();
        int every = 1;
        for (var parameter : parameters) {
            var values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = SPECIAL[i / every % SPECIAL.length];
            }
            inputs.add(fitted(parameter, values, DType.FLOAT32, n));
            every *= SPECIAL.length;
        }
        return inputs;
    }

    private interface View {
        Tensor of(Tensor tensor);
    }

    private static List<Tensor> each(List<Tensor> inputs, View view) {
        return inputs.stream().map(view::of).toList();
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    private void same(List<Tensor> inputs) {
        same(inputs, Map.of());
    }

    private void same(List<Tensor> inputs, Map<String, Object> more) {
        var here = arguments(inputs, Device.CPU);
        here.putAll(more);
        var there = arguments(inputs, TestedGpu.device());
        there.putAll(more);
        List<Tensor> expected;
        try {
            expected = catalog.call(name, here);
        } catch (TenonException e) {
            // Such as the largest of nothing, or a fraction among bits: refused on both devices.
            Expect.refused(name + " on the GPU", e.getClass(), () -> catalog.call(name, there), name);
            return;
        }
        assertSame(catalog.call(name, there), expected, inputs.getFirst() + "");
    }

    private Map<String, Object> arguments(List<Tensor> inputs, Device device) {
        var args = new LinkedHashMap<String, Object>(attributes);
        for (int i = 0; i < inputs.size(); i++) {
            args.put(parameters.get(i).name(), TestedGpu.placed(inputs.get(i), device));
        }
        return args;
    }

    private static void assertSame(List<Tensor> found, List<Tensor> expected, String what) {
        Expect.that(found.size() == expected.size(), what + ": " + found.size() + " results instead of " + expected.size());
        for (int i = 0; i < found.size(); i++) {
            var tensor = expected.get(i);
            Expect.that(found.get(i).device().kind() == Device.Kind.GPU, what + ": the result is on the GPU");
            Expect.that(found.get(i).dtype() == tensor.dtype(), what + ": the result has dtype " + tensor.dtype());
            Expect.that(found.get(i).shape().equals(tensor.shape()), what + ": the result has shape " + tensor.shape());
            Expect.close(what, found.get(i).to(Device.CPU).toDoubleArray(), tensor.toDoubleArray(), tolerance(tensor.dtype()));
        }
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 1e-11;
            case FLOAT32 -> 2e-5;
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 1.6e-2;
            default -> 0;
        };
    }
}
