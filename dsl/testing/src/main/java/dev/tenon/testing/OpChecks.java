package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the generated tests check of one operator, with operands drawn from a seeded generator. */
public final class OpChecks {
    private final OpCase op;
    private final List<GradientChecks.Kink> kinks = new ArrayList<>();
    private final Set<String> surrogates = new HashSet<>();
    private final Map<String, Object> negative = new LinkedHashMap<>();
    private @Nullable String wish;

    /** Calls operators by name. */
    @FunctionalInterface
    public interface Catalog {
        /** The results of an operator, whose arguments are given by name. */
        List<Tensor> call(String name, Map<String, ?> arguments);
    }

    private OpChecks(OpCase op) {
        this.op = op;
    }

    /** Checks of an operator of a catalogue. */
    public static OpChecks of(Catalog catalog, String name) {
        return new OpChecks(new OpCase(catalog, name, new ArrayList<>(), new LinkedHashMap<>()));
    }

    /** As this, with an operand of the dtypes that a letter of signatures stands for. */
    public OpChecks tensor(String param, char letter, boolean differentiable) {
        op.operands().add(new OpCase.Operand(param, letter, differentiable));
        return this;
    }

    /** As this, with a tensor whose gradient is another one than the derivative on purpose: differences are not compared. */
    public OpChecks surrogate(String param) {
        surrogates.add(param);
        return this;
    }

    /** As this, with a value of an attribute. */
    public OpChecks attribute(String param, Object value) {
        op.attributes().put(param, value);
        return this;
    }

    /** As this, with an attribute whose default is below 0, which no unsigned element is. */
    public OpChecks negative(String param, double otherwise) {
        negative.put(param, otherwise);
        return this;
    }

    /** As this, of an operator that computes integers only where this attribute asks for a floating dtype. */
    public OpChecks floatingBy(String param) {
        wish = param;
        return this;
    }

    /** As this, with a place without a derivative: the gradient that the operator declares there, and the operands. */
    public OpChecks kink(String param, double subgradient, double... values) {
        kinks.add(new GradientChecks.Kink(param, subgradient, values));
        return this;
    }

    /** The gradient agrees with finite differences. */
    public void gradient() {
        var derived = op.constant(surrogates);
        if (derived.operands().stream().anyMatch(OpCase.Operand::differentiable)) {
            new GradientChecks(derived).gradient();
        }
    }

    /** So does the gradient of the gradient. */
    public void secondGradient() {
        // A surrogate's own derivative may go through the result, which has no differences.
        if (surrogates.isEmpty()) {
            new GradientChecks(op).secondGradient();
        }
    }

    /** The kernel that computes the gradient at once gives what operators give. */
    public void fused() {
        new GradientChecks(op).fused();
    }

    /** The gradient where there is none is the declared one. */
    public void kinks() {
        kinks.forEach(new GradientChecks(op)::kink);
    }

    // ---- layouts ----------------------------------------------------------------------------------------------------

    /** Operands that do not lie row-major give what others give. */
    public void strided() {
        strided(op.operands().size() == 1 ? 1e-14 : 0);
    }

    /** As above, up to a relative difference: a fold may take elements in another order. */
    public void strided(double tolerance) {
        var inputs = op.inputs(DType.FLOAT64, OpCase.SHAPE);
        var transposed = inputs.stream().map(t -> t.transpose(0, 1).contiguous().transpose(0, 1)).toList();
        OpCase.assertClose("strided", op.call(transposed), op.call(inputs).toDoubleArray(), tolerance);
    }

    /** Operands broadcast as if they were expanded. */
    public void broadcast() {
        broadcast(0);
    }

    /** As above, up to a relative difference. */
    public void broadcast(double tolerance) {
        var wide = op.inputs(DType.FLOAT64, OpCase.SHAPE);
        if (wide.size() < 2) {
            var row = op.inputs(DType.FLOAT64, 1, 4).getFirst().expand(3, 4);
            // A fold goes through an operand in the order in which its elements lie, which is another one here.
            OpCase.assertClose("expanded", op.call(List.of(row)), op.call(List.of(row.contiguous())).toDoubleArray(), 1e-14);
            return;
        }
        for (int narrow = 0; narrow < wide.size(); narrow++) {
            for (long[] shape : List.of(new long[] {4}, new long[] {3, 1}, new long[0])) {
                var mixed = new ArrayList<>(wide);
                mixed.set(narrow, op.inputs(DType.FLOAT64, shape).get(narrow));
                var expanded = new ArrayList<>(mixed);
                expanded.set(narrow, mixed.get(narrow).expand(OpCase.SHAPE).contiguous());
                OpCase.assertClose("broadcast of " + op.operands().get(narrow).name(), op.call(mixed), op.call(expanded).toDoubleArray(),
                    tolerance);
            }
        }
    }

