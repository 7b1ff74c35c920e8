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
import java.util.stream.IntStream;

/** Records the steps of a block while its lambda runs. */
final class BlockDeclaration {
    private final String prefix;
    private final Declarer declarer;
    private final List<Symbol> inputs;
    private final List<BlockLayer.Step> steps = new ArrayList<>();
    private int slots;
    private List<Symbol> outputs = List.of();

    BlockDeclaration(String prefix, Placement place, List<Tensor> inputs) {
        this.prefix = prefix;
        this.declarer = new Declarer(prefix, place);
        this.inputs = IntStream.range(0, inputs.size()).mapToObj(i -> new Symbol(this, i, inputs.get(i))).toList();
        this.slots = inputs.size();
    }

    Declarer declarer() {
        return declarer;
    }

    /** Runs the lambda that declares the block. */
    List<Declared> finish(Function<List<Symbol>, List<Symbol>> body) {
        var results = List.copyOf(body.apply(inputs));
        results.forEach(this::requireOwn);
        if (results.isEmpty()) {
            throw new ArgumentException("block '" + prefix + "': it has no output (" + SourceLine.here() + ")");
        }
        outputs = results;
        return declarer.close();
    }

    /** Constructs the block's layers, in the order of their declaration, and the block around them. */
    Supplier<Layer> factory(List<Declared> layers) {
        var recorded = List.copyOf(steps);
        var results = slots(outputs);
        return () -> new BlockLayer(inputs.size(), recorded, Declared.construct(layers), results);
    }

    /** Declares a layer of the sources that gives one result. */
    Symbol layer(List<Symbol> sources, String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        return record(sources, type, plan, 1).getFirst();
    }

    /** Declares a layer of the sources with all that it gives. */
    List<Symbol> layers(List<Symbol> sources, String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        return record(sources, type, plan, Integer.MAX_VALUE);
    }

    private List<Symbol> record(List<Symbol> sources, String type, Function<Tensor, Supplier<? extends Layer>> plan, int most) {
        sources.forEach(this::requireOwn);
        var declared = declarer.declare(type, sources.stream().map(Symbol::probe).toList(), plan);
        int results = Math.min(most, declared.outputs().size());
        steps.add(new BlockLayer.LayerStep(declared.name(), slots(sources), results));
        return declared.outputs().stream().limit(results).map(probe -> new Symbol(this, slots++, probe)).toList();
    }

    Symbol apply(String name, List<Symbol> sources, Function<List<Tensor>, Tensor> function) {
        sources.forEach(this::requireOwn);
        var probes = sources.stream().map(Symbol::probe).toList();
        try (var _ = GradMode.noGrad()) {
            var result = function.apply(probes);
            steps.add(new BlockLayer.FunctionStep(function, slots(sources)));
            return new Symbol(this, slots++, result);
        } catch (TenonException e) {
            throw DeclarationError.at(prefix + name, SourceLine.here(), probes, e);
        }
    }

    private static int[] slots(List<Symbol> symbols) {
        return symbols.stream().mapToInt(Symbol::slot).toArray();
    }

    private void requireOwn(Symbol symbol) {
        if (symbol.block() != this) {
            throw new ArgumentException("block '" + prefix + "': a symbol of another block (" + SourceLine.here()
                + ")\n  try:   only symbols made from this block's input");
        }
    }
}
