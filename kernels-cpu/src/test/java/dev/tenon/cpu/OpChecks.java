package dev.tenon.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;

/** What the generated tests check of one operator, with operands drawn from a seeded generator. */
final class OpChecks {
    /** Ranges to draw from; the first in which values and gradients are finite is taken. */
    private static final double[][] RANGES = {{-1.9, 1.9}, {0.15, 0.85}, {1.15, 2.85}};
    private static final double STEP = 1e-5;
    private static final long[] SHAPE = {3, 4};

    private record Operand(String name, char letter, boolean differentiable) {
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

    private final String name;
    private final List<Operand> operands = new ArrayList<>();
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final List<DType> refused = new ArrayList<>();

    private OpChecks(String name) {
        this.name = name;
    }

    static OpChecks of(String name) {
        return new OpChecks(name);
    }

    OpChecks tensor(String param, char letter, boolean differentiable) {
        operands.add(new Operand(param, letter, differentiable));
        return this;
    }

    OpChecks attribute(String param, Object value) {
        attributes.put(param, value);
        return this;
    }

    OpChecks refuses(String... dtypes) {
        Arrays.stream(dtypes).map(DType::named).forEach(refused::add);
        return this;
    }

    // ---- gradients --------------------------------------------------------------------------------------------------

    void gradient() {
        var inputs = differentiableInputs();
        var leaves = leaves(inputs);
        var output = call(leaves);
        var cotangent = random(output.shape().toArray(), 0.3, 1.3, 7);
        var grads = Autograd.grad(List.of(output), wanted(leaves), List.of(cotangent), false, false, true);
        int k = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (operands.get(i).differentiable()) {
                int at = i;
                var expected = differences(inputs, i, shifted -> dot(call(shifted), cotangent));
                assertClose("gradient of " + operands.get(at).name(), grads.get(k++), expected, 1e-6);
            }
        }
    }

