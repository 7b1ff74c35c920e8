package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Shape;
import dev.tenon.nn.Layer;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Layers one after the other, while they are declared. */
public final class Chain extends LayerMethods<Chain> {
    private final Declarer declarer;
    private Tensor output;

    Chain(Declarer declarer, Tensor input) {
        this.declarer = declarer;
        this.output = input;
    }

    /** Runs the lambda that declares the layers. */
    List<Declared> finish(UnaryOperator<Chain> body) {
        if (body.apply(this) != this) {
            throw new ArgumentException("the lambda must return the chain it was given (" + SourceLine.here() + ")");
        }
        return declarer.close();
    }

    /** The shape that the layers so far come to; the batch is a placeholder. */
    public Shape shape() {
        return output.shape();
    }

    @Override
    Declarer declarer() {
        return declarer;
    }

    @Override
    Tensor probe() {
        return output;
    }

    @Override
    Chain here() {
        return this;
    }

    @Override
    Chain declare(String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        output = declarer.declare(type, List.of(output), plan).output();
        return this;
    }
}
