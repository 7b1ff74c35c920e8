package dev.tenon.tensor.shape;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.MeshIndexing;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Tensors brought to a common rank or shape, and joined. */
public final class Joins {
    private Joins() {}

    // ---- rank -------------------------------------------------------------------------------------------------------

    static Tensor atleast1d(Tensor input) {
        return input.rank() == 0 ? Ops.unsqueeze(input, 0) : input;
    }

    static Tensor atleast2d(Tensor input) {
        return input.rank() < 2 ? Ops.unsqueeze(atleast1d(input), 0) : input;
    }

    public static Tensor blockDiag(List<Tensor> tensors) {
        var matrices = each("block_diag", tensors, Joins::matrix);
        long width = matrices.stream().mapToLong(matrix -> matrix.size(1)).sum();
        var bands = new ArrayList<Tensor>();
        long left = 0;
        for (var matrix : matrices) {
            bands.add(Ops.constantPadNd(matrix, new long[] {left, width - left - matrix.size(1)}, 0));
            left += matrix.size(1);
        }
        return Ops.cat(bands, 0);
    }

    private static Tensor matrix(Tensor x) {
        if (x.rank() > 2) {
            throw new ShapeException("block_diag: every tensor must have at most 2 dimensions, got " + Operand.describe(x));
        }
        return atleast2d(x);
    }

    private static List<Tensor> each(String name, List<Tensor> tensors, UnaryOperator<Tensor> change) {
        if (tensors.isEmpty()) {
            throw new ArgumentException(name + ": there must be at least one tensor");
        }
        return tensors.stream().map(change).toList();
    }

    // ---- shape ------------------------------------------------------------------------------------------------------

    public static List<Tensor> broadcastTensors(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            return tensors;
        }
        var widest = tensors.getFirst();
        for (var tensor : tensors) {
            widest = Ops.expand(widest.detach(), Shapes.broadcast("broadcast_tensors", widest, tensor));
        }
        var sizes = widest.shape().toArray();
        return tensors.stream().map(tensor -> Ops.expand(tensor, sizes)).toList();
    }

    public static List<Tensor> meshgrid(List<Tensor> tensors, MeshIndexing indexing) {
        var axes = new ArrayList<>(each("meshgrid", tensors, Joins::axis));
        boolean swapped = indexing == MeshIndexing.XY && axes.size() > 1;
        if (swapped) {
            Collections.swap(axes, 0, 1);
        }
        var sizes = axes.stream().mapToLong(Tensor::numel).toArray();
        var grids = new ArrayList<Tensor>();
        for (int d = 0; d < sizes.length; d++) {
            var own = new long[sizes.length];
            Arrays.fill(own, 1);
            own[d] = sizes[d];
            grids.add(Ops.expand(Ops.reshape(axes.get(d), own), sizes));
        }
        if (swapped) {
            Collections.swap(grids, 0, 1);
        }
        return grids;
    }

    private static Tensor axis(Tensor x) {
        if (x.rank() > 1) {
            throw new ShapeException("meshgrid: every tensor must be a vector or a number, got " + Operand.describe(x));
        }
        return x;
    }
}
