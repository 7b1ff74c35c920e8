package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.activation.Activation;
import dev.tenon.nn.conv.Conv1d;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.conv.ConvOptions;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The layers of a declaration, the same on a chain and on a symbol. What a layer needs to know of its input it takes from the shape so far;
 * a layer that does not fit is refused on the line that declares it.
 *
 * @param <S> what the next layer is declared on
 */
public abstract sealed class LayerMethods<S> extends StatelessMethods<S> permits Chain, Symbol {
    private static final List<String> LAYOUTS = List.of("[N, channels, length]", "[N, channels, height, width]",
        "[N, channels, depth, height, width]");

    LayerMethods() {}

    abstract Declarer declarer();

    /** What the declaration has come to, on the meta device. */
    abstract Tensor probe();

    /** This object, as its own type. */
    abstract S here();

    abstract S declare(String type, Function<Tensor, Supplier<? extends Layer>> plan);

    @Override
    final S plain(String type, Supplier<? extends Layer> factory) {
        return declare(type, input -> factory);
    }

    @Override
    final S spatial(String type, int dims, Supplier<? extends Layer> factory) {
        return declare(type, input -> {
            requireRank(input, dims + 2, dims + 2, LAYOUTS.get(dims - 1));
            return factory;
        });
    }

    private S layer(String type, Function<Tensor, Supplier<? extends Layer>> plan) {
        return declare(type, plan);
    }

    // ---- naming and own layers --------------------------------------------------------------------------------------

    /** Names the next layer; without it layers are called 0, 1, 2 and so on. */
    public final S named(String name) {
        declarer().name(name);
        return here();
    }

    /**
     * A layer of your own.
     *
     * @param factory constructs it: once here without memory, and once per build
     */
    public final S layer(Supplier<? extends Layer> factory) {
        return plain("layer", factory);
    }

    /** Any function of a tensor that has no state: {@code function("half", x -> x.mul(0.5))}. */
    public final S function(String name, UnaryOperator<Tensor> function) {
        return plain(name, () -> new Activation(name, function));
    }

    // ---- linear and convolution -------------------------------------------------------------------------------------

    /** {@link Linear} over the last dimension. */
    public final S linear(long out) {
        return linear(out, true);
    }

    /** {@link Linear} over the last dimension, with or without bias. */
    public final S linear(long out, boolean bias) {
        return layer("linear", input -> {
            requireRank(input, 2, Integer.MAX_VALUE, "[N, ..., features]");
            long in = input.size(-1);
            return () -> new Linear(in, out, bias);
        });
    }

    /** {@link Conv1d} of {@code [N, c, l]} with this kernel. */
    public final S conv1d(long out, long kernel) {
        return conv1d(out, c -> c.kernel(kernel));
    }

    /** {@link Conv1d} of {@code [N, c, l]}: {@code conv1d(32, c -> c.kernel(3).same())}. */
    public final S conv1d(long out, UnaryOperator<ConvOptions> options) {
        return layer("conv1d", input -> {
            requireRank(input, 3, 3, "[N, channels, length]");
            long in = input.size(1);
            return () -> new Conv1d(in, out, options);
        });
    }

    /** {@link Conv2d} of {@code [N, c, h, w]} with this square kernel. */
    public final S conv2d(long out, long kernel) {
        return conv2d(out, c -> c.kernel(kernel));
    }

    /** {@link Conv2d} of {@code [N, c, h, w]}: {@code conv2d(32, c -> c.kernel(3).same())}. */
    public final S conv2d(long out, UnaryOperator<ConvOptions> options) {
        return layer("conv2d", input -> {
            requireRank(input, 4, 4, "[N, channels, height, width]");
            long in = input.size(1);
            return () -> new Conv2d(in, out, options);
        });
    }

    /** {@link Embedding}: a row of {@code width} numbers for each of the input's indices. */
    public final S embedding(long count, long width) {
        return layer("embedding", input -> () -> new Embedding(count, width));
    }

    // ---- normalisation ----------------------------------------------------------------------------------------------

