package dev.tenon.nn.declare;

import dev.tenon.core.Shape;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;

/** A value within a block, while it is declared: it has a shape and a dtype, and can be used more than once. */
public final class Symbol extends LayerMethods<Symbol> {
    private final BlockDeclaration block;
    private final int slot;
    private final Tensor probe;

    Symbol(BlockDeclaration block, int slot, Tensor probe) {
        this.block = block;
        this.slot = slot;
        this.probe = probe;
    }

    /** This value's shape; the batch is a placeholder. */
    public Shape shape() {
        return probe.shape();
    }

    /** Elementwise sum, broadcast. */
    public Symbol add(Symbol other) {
        return combine("add", other, Ops::add);
    }

    /** Elementwise difference, broadcast. */
    public Symbol sub(Symbol other) {
        return combine("sub", other, Ops::sub);
    }

    /** Elementwise product, broadcast. */
    public Symbol mul(Symbol other) {
        return combine("mul", other, Ops::mul);
    }

    /** Elementwise quotient, broadcast. */
    public Symbol div(Symbol other) {
        return combine("div", other, Ops::div);
    }

    /** Matrix product. */
    public Symbol matmul(Symbol other) {
        return combine("matmul", other, Ops::matmul);
    }

    /** This value and others joined along {@code dim}. */
    public Symbol cat(long dim, Symbol... others) {
        var all = new ArrayList<Symbol>();
        all.add(this);
        all.addAll(List.of(others));
        return block.apply("cat", all, values -> Ops.cat(values, dim));
    }

    /** Any function of this value and another. */
    public Symbol combine(String name, Symbol other, BinaryOperator<Tensor> function) {
        return block.apply(name, List.of(this, other), values -> function.apply(values.get(0), values.get(1)));
    }

    BlockDeclaration block() {
        return block;
    }

    int slot() {
        return slot;
    }

    @Override
    Declarer declarer() {
        return block.declarer();
    }

    @Override
    Tensor probe() {
        return probe;
    }

    @Override
    Symbol here() {
        return this;
    }

    @Override
    Symbol declare(String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        return block.layer(this, type, plan);
    }
}
