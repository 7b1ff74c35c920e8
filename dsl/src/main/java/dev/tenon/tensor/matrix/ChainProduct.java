package dev.tenon.tensor.matrix;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.tensor.linalg.Batches;
import java.util.ArrayList;
import java.util.List;

/** The product of a chain of matrices. Its value does not depend on where the brackets are, its cost does: dynamic programming sets them. */
public final class ChainProduct {
    private static final String NAME = "linalg.multi_dot";

    private final List<Tensor> matrices;
    /** Where the product of matrices i to j is divided: behind this one. */
    private final int[][] split;

    private ChainProduct(List<Tensor> matrices) {
        this.matrices = matrices;
        this.split = cheapest();
    }

    public static Tensor multiDot(List<Tensor> tensors) {
        if (tensors.size() < 2) {
            throw new ArgumentException(NAME + ": there must be at least 2 tensors, got " + tensors.size());
        }
        boolean row = tensors.getFirst().rank() == 1;
        boolean column = tensors.getLast().rank() == 1;
        var matrices = new ArrayList<>(tensors);
        if (row) {
            matrices.set(0, Ops.unsqueeze(tensors.getFirst(), 0));
        }
        if (column) {
            matrices.set(matrices.size() - 1, Ops.unsqueeze(tensors.getLast(), 1));
        }
        check(matrices);
        var product = new ChainProduct(matrices).between(0, matrices.size() - 1);
        if (column) {
            product = Ops.squeeze(product, -1);
        }
        return row ? Ops.squeeze(product, 0) : product;
    }

    private static void check(List<Tensor> matrices) {
        for (int i = 0; i < matrices.size(); i++) {
            if (matrices.get(i).rank() != 2) {
                throw Batches.wrong(NAME, "tensor " + i + " must be a matrix, or a vector at an end", matrices.get(i), null);
            }
            if (i > 0 && matrices.get(i - 1).size(1) != matrices.get(i).size(0)) {
                throw new ShapeException(NAME + ": the columns of tensor " + (i - 1) + " (" + matrices.get(i - 1).size(1)
                    + ") must equal the rows of tensor " + i
                    + " (" + matrices.get(i).size(0) + ")");
            }
        }
    }

    private int[][] cheapest() {
        int n = matrices.size();
        var cost = new double[n][n];
        var best = new int[n][n];
        for (int length = 1; length < n; length++) {
            for (int i = 0; i + length < n; i++) {
                int j = i + length;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double multiplications = (double) matrices.get(i).size(0) * matrices.get(k).size(1) * matrices.get(j).size(1);
                    double whole = cost[i][k] + cost[k + 1][j] + multiplications;
                    if (whole < cost[i][j]) {
                        cost[i][j] = whole;
                        best[i][j] = k;
                    }
                }
            }
        }
        return best;
    }

    private Tensor between(int i, int j) {
        return i == j ? matrices.get(i) : Ops.mm(between(i, split[i][j]), between(split[i][j] + 1, j));
    }
}