    /** Operands without elements give a result, or an error that names the operator. */
    public void empty() {
        for (long[] shape : List.of(new long[] {0}, new long[] {2, 0}, new long[] {0, 3})) {
            try {
                var result = op.call(op.inputs(DType.FLOAT64, shape));
                Expect.that(result.toDoubleArray().length == result.numel(), "as many elements as the shape says");
            } catch (TenonException e) {
                // The largest of nothing does not exist: that must be said in those words, with the operator's name.
                Expect.that(String.valueOf(e.getMessage()).contains(op.name()), "the message names the operator: " + e.getMessage());
            }
        }
    }

    // ---- dtypes and special values ----------------------------------------------------------------------------------

    /** Every dtype of the signature is computed. */
    public void claimedDtypes() {
        for (var dtype : DType.values()) {
            if (op.operands().getFirst().claims(dtype)) {
                Map<String, Object> more = !dtype.isFloating() && wish != null ? Map.of(wish, DType.FLOAT64)
                    : dtype == DType.UINT8 ? withoutSigns() : Map.of();
                var result = op.call(op.inputs(dtype, OpCase.SHAPE), more);
                Expect.that(result.toDoubleArray().length == result.numel(), dtype + ": as many elements as the shape says");
            }
        }
    }

    /** The numbers among the attributes that an unsigned element cannot be, made positive. */
    private Map<String, Object> withoutSigns() {
        var positive = new LinkedHashMap<>(negative);
        op.attributes().forEach((param, value) -> {
            if (value instanceof Number number && number.doubleValue() < 0) {
                positive.put(param, -number.doubleValue());
            }
        });
        return positive;
    }

    /** Other dtypes are refused in the operator's name. */
    public void refusedDtypes() {
        for (var dtype : DType.values()) {
            if (!op.operands().getFirst().claims(dtype)) {
                var inputs = op.operands().stream().map(operand -> Creation.ones(dtype, Device.CPU, OpCase.SHAPE)).toList();
                Expect.refused(dtype + " for " + op.name(), DTypeException.class, () -> op.call(inputs), op.name());
            }
        }
    }

    /** A vector kernel must treat every pair of NaN, infinities and zeros as the scalar formula does, in every lane and in the tail. */
    public void specialValues() {
        double[] special = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 1, -1, 2.5};
        int n = (int) Math.pow(special.length, op.operands().size()) + 5;
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            var inputs = new ArrayList<Tensor>();
            int every = 1;
            for (var operand : op.operands()) {
                var values = new double[n];
                for (int i = 0; i < n; i++) {
                    values[i] = special[i / every % special.length];
                }
                inputs.add(operand.fitted(values, dtype, n));
                every *= special.length;
            }
            ScalarReference.check("special values", () -> op.call(inputs));
        }
    }

    /** As many elements as leave every rest of a vector, and enough for several blocks; the values go far beyond where functions bend. */
    public void lengths() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            for (int n = 1; n <= 34; n++) {
                var inputs = op.inputs(dtype, -1.9, 1.9, n);
                ScalarReference.check("length " + n, () -> op.call(inputs));
            }
            for (double bound : new double[] {1.9, 30, 5000}) {
                var inputs = op.inputs(dtype, -bound, bound, 3, 1037).stream().map(t -> bound < 5000 ? t : eighths(t)).toList();
                ScalarReference.check("values up to " + bound, () -> op.call(inputs));
            }
        }
    }

    /** Numbers whose products with small integers are exact, so that float32 and float64 round the same way. */
    private static Tensor eighths(Tensor tensor) {
        return tensor.dtype().isFloating() ? tensor.mul(8).round().div(8) : tensor;
    }
}
