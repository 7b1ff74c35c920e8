package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Kernel;
import dev.tenon.spi.Op;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds each generated vector kernel to the scalar kernel that it extends, on the operands of whatever calls are made. */
final class ScalarReference {

    private record Call(Primitive op, @Nullable Tensor[] inputs, List<Tensor> outputs) {}

    private ScalarReference() {}

    /** Makes calls, and makes them again with scalar kernels: NaN and infinities must be the same, numbers within rounding. */
    static void check(String what, Runnable calls) {
        var made = new ArrayList<Call>();
        OpListener.listen(OpListener.withParts((op, inputs, outputs) -> {
            if (op instanceof Primitive primitive) {
                made.add(new Call(primitive, inputs.toArray(new @Nullable Tensor[0]), outputs));
            }
        }), calls);
        for (var call : made) {
            var kernel = scalar(call.op());
            if (kernel != null) {
                compare(what, call, kernel);
            }
        }
    }

    private static @Nullable Kernel<Op> scalar(Op op) {
        var kernel = Backends.of(Device.CPU).kernel(op.descriptor()).getClass();
        boolean extendsScalar = kernel.getSimpleName().equals(kernel.getSuperclass().getSimpleName().replace("Kernel", "VectorKernel"));
        if (!extendsScalar || !kernel.getPackageName().equals(kernel.getSuperclass().getPackageName())) {
            return null;
        }
        try {
            var constructor = kernel.getSuperclass().getDeclaredConstructor();
            constructor.setAccessible(true);
            @SuppressWarnings("unchecked") // it is the reference of that operator's kernel
            var scalar = (Kernel<Op>) constructor.newInstance();
            return scalar;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(kernel + " extends no kernel", e);
        }
    }

    private static Tensor[] again(Call call, @Nullable Tensor[] inputs, Kernel<Op> kernel) {
        var inference = UncheckedCall.begin(UncheckedCall.inference(), call.op(), inputs, DType.FLOAT32);
        call.op().infer(inference);
        var outputs = call.outputs().stream().map(o -> Creation.empty(o.dtype(), Device.CPU, o.shape().toArray())).toArray(Tensor[]::new);
        kernel.run(call.op(), UncheckedCall.of(inputs, outputs, inference.compute()));
        return outputs;
    }

    private static void compare(String what, Call call, Kernel<Op> kernel) {
        var expected = again(call, call.inputs(), kernel);
        for (int k = 0; k < expected.length; k++) {
            var got = call.outputs().get(k).toDoubleArray();
            var reference = expected[k].toDoubleArray();
            boolean single = expected[k].dtype() == DType.FLOAT32;
            double tolerance = expected[k].dtype() == DType.FLOAT64 ? 1e-13 : 2e-6;
            double @Nullable [] change = null;
            for (int i = 0; i < got.length; i++) {
                double allowed = tolerance * Math.max(1, Math.abs(reference[i]));
                boolean same = Double.isFinite(reference[i]) ? Math.abs(got[i] - reference[i]) <= allowed
                    : Double.compare(got[i], reference[i]) == 0;
                if (!same && single && Double.isFinite(reference[i])) {
                    change = change == null ? change(call, kernel, k, reference) : change;
                    same = Math.abs(got[i] - reference[i]) <= allowed + change[i];
                }
                Expect.that(same, "%s: %s, result %d at %d of %s is %s instead of %s".formatted(what, call.op(), k, i, expected[k].shape(),
                    got[i], reference[i]));
            }
        }
    }

    /**
     * What a result changes by where every float32 input does by one unit in its last place: so much a product within it may be rounded by, as in
     * {@code exp(a * b)}, of which the reference, computed in float64, knows nothing. Digits that cancel are no excuse.
     */
    private static double[] change(Call call, Kernel<Op> kernel, int result, double[] reference) {
        var inputs = call.inputs().clone();
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null && input.dtype() == DType.FLOAT32) {
                var values = input.toFloatArray();
                for (int e = 0; e < values.length; e++) {
                    values[e] = values[e] < 0 ? Math.nextDown(values[e]) : Math.nextUp(values[e]);
                }
                inputs[i] = Creation.of(values, DType.FLOAT32, Device.CPU, input.shape().toArray());
            }
        }
        var moved = again(call, inputs, kernel)[result].toDoubleArray();
        var change = new double[reference.length];
        for (int i = 0; i < change.length; i++) {
            double difference = Math.abs(moved[i] - reference[i]);
            change[i] = Double.isFinite(difference) ? difference : 0;
        }
        return change;
    }
}