    void secondGradient() {
        var inputs = differentiableInputs();
        var shape = call(inputs).shape().toArray();
        var cotangent = random(shape, 0.3, 1.3, 7);
        var leaves = leaves(inputs);
        var weighted = weightedGradients(leaves, cotangent);
        if (!weighted.requiresGrad()) {
            return;
        }
        var grads = Autograd.grad(List.of(weighted), wanted(leaves), null, false, false, true);
        int k = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (operands.get(i).differentiable()) {
                var expected = differences(inputs, i, shifted -> weightedGradients(leaves(shifted), cotangent).item());
                assertClose("second gradient of " + operands.get(i).name(), grads.get(k++), expected, 1e-5);
            }
        }
    }

    /** The sum of all gradients, weighted so that no term cancels another; differentiable itself. */
    private Tensor weightedGradients(List<Tensor> leaves, Tensor cotangent) {
        var output = call(leaves);
        var grads = Autograd.grad(List.of(output), wanted(leaves), List.of(cotangent), true, true, true);
        var total = Creation.zeros(DType.FLOAT64, Device.CPU);
        for (int i = 0; i < grads.size(); i++) {
            var grad = grads.get(i);
            if (grad != null) {
                total = total.add(grad.mul(random(grad.shape().toArray(), 0.4, 1.4, 11 + i)).sum());
            }
        }
        return total;
    }

    void fused() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var leaves = leaves(differentiableInputs().stream().map(t -> t.dtype() == DType.FLOAT64 ? t.to(dtype) : t).toList());
            var output = call(leaves);
            var cotangent = random(output.shape().toArray(), 0.3, 1.3, 7).to(dtype);
            var fused = Autograd.grad(List.of(output), wanted(leaves), List.of(cotangent), true, false, true);
            var composed = Autograd.grad(List.of(output), wanted(leaves), List.of(cotangent), true, true, true);
            for (int i = 0; i < fused.size(); i++) {
                assertClose("fused gradient " + i, fused.get(i), composed.get(i).toDoubleArray(), dtype == DType.FLOAT64 ? 1e-10 : 2e-5);
            }
        }
    }

    // ---- layouts ----------------------------------------------------------------------------------------------------

    void strided() {
        var inputs = inputs(DType.FLOAT64, SHAPE);
        var transposed = inputs.stream().map(t -> t.transpose(0, 1).contiguous().transpose(0, 1)).toList();
        assertClose("strided", call(transposed), call(inputs).toDoubleArray(), operands.size() == 1 ? 1e-14 : 0);
    }

    void broadcast() {
        var wide = inputs(DType.FLOAT64, SHAPE);
        if (wide.size() < 2) {
            var row = inputs(DType.FLOAT64, 1, 4).getFirst().expand(3, 4);
            assertClose("expanded", call(List.of(row)), call(List.of(row.contiguous())).toDoubleArray(), 0);
            return;
        }
        for (int narrow = 0; narrow < wide.size(); narrow++) {
            for (long[] shape : List.of(new long[] {4}, new long[] {3, 1}, new long[0])) {
                var mixed = new ArrayList<>(wide);
                mixed.set(narrow, inputs(DType.FLOAT64, shape).get(narrow));
                var expanded = new ArrayList<>(mixed);
                expanded.set(narrow, mixed.get(narrow).expand(SHAPE).contiguous());
                assertClose("broadcast of " + operands.get(narrow).name(), call(mixed), call(expanded).toDoubleArray(), 0);
            }
        }
    }

    void empty() {
        for (long[] shape : List.of(new long[] {0}, new long[] {2, 0}, new long[] {0, 3})) {
            try {
                var result = call(inputs(DType.FLOAT64, shape));
                assertThat(result.toDoubleArray()).hasSize((int) result.numel());
            } catch (TenonException e) {
                // The largest of nothing does not exist: that must be said in those words, with the operator's name.
                assertThat(e).hasMessageContaining(name);
            }
        }
    }

    // ---- dtypes and special values ----------------------------------------------------------------------------------

    void claimedDtypes() {
        for (var dtype : DType.values()) {
            if (!refused.contains(dtype)) {
                var inputs = inputs(dtype, SHAPE);
                try {
                    var result = call(inputs);
                    assertThat(result.toDoubleArray()).as(dtype.toString()).hasSize((int) result.numel());
                } catch (TenonException e) {
                    assertThat(e).as(dtype.toString()).hasMessageContaining(name);
                }
            }
        }
    }

    void refusedDtypes() {
        for (var dtype : refused) {
            assertThatThrownBy(() -> call(allOf(dtype))).as(dtype.toString()).isInstanceOf(DTypeException.class).hasMessageContaining(name);
        }
    }

    /** A vector kernel must treat every pair of NaN, infinities and zeros as the scalar formula does, in every lane and in the tail. */
    void specialValues() {
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1, -1, 2.5};
        int n = (int) Math.pow(special.length, operands.size()) + 5;
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var inputs = new ArrayList<Tensor>();
            int every = 1;
            for (var operand : operands) {
                var values = new double[n];
                for (int i = 0; i < n; i++) {
                    values[i] = special[i / every % special.length];
                }
                inputs.add(operand.fitted(values, dtype, n));
                every *= special.length;
            }
            ScalarReference.check("special values", () -> call(inputs));
        }
    }

    /** As many elements as leave every rest of a vector, and enough for several blocks; the values go far beyond where functions bend. */
    void lengths() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (int n = 1; n <= 34; n++) {
                var inputs = inputs(dtype, -1.9, 1.9, n);
                ScalarReference.check("length " + n, () -> call(inputs));
            }
            for (double bound : new double[] {1.9, 30, 5000}) {
                var inputs = inputs(dtype, -bound, bound, 3, 1037).stream().map(t -> bound < 5000 ? t : eighths(t)).toList();
                ScalarReference.check("values up to " + bound, () -> call(inputs));
            }
        }
    }

    /** Numbers whose products with small integers are exact, so that float32 and float64 round the same way. */
    private static Tensor eighths(Tensor tensor) {
        return tensor.dtype().isFloating() ? tensor.mul(8).round().div(8) : tensor;
    }

    // ---- pieces -----------------------------------------------------------------------------------------------------

    private interface Scalar {
        double of(List<Tensor> inputs);
    }

    private double[] differences(List<Tensor> inputs, int which, Scalar f) {
        var base = inputs.get(which).toDoubleArray();
        var shape = inputs.get(which).shape().toArray();
        var result = new double[base.length];
        for (int i = 0; i < base.length; i++) {
            double up = f.of(with(inputs, which, changed(base, i, STEP), shape));
            double down = f.of(with(inputs, which, changed(base, i, -STEP), shape));
            result[i] = (up - down) / (2 * STEP);
        }
        return result;
    }

    private static double[] changed(double[] values, int i, double by) {
        var copy = values.clone();
        copy[i] += by;
        return copy;
    }

    private static List<Tensor> with(List<Tensor> inputs, int which, double[] values, long[] shape) {
        var copy = new ArrayList<>(inputs);
        copy.set(which, Creation.of(values, DType.FLOAT64, Device.CPU, shape));
        return copy;
    }

    private static double dot(Tensor a, Tensor b) {
        return a.mul(b).sum().item();
    }

    private List<Tensor> leaves(List<Tensor> inputs) {
        var result = new ArrayList<Tensor>();
        for (int i = 0; i < inputs.size(); i++) {
            var copy = inputs.get(i).clone();
            result.add(operands.get(i).differentiable() ? copy.requiresGrad_(true) : copy);
        }
        return result;
    }

    private List<Tensor> wanted(List<Tensor> leaves) {
        var result = new ArrayList<Tensor>();
        for (int i = 0; i < leaves.size(); i++) {
            if (operands.get(i).differentiable()) {
                result.add(leaves.get(i));
            }
        }
        return result;
    }

    private Tensor call(List<Tensor> inputs) {
        var args = new LinkedHashMap<String, Object>();
        for (int i = 0; i < inputs.size(); i++) {
            args.put(operands.get(i).name(), inputs.get(i));
        }
        args.putAll(attributes);
        return OpCatalog.call(name, args).getFirst();
    }

    private List<Tensor> differentiableInputs() {
        for (var range : RANGES) {
            var inputs = inputs(DType.FLOAT64, range[0], range[1], SHAPE);
            var leaves = leaves(inputs);
            var output = call(leaves);
            var grads = output.requiresGrad()
                ? Autograd.grad(List.of(output), wanted(leaves),
                    List.of(Creation.ones(DType.FLOAT64, Device.CPU, output.shape().toArray())), false, false, true)
                : List.<Tensor>of();
            if (isFinite(output) && grads.stream().allMatch(g -> g == null || isFinite(g))) {
                return inputs;
            }
        }
        throw new AssertionError(name + ": no range gives finite values and gradients");
    }

    private static boolean isFinite(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).allMatch(Double::isFinite);
    }

    private List<Tensor> inputs(DType dtype, long... shape) {
        return inputs(dtype, 0.15, 0.85, shape);
    }

    private List<Tensor> inputs(DType dtype, double low, double high, long... shape) {
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

    private List<Tensor> allOf(DType dtype) {
        return operands.stream().map(operand -> Creation.ones(dtype, Device.CPU, SHAPE)).toList();
    }

    private static Tensor random(long[] shape, double low, double high, long seed) {
        var random = new Random(seed);
        int n = 1;
        for (long size : shape) {
            n *= (int) size;
        }
        return Creation.of(random.doubles(n, low, high).toArray(), DType.FLOAT64, Device.CPU, shape);
    }

    private static void assertClose(String what, Tensor actual, double[] expected, double tolerance) {
        var got = actual == null ? new double[expected.length] : actual.toDoubleArray();
        assertThat(got).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < got.length; i++) {
            if (Double.isNaN(expected[i])) {
                assertThat(got[i]).as("%s at %d", what, i).isNaN();
            } else if (got[i] != expected[i]) {
                assertThat(got[i]).as("%s at %d", what, i).isCloseTo(expected[i], bound(expected[i], tolerance));
            }
        }
    }

    private static Offset<Double> bound(double expected, double tolerance) {
        return within(tolerance * Math.max(1, Math.abs(expected)));
    }
}