    /** {@link BatchNorm2d} of {@code [N, c, h, w]}, {@link BatchNorm1d} of lower ranks. */
    public final S batchNorm() {
        return batchNorm(o -> o);
    }

    /** {@link BatchNorm2d} of {@code [N, c, h, w]}, {@link BatchNorm1d} of lower ranks. */
    public final S batchNorm(UnaryOperator<NormOptions> options) {
        return layer("batchNorm", input -> {
            requireRank(input, 2, 4, "[N, c], [N, c, length] or [N, c, height, width]");
            long features = input.size(1);
            return input.rank() == 4 ? () -> new BatchNorm2d(features, options) : () -> new BatchNorm1d(features, options);
        });
    }

    /** {@link LayerNorm} over the last dimension. */
    public final S layerNorm() {
        return layer("layerNorm", input -> {
            requireRank(input, 2, Integer.MAX_VALUE, "[N, ..., features]");
            long features = input.size(-1);
            return () -> new LayerNorm(features);
        });
    }

    // ---- structure --------------------------------------------------------------------------------------------------

    /** {@code body(x) + x}; the body must keep the shape. */
    public final S residual(UnaryOperator<Chain> body) {
        var inner = within("residual.body", body);
        return declare("residual", input -> {
            requireSameShape(inner.output(), input, "the shape of its input",
                "residual(body, shortcut), with a shortcut that changes the shape as the body does");
            return () -> new Residual(Declared.construct(inner.layers()));
        });
    }

    /** {@code body(x) + shortcut(x)}; both must come to the same shape. */
    public final S residual(UnaryOperator<Chain> body, UnaryOperator<Chain> shortcut) {
        var inner = within("residual.body", body);
        var side = within("residual.shortcut", shortcut);
        return declare("residual", input -> {
            requireSameShape(inner.output(), side.output(), "the shape of the shortcut's output",
                "a stride or channel count that is the same in both");
            return () -> new Residual(Declared.construct(inner.layers()), Declared.construct(side.layers()));
        });
    }

    /** Declares {@code body} {@code times} times, one after the other, as if it were written so often. */
    public final S repeat(int times, UnaryOperator<S> body) {
        if (times < 0) {
            throw new ArgumentException("repeat: times must be at least 0, got " + times + " (" + SourceLine.here() + ")");
        }
        var result = here();
        for (int i = 0; i < times; i++) {
            result = body.apply(result);
        }
        return result;
    }

    /**
     * A named part in which values can be used more than once:
     * {@code block("gate", x -> x.linear(64).mul(x.linear(64).sigmoid()))}.
     *
     * @param name what it is called in the state
     * @param body from the symbol of the block's input to that of its output
     */
    public final S block(String name, UnaryOperator<Symbol> body) {
        declarer().name(name);
        var declaration = new BlockDeclaration(declarer().nextPath("block") + ".", declarer().place(), probe());
        var layers = declaration.finish(body);
        return declare("block", input -> declaration.factory(layers));
    }

    /** A part and what it comes to. */
    private record Part(List<Declared> layers, Tensor output) {}

    private Part within(String type, UnaryOperator<Chain> body) {
        var chain = new Chain(new Declarer(declarer().nextPath(type) + ".", declarer().place()), probe());
        var layers = chain.finish(body);
        return new Part(layers, chain.probe());
    }

    private static void requireRank(Tensor input, int least, int most, String layout) {
        if (input.rank() < least || input.rank() > most) {
            throw new ShapeException("the input must be " + layout + ", got rank " + input.rank() + "\n  try:   "
                + (input.rank() > most ? "flatten() before it" : "place it before flatten(), or declare an input of this rank"));
        }
    }

    private static void requireSameShape(Tensor output, Tensor other, String what, String hint) {
        if (!output.shape().equals(other.shape())) {
            throw new ShapeException("the body's output must have " + what + "\n  body: " + output.shape() + "   other: " + other.shape()
                + "\n  try:   " + hint);
        }
    }
}
