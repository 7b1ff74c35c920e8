package dev.tenon.tensor.matrix;

import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Products of vectors, matrices and batches, written in the two that have kernels. */
public final class Matrices {
    private Matrices() {}

    public static Tensor matmul(Tensor input, Tensor other) {
        int a = input.rank();
        int b = other.rank();
        if (a == 0 || b == 0) {
            throw wrong("matmul", "both tensors must have at least one dimension", input, other, "mul(...) for a factor");
        }
        if (input.size(-1) != other.size(b == 1 ? 0 : -2)) {
            throw wrong("matmul",
                "the last size of input (" + input.size(-1) + ") must equal the " + (b == 1 ? "size" : "second-to-last") + " of other ("
                    + other.size(b == 1 ? 0 : -2) + ")",
                input, other,
                b == 2 && other.size(1) == input.size(-1) ? "other.t(), if other is stored as [out, in]" : "mT() of an operand");
        }
        if (a == 2 && b == 2) {
            return Ops.mm(input, other);
        }
        if (a == 1 || b == 1) {
            return withVector(input, other);
        }
        return b == 2 ? folded(input, other) : batched(input, other);
    }

    private static Tensor withVector(Tensor input, Tensor other) {
        var left = input.rank() == 1 ? Ops.unsqueeze(input, 0) : input;
        var right = other.rank() == 1 ? Ops.unsqueeze(other, 1) : other;
        var product = matmul(left, right);
        if (other.rank() == 1) {
            product = Ops.squeeze(product, -1);
        }
        return input.rank() == 1 ? Ops.squeeze(product, other.rank() == 1 ? -1 : -2) : product;
    }

    /** All rows of a batch times one matrix are one product. */
    private static Tensor folded(Tensor input, Tensor matrix) {
        var sizes = input.shape().toArray();
        long columns = sizes[sizes.length - 1];
        long rows = 1;
        for (int d = 0; d < sizes.length - 1; d++) {
            rows *= sizes[d];
        }
        sizes[sizes.length - 1] = matrix.size(1);
        return Ops.reshape(Ops.mm(Ops.reshape(input, rows, columns), matrix), sizes);
    }

    private static Tensor batched(Tensor input, Tensor other) {
        var left = Arrays.copyOf(input.shape().toArray(), Math.max(input.rank() - 2, 0));
        var right = Arrays.copyOf(other.shape().toArray(), Math.max(other.rank() - 2, 0));
        var batch = Arrays.equals(left, right) ? left : batch(input, other, left, right);
        long count = 1;
        for (long size : batch) {
            count *= size;
        }
        var a = Ops.reshape(Ops.expand(input, joined(batch, input)), count, input.size(-2), input.size(-1));
        var b = Ops.reshape(Ops.expand(other, joined(batch, other)), count, other.size(-2), other.size(-1));
        var product = Ops.bmm(a, b);
        var sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = input.size(-2);
        sizes[batch.length + 1] = other.size(-1);
        return Ops.reshape(product, sizes);
    }

    private static long[] joined(long[] batch, Tensor matrices) {
        var sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = matrices.size(-2);
        sizes[batch.length + 1] = matrices.size(-1);
        return sizes;
    }

    private static long[] batch(Tensor input, Tensor other, long[] left, long[] right) {
        int rank = Math.max(left.length, right.length);
        var sizes = new long[rank];
        for (int d = 1; d <= rank; d++) {
            long x = d <= left.length ? left[left.length - d] : 1;
            long y = d <= right.length ? right[right.length - d] : 1;
            if (x != y && x != 1 && y != 1) {
                throw wrong("matmul", "the batch sizes " + x + " and " + y + " must be equal, or one of them 1", input, other, null);
            }
            sizes[rank - d] = x == 1 ? y : x;
        }
        return sizes;
    }

    public static Tensor mv(Tensor input, Tensor vec) {
        if (input.rank() != 2 || vec.rank() != 1) {
            throw wrong("mv", "input must be a matrix and vec a vector", input, vec, "matmul(...) for other shapes");
        }
        return Ops.squeeze(Ops.mm(input, Ops.unsqueeze(vec, 1)), 1);
    }

    public static Tensor dot(Tensor input, Tensor tensor) {
        if (input.rank() != 1 || tensor.rank() != 1) {
            throw wrong("dot", "both must be vectors", input, tensor, "matmul(...) for other shapes");
        }
        return Ops.reshape(Ops.mm(Ops.unsqueeze(input, 0), Ops.unsqueeze(tensor, 1)), new long[0]);
    }

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, Number beta, Number alpha) {
        return Contractions.sum("addmm", input, Ops.mm(mat1, mat2), beta, alpha);
    }

    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        return Contractions.sum("baddbmm", input, Ops.bmm(batch1, batch2), beta, alpha);
    }

    private static ShapeException wrong(String name, String rule, Tensor a, Tensor b, @Nullable String hint) {
        return new ShapeException(name + ": " + rule + "\n  input: " + Operand.describe(a) + "   other: " + Operand.describe(b)
            + (hint == null ? "" : "\n  try:   " + hint));
    }
}
