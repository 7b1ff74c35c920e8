package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.MissedCheckException;
import dev.tenon.core.TenonException;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What an operator's results promise, at one sample. */
final class CallChecks {
    /** What lies around an operand while its bounds are checked. */
    private static final int AROUND = 64;

    private final Call call;

    CallChecks(Call call) {
        this.call = call.plain();
    }

    void schema() {
        var operands = call.tensors();
        var before = operands.stream().map(Tensor::clone).toList();
        var versions = operands.stream().map(Tensor::version).toList();
        var results = call.results();
        for (int i = 0; i < operands.size(); i++) {
            Results.same("operand " + i + " after the call", List.of(operands.get(i)), List.of(before.get(i)), 0);
            Expect.that(operands.get(i).version() == versions.get(i), "operand " + i + " was written to");
        }
        for (int r = 0; r < results.size(); r++) {
            var result = results.get(r);
            for (int i = 0; i < operands.size(); i++) {
                boolean shares = result.sharesStorage(operands.get(i)) && result != operands.get(i) && !result.isView();
                Expect.that(!shares, "result " + r + " shares memory with operand " + i + ", and is no view of it");
            }
        }
    }

    void determinism() {
        var first = call.results().stream().map(Tensor::clone).toList();
        for (int i = 0; i < 3; i++) {
            Results.same("the same call again", call.results(), first, 0);
        }
    }

    void strides() {
        var expected = call.results();
        Results.same("operands with the last dimension first in memory", call.each(CallChecks::turned).results(), expected, 1);
        Results.same("operands of which every other place in memory is one", call.each(CallChecks::spaced).results(), expected, 1);
    }

    private static Tensor turned(Tensor tensor) {
        int last = tensor.rank() - 1;
        return tensor.rank() < 2 ? tensor : tensor.transpose(0, last).contiguous().transpose(0, last);
    }

    private static Tensor spaced(Tensor tensor) {
        var shape = new long[tensor.rank() + 1];
        System.arraycopy(tensor.shape().toArray(), 0, shape, 0, tensor.rank());
        shape[tensor.rank()] = 2;
        return tensor.unsqueeze(-1).expand(shape).contiguous().select(-1, 0);
    }

    void broadcast() {
        var operands = call.tensors();
        var expected = call.results();
        boolean pointwise = isPointwise();
        for (int i = 0; i < operands.size() && operands.size() > 1; i++) {
            var operand = operands.get(i);
            for (int d = 0; d < operand.rank(); d++) {
                if (operand.size(d) < 2 || !othersHave(operands, i)) {
                    continue;
                }
                var narrow = operand.narrow(d, 0, 1);
                var what = "operand " + i + " of shape " + narrow.shape();
                try {
                    var found = replaced(operands, i, narrow).results();
                    if (pointwise || sameShapes(found, expected)) {
                        Results.same(what, found, replaced(operands, i, narrow.expand(operand.shape().toArray()).contiguous()).results(),
                            1);
                    }
                } catch (TenonException e) {
                    Expect.that(!pointwise, what + " is refused: " + e.getMessage());
                }
            }
        }
    }

    /** Whether another operand has the same shape, so that the results' shapes do not depend on this one. */
    private static boolean othersHave(List<Tensor> operands, int which) {
        var shape = operands.get(which).shape();
        return operands.stream().filter(other -> other.shape().equals(shape)).count() > 1;
    }

    private static boolean sameShapes(List<Tensor> found, List<Tensor> expected) {
        return found.stream().map(Tensor::shape).toList().equals(expected.stream().map(Tensor::shape).toList());
    }

    private Call replaced(List<Tensor> operands, int which, Tensor tensor) {
        var changed = new ArrayList<>(operands);
        changed.set(which, tensor);
        return call.with(changed);
    }

    private boolean isPointwise() {
        var kinds = new ArrayList<OpDescriptor.Kind>();
        OpListener.listen((op, _, _) -> kinds.add(op.descriptor().kind()), call::results);
        return kinds.equals(List.of(OpDescriptor.Kind.POINTWISE));
    }

    void empty() {
        var operands = call.tensors();
        if (operands.isEmpty() || operands.getFirst().rank() == 0) {
            return;
        }
        long rows = operands.getFirst().size(0);
        try {
            for (var result : call.each(t -> t.rank() > 0 && t.size(0) == rows ? t.narrow(0, 0, 0) : t).results()) {
                Expect.that(result.toDoubleArray().length == result.numel(), "as many elements as the shape says");
            }
        } catch (MissedCheckException e) {
            throw new AssertionError("operands without elements are not checked for: " + e.getMessage(), e);
        } catch (TenonException e) {
            // The largest of nothing does not exist; whoever calls it has been told so.
            Expect.that(e.getMessage() != null && !e.getMessage().isBlank(), "the error says nothing");
        }
    }

    void dtypes() {
        for (var dtype : List.of(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
            var narrow = call.floating(dtype);
            try {
                var found = narrow.results();
                var expected = narrow.floating(DType.FLOAT64).results();
                Results.rounded(dtype + " operands", found, expected, dtype);
            } catch (DTypeException refused) {
                // Which is as good.
                continue;
            }
        }
    }

    void bounds() {
        var expected = call.results();
        var memory = new ArrayList<Tensor>();
        var inside = call.each(tensor -> {
            var around = surrounded(tensor);
            memory.add(around);
            return around.asStrided(tensor.shape().toArray(), rowMajor(tensor), AROUND);
        });
        var before = memory.stream().map(Tensor::clone).toList();
        Results.same("operands with other memory around them", inside.results(), expected, 1);
        Results.same("the memory around operands", memory, before, 0);
    }

    /** NaN, or the largest number, and a copy of the tensor amidst. */
    private static Tensor surrounded(Tensor tensor) {
        long n = tensor.numel();
        var size = new long[] {n + 2L * AROUND};
        var dtype = tensor.dtype();
        var around = dtype.isFloating() ? Creation.full(size, Double.NaN, dtype, Device.CPU)
            : dtype == DType.BOOL ? Creation.ones(dtype, Device.CPU, size) : Creation.full(size, largest(dtype), dtype, Device.CPU);
        around.narrow(0, AROUND, n).copy_(tensor.reshape(n));
        return around;
    }

    private static long largest(DType dtype) {
        return switch (dtype) {
            case UINT8 -> 255;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    private static long[] rowMajor(Tensor tensor) {
        var strides = new long[tensor.rank()];
        long stride = 1;
        for (int d = tensor.rank() - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= tensor.size(d);
        }
        return strides;
    }
}
