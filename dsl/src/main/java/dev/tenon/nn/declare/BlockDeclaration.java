package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.TenonException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Records the steps of a block while its lambda runs. */
final class BlockDeclaration {
    private final String prefix;
    private final Declarer declarer;
    private final Symbol input;
    private final List<BlockLayer.Step> steps = new ArrayList<>();
    private int output;

    BlockDeclaration(String prefix, Placement place, Tensor input) {
        this.prefix = prefix;
        this.declarer = new Declarer(prefix, place);
        this.input = new Symbol(this, 0, input);
    }

    Declarer declarer() {
        return declarer;
    }

    /** Runs the lambda that declares the block. */
    List<Declared> finish(UnaryOperator<Symbol> body) {
        var result = body.apply(input);
        requireOwn(result);
        output = result.slot();
        return declarer.close();
    }

    /** Constructs the block's layers, in the order of their declaration, and the block around them. */
    Supplier<Layer> factory(List<Declared> layers) {
        var recorded = List.copyOf(steps);
        return () -> {
            var constructed = Declared.construct(layers);
            return new BlockLayer(recorded, constructed, output);
        };
    }

    Symbol layer(Symbol source, String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        var declared = declarer.declare(type, source.probe(), plan);
        return step(new BlockLayer.LayerStep(declared.name(), source.slot()), declared.output());
    }

    Symbol apply(String name, List<Symbol> sources, Function<List<Tensor>, Tensor> function) {
        sources.forEach(this::requireOwn);
        var slots = sources.stream().mapToInt(Symbol::slot).toArray();
        try (var _ = GradMode.noGrad()) {
            return step(new BlockLayer.FunctionStep(function, slots), function.apply(sources.stream().map(Symbol::probe).toList()));
        } catch (TenonException e) {
            throw DeclarationError.at(prefix + name, SourceLine.here(), sources.getFirst().probe(), e);
        }
    }

    private Symbol step(BlockLayer.Step step, Tensor probe) {
        steps.add(step);
        return new Symbol(this, steps.size(), probe);
    }

    private void requireOwn(Symbol symbol) {
        if (symbol.block() != this) {
            throw new ArgumentException("block '" + prefix + "': a symbol of another block (" + SourceLine.here()
                + ")\n  try:   only symbols made from this block's input");
        }
    }
}
