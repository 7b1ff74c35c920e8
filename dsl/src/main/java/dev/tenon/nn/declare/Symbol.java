package dev.tenon.nn.declare;

import dev.tenon.core.Shape;
import dev.tenon.nn.Layer;
import dev.tenon.nn.attention.AttentionOptions;
import dev.tenon.nn.attention.MultiheadAttention;
import dev.tenon.nn.attention.TransformerDecoder;
import dev.tenon.nn.attention.TransformerOptions;
import dev.tenon.nn.linear.Bilinear;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
        return block.apply("cat", with(others), values -> Ops.cat(values, dim));
    }

    /** Any function of this value and another. */
    public Symbol combine(String name, Symbol other, BinaryOperator<Tensor> function) {
        return block.apply(name, List.of(this, other), values -> function.apply(values.get(0), values.get(1)));
    }

    // ---- layers of several inputs or outputs ------------------------------------------------------------------------

    /**
     * A layer of this value and others: {@code query.layer(() -> new Attend(64), memory)}.
     *
     * @param factory constructs it: once here without memory, and once per build
     */
    public Symbol layer(Supplier<? extends Layer> factory, Symbol... others) {
        return block.layer(with(others), "layer", input -> factory);
    }

    /** All that a layer of this value and others gives, in the order of {@link Layer#forwardAll}. */
    public List<Symbol> layers(Supplier<? extends Layer> factory, Symbol... others) {
        return block.layers(with(others), "layer", input -> factory);
    }

    /** {@link Bilinear} of this value and another. */
    public Symbol bilinear(long out, Symbol other) {
        return block.layer(with(other), "bilinear", input -> {
            long in = input.size(-1);
            long otherIn = other.probe.size(-1);
            return () -> new Bilinear(in, otherIn, out);
        });
    }

    /** {@link MultiheadAttention} of this value to a memory {@code [N, length, size]}: {@code query.multiheadAttention(memory, 4, o -> o)}. */
    public Symbol multiheadAttention(Symbol memory, long heads, UnaryOperator<AttentionOptions> options) {
        return block.layer(with(memory, memory), "multiheadAttention", input -> {
            long size = elementSize(input);
            long memorySize = elementSize(memory.probe);
            return () -> new MultiheadAttention(size, heads, o -> options.apply(o.batchFirst().kdim(memorySize).vdim(memorySize)));
        });
    }

    /** {@link TransformerDecoder} of this value over a memory {@code [N, length, size]}: {@code target.transformerDecoder(memory, 2, 4, o -> o.causal())}. */
    public Symbol transformerDecoder(Symbol memory, long layers, long heads, UnaryOperator<TransformerOptions> options) {
        return block.layer(with(memory), "transformerDecoder", input -> {
            long size = elementSize(input);
            return () -> new TransformerDecoder(size, heads, layers, o -> options.apply(o.batchFirst()));
        });
    }

    /** A named part of this value and another, in which both can be used more than once. */
    public Symbol block(String name, Symbol other, BinaryOperator<Symbol> body) {
        return blocks(name, values -> List.of(body.apply(values.get(0), values.get(1))), other).getFirst();
    }

    /** A named part of several values, this one first, with several results. */
    public List<Symbol> blocks(String name, Function<List<Symbol>, List<Symbol>> body, Symbol... others) {
        declarer().name(name);
        var probes = with(others).stream().map(Symbol::probe).toList();
        var declaration = new BlockDeclaration(declarer().nextPath("block") + ".", declarer().place(), probes);
        var layers = declaration.finish(body);
        return block.layers(with(others), "block", input -> declaration.factory(layers));
    }

    private List<Symbol> with(Symbol... others) {
        var all = new ArrayList<Symbol>();
        all.add(this);
        all.addAll(List.of(others));
        return all;
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
        return block.layer(List.of(this), type, plan);
    }
}
