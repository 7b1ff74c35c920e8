package dev.tenon.tensor.matrix;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Sums of products in Einstein's notation. Every operand is brought to the same dimensions, the result's first and then those to be summed,
 * with size 1 for what it has not; then the operands are multiplied two by two as batches of matrices, and a dimension is summed as soon as
 * no later operand has it.
 */
public final class Einsum {
    private final Subscripts subscripts;
    private final List<Tensor> operands;

    private Einsum(Subscripts subscripts, List<Tensor> operands) {
        this.subscripts = subscripts;
        this.operands = operands;
    }

    public static Tensor einsum(List<Tensor> tensors, String equation) {
        if (tensors.isEmpty()) {
            throw new ArgumentException("einsum: there must be at least one tensor");
        }
        var subscripts = Subscripts.parse(equation, tensors.stream().map(Tensor::rank).toList());
        var aligned = new ArrayList<Tensor>();
        for (int i = 0; i < tensors.size(); i++) {
            aligned.add(aligned(tensors.get(i), subscripts.operands().get(i), subscripts.all()));
        }
        return new Einsum(subscripts, aligned).product();
    }

    /** The operand with its dimensions in the order of {@code all}, and 1 in place of those that it has not. */
    private static Tensor aligned(Tensor operand, List<Integer> labels, List<Integer> all) {
        var tensor = operand;
        var own = new ArrayList<>(labels);
        for (int d = 0; d < own.size(); d++) {
            for (int later = own.size() - 1; later > d; later--) {
                if (own.get(later).equals(own.get(d))) {
                    tensor = Ops.movedim(diagonal(tensor, d, later), -1, d);
                    own.remove(later);
                }
            }
        }
        var order = all.stream().filter(own::contains).mapToLong(own::indexOf).toArray();
        tensor = Ops.permute(tensor, order);
        for (int d = 0; d < all.size(); d++) {
            if (!own.contains(all.get(d))) {
                tensor = Ops.unsqueeze(tensor, d);
            }
        }
        return tensor;
    }

    private static Tensor diagonal(Tensor tensor, int first, int second) {
        if (tensor.size(first) != tensor.size(second)) {
            throw new ShapeException(
                "einsum: a subscript that occurs twice in an operand needs equal sizes, got " + tensor.size(first) + " and "
                    + tensor.size(second) + "\n  operand: " + tensor.shape());
        }
        return Ops.diagonal(tensor, 0, first, second);
    }

    private Tensor product() {
        int kept = subscripts.result().size();
        int rank = subscripts.all().size();
        var result = operands.getFirst();
        for (int i = 1; i < operands.size(); i++) {
            result = pair(result, operands.get(i), summed(kept, rank, i));
        }
        if (operands.size() == 1) {
            return rank == kept ? result : Ops.sum(result, LongStream.range(kept, rank).toArray(), false, null);
        }
        var sizes = result.shape().toArray();
        var left = LongStream.range(kept, rank).filter(d -> sizes[(int) d] != 1).toArray();
        var folded = left.length == 0 ? result : Ops.sum(result, left, true, result.dtype());
        return Ops.reshape(folded, Arrays.copyOf(folded.shape().toArray(), kept));
    }

    /** Which dimensions the product with operand {@code i} is the last to have. */
    private boolean[] summed(int kept, int rank, int i) {
        var summed = new boolean[rank];
        for (int d = kept; d < rank; d++) {
            summed[d] = true;
            for (int later = i + 1; later < operands.size(); later++) {
                summed[d] &= operands.get(later).size(d) == 1;
            }
        }
        return summed;
    }

    // ---- two operands -----------------------------------------------------------------------------------------------

    /** The sum of the products of two tensors of the same number of dimensions; what is summed keeps the size 1. */
    private static Tensor pair(Tensor a, Tensor b, boolean[] summed) {
        var left = a;
        var right = b;
        var both = new ArrayList<Long>();
        var onlyLeft = new ArrayList<Long>();
        var onlyRight = new ArrayList<Long>();
        var folded = new ArrayList<Long>();
        var sizes = new long[summed.length];
        for (int d = 0; d < summed.length; d++) {
            boolean inLeft = a.size(d) != 1;
            boolean inRight = b.size(d) != 1;
            requireEqual(a, b, d);
            sizes[d] = summed[d] ? 1 : inLeft ? a.size(d) : b.size(d);
            if (summed[d] && inLeft != inRight) {
                left = inLeft ? Ops.sum(left, new long[] {d}, true, null) : left;
                right = inRight ? Ops.sum(right, new long[] {d}, true, null) : right;
            }
            (summed[d] ? folded : inLeft == inRight ? both : inLeft ? onlyLeft : onlyRight).add((long) d);
        }
        // A sum of integers is int64, and makes the whole product so.
        var dtype = DType.promote(left.dtype(), right.dtype());
        return product(left.to(dtype), right.to(dtype), new Groups(both, onlyLeft, onlyRight, folded), sizes);
    }

    private record Groups(List<Long> both, List<Long> onlyLeft, List<Long> onlyRight, List<Long> folded) {}

    private static Tensor product(Tensor left, Tensor right, Groups groups, long[] sizes) {
        long batch = count(left, groups.both);
        long rows = count(left, groups.onlyLeft);
        long columns = count(right, groups.onlyRight);
        long inner = count(left, groups.folded);
        var a = Ops.reshape(Ops.permute(left, order(List.of(groups.both, groups.onlyLeft, groups.folded, groups.onlyRight))), batch, rows,
            inner);
        var b = Ops.reshape(Ops.permute(right, order(List.of(groups.both, groups.folded, groups.onlyRight, groups.onlyLeft))), batch, inner,
            columns);
        var order = order(List.of(groups.both, groups.onlyLeft, groups.onlyRight, groups.folded));
        var product = Ops.reshape(Ops.bmm(a, b), Arrays.stream(order).map(d -> sizes[(int) d]).toArray());
        var back = new long[order.length];
        for (int d = 0; d < order.length; d++) {
            back[(int) order[d]] = d;
        }
        return Ops.permute(product, back);
    }

    private static void requireEqual(Tensor a, Tensor b, int d) {
        if (a.size(d) != b.size(d) && a.size(d) != 1 && b.size(d) != 1) {
            throw new ShapeException(
                "einsum: one subscript stands for the sizes " + a.size(d) + " and " + b.size(d) + " in two operands, which must be equal");
        }
    }

    private static long count(Tensor tensor, List<Long> dims) {
        return dims.stream().mapToLong(d -> tensor.size(d.intValue())).reduce(1, (x, y) -> x * y);
    }

    private static long[] order(List<List<Long>> groups) {
        return groups.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
    }
}
