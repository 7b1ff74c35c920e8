package dev.tenon.nn.declare;

import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Several layers of one input, whose outputs are made one. */
public final class Branches extends UnaryLayer {
    private enum Join {
        CONCAT, ADD, MUL
    }

    private final List<? extends Layer> branches;
    private final Join join;
    private final long dim;

    private Branches(List<? extends Layer> branches, Join join, long dim) {
        this.branches = List.copyOf(branches);
        this.join = join;
        this.dim = dim;
        for (int i = 0; i < branches.size(); i++) {
            child(Integer.toString(i), branches.get(i));
        }
    }

    /** The outputs one behind the other along a dimension. */
    public static Branches concat(long dim, List<? extends Layer> branches) {
        return new Branches(branches, Join.CONCAT, dim);
    }

    /** The sum of the outputs, broadcast. */
    public static Branches add(List<? extends Layer> branches) {
        return new Branches(branches, Join.ADD, 0);
    }

    /** The product of the outputs, broadcast. */
    public static Branches mul(List<? extends Layer> branches) {
        return new Branches(branches, Join.MUL, 0);
    }

    @Override
    protected Tensor output(Tensor input) {
        var outputs = branches.stream().map(branch -> branch.call(input)).toList();
        return switch (join) {
            case CONCAT -> Ops.cat(outputs, dim);
            case ADD -> outputs.stream().reduce(Ops::add).orElse(input);
            case MUL -> outputs.stream().reduce(Ops::mul).orElse(input);
        };
    }

    @Override
    protected String extraRepr() {
        var text = new LayerText().add("join", join);
        return (join == Join.CONCAT ? text.add("dim", dim) : text).arguments();
    }
}
