package dev.tenon.data;

import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.OperatorErrors;
import dev.tenon.tensor.Tensor;

/** Samples along the first dimension of tensors. */
public final class TensorDataset implements Dataset {
    private final Batch all;

    /**
     * A dataset over the CPU copies of these tensors.
     *
     * @param x inputs {@code [n, ...]}
     * @param y targets {@code [n, ...]}
     * @throws ShapeException if the first sizes differ
     * @throws ReleasedException if one was released; later releases do not matter
     */
    public TensorDataset(Tensor x, Tensor y) {
        this(new Batch(x, y));
    }

    /**
     * A dataset over the CPU copies of these inputs and targets, each {@code [n, ...]}.
     *
     * @throws ShapeException if the first sizes differ
     * @throws ReleasedException if one was released; later releases do not matter
     */
    public TensorDataset(Batch all) {
        requireSameCount(all);
        this.all = new Batch(Parts.map(all.inputs(), TensorDataset::held), Parts.map(all.targets(), TensorDataset::held));
    }

    private static void requireSameCount(Batch all) {
        var first = all.x();
        for (var part : all.tensors()) {
            if (part.rank() == 0 || first.rank() == 0 || part.size(0) != first.size(0)) {
                var shapes = new StringBuilder();
                all.inputs().forEach((name, tensor) -> shapes.append(name).append(": ").append(tensor.shape()).append("   "));
                all.targets().forEach((name, tensor) -> shapes.append(name).append(": ").append(tensor.shape()).append("   "));
                throw new ShapeException("TensorDataset: all parts must have as many samples along dimension 0\n  "
                    + shapes.toString().strip());
            }
        }
    }

    /** Rows are copied from memory, so it must be contiguous; a dataset outlives the scope it was made in. */
    private static Tensor held(Tensor tensor) {
        try (var _ = GradMode.noGrad()) {
            var host = tensor.detach().to(Device.CPU);
            var whole = host.isContiguous() ? host : host.contiguous();
            return whole.escape();
        } catch (ReleasedException e) {
            throw OperatorErrors.within("TensorDataset", e);
        }
    }

    @Override
    public long size() {
        return all.size();
    }

    @Override
    public Batch batch(long[] indices) {
        return new Batch(Parts.map(all.inputs(), part -> Rows.of(part, indices, "TensorDataset")),
            Parts.map(all.targets(), part -> Rows.of(part, indices, "TensorDataset")));
    }
}
