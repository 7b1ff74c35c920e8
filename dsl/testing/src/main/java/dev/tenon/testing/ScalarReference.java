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
                compare(what, call, again(call, kernel));
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

    private static Tensor[] again(Call call, Kernel<Op> kernel) {
        var inference = UncheckedCall.begin(UncheckedCall.inference(), call.op(), call.inputs(), DType.FLOAT32);
        call.op().infer(inference);
        var outputs = call.outputs().stream().map(o -> Creation.empty(o.dtype(), Device.CPU, o.shape().toArray())).toArray(Tensor[]::new);
        kernel.run(call.op(), UncheckedCall.of(call.inputs(), outputs, inference.compute()));
        return outputs;
    }

    private static void compare(String what, Call call, Tensor[] expected) {
        for (int k = 0; k < expected.length; k++) {
            var got = call.outputs().get(k).toDoubleArray();
            var reference = expected[k].toDoubleArray();
            double tolerance = expected[k].dtype() == DType.FLOAT64 ? 1e-13 : 2e-6;
            for (int i = 0; i < got.length; i++) {
                var description = "%s: %s, result %d at %d of %s".formatted(what, call.op(), k, i, expected[k].shape());
                boolean same = Double.isFinite(reference[i])
                    ? Math.abs(got[i] - reference[i]) <= tolerance * Math.max(1, Math.abs(reference[i]))
                    : Double.compare(got[i], reference[i]) == 0;
                Expect.that(same, description + " is " + got[i] + " instead of " + reference[i]);
            }
        }
    }
}
