package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.activation.Activation;
import dev.tenon.nn.activation.Prelu;
import dev.tenon.nn.attention.AttentionOptions;
import dev.tenon.nn.attention.LearnedPositions;
import dev.tenon.nn.attention.MultiheadAttention;
import dev.tenon.nn.attention.SinusoidalPositions;
import dev.tenon.nn.attention.TransformerEncoder;
import dev.tenon.nn.attention.TransformerOptions;
import dev.tenon.nn.conv.Conv1d;
import dev.tenon.nn.conv.Conv2d;
import dev.tenon.nn.conv.Conv3d;
import dev.tenon.nn.conv.ConvOptions;
import dev.tenon.nn.conv.ConvTranspose1d;
import dev.tenon.nn.conv.ConvTranspose2d;
import dev.tenon.nn.conv.ConvTranspose3d;
import dev.tenon.nn.conv.ConvTransposeOptions;
import dev.tenon.nn.embedding.Embedding;
import dev.tenon.nn.init.Fill;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.norm.BatchNorm1d;
import dev.tenon.nn.norm.BatchNorm2d;
import dev.tenon.nn.norm.BatchNorm3d;
import dev.tenon.nn.norm.GroupNorm;
import dev.tenon.nn.norm.InstanceNorm1d;
import dev.tenon.nn.norm.InstanceNorm2d;
import dev.tenon.nn.norm.InstanceNorm3d;
import dev.tenon.nn.norm.LayerNorm;
import dev.tenon.nn.norm.NormOptions;
import dev.tenon.nn.norm.RmsNorm;
import dev.tenon.nn.recurrent.Gru;
import dev.tenon.nn.recurrent.Lstm;
import dev.tenon.nn.recurrent.RecurrentOptions;
import dev.tenon.nn.recurrent.Rnn;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
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

    /** {@link Conv3d} of {@code [N, c, d, h, w]} with this cubic kernel. */
    public final S conv3d(long out, long kernel) {
        return conv3d(out, c -> c.kernel(kernel));
    }

    /** {@link Conv3d} of {@code [N, c, d, h, w]}: {@code conv3d(32, c -> c.kernel(3).same())}. */
    public final S conv3d(long out, UnaryOperator<ConvOptions> options) {
        return channels("conv3d", 3, in -> new Conv3d(in, out, options));
    }

    /** {@link ConvTranspose1d} of {@code [N, c, l]}: {@code convTranspose1d(32, c -> c.kernel(4).stride(2).padding(1))}. */
    public final S convTranspose1d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return channels("convTranspose1d", 1, in -> new ConvTranspose1d(in, out, options));
    }

    /** {@link ConvTranspose2d} of {@code [N, c, h, w]}: {@code convTranspose2d(32, c -> c.kernel(4).stride(2).padding(1))}. */
    public final S convTranspose2d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return channels("convTranspose2d", 2, in -> new ConvTranspose2d(in, out, options));
    }

    /** {@link ConvTranspose3d} of {@code [N, c, d, h, w]}: {@code convTranspose3d(32, c -> c.kernel(4).stride(2).padding(1))}. */
    public final S convTranspose3d(long out, UnaryOperator<ConvTransposeOptions> options) {
        return channels("convTranspose3d", 3, in -> new ConvTranspose3d(in, out, options));
    }

    private S channels(String type, int dims, LongFunction<Layer> made) {
        return layer(type, input -> {
            requireRank(input, dims + 2, dims + 2, LAYOUTS.get(dims - 1));
            long in = input.size(1);
            return () -> made.apply(in);
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

    /** {@link BatchNorm2d} of {@code [N, c, h, w]}, {@link BatchNorm1d} of lower ranks, {@link BatchNorm3d} of volumes. */
    public final S batchNorm(UnaryOperator<NormOptions> options) {
        return layer("batchNorm", input -> {
            requireRank(input, 2, 5, "[N, c], [N, c, length], [N, c, height, width] or [N, c, depth, height, width]");
            long features = input.size(1);
            return switch (input.rank()) {
                case 5 -> () -> new BatchNorm3d(features, options);
                case 4 -> () -> new BatchNorm2d(features, options);
                default -> () -> new BatchNorm1d(features, options);
            };
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

    /** {@link LayerNorm} over the last dimensions, which must have these sizes. */
    public final S layerNorm(long... shape) {
        return plain("layerNorm", () -> new LayerNorm(shape));
    }

    /** {@link RmsNorm} over the last dimension. */
    public final S rmsNorm() {
        return layer("rmsNorm", input -> {
            requireRank(input, 2, Integer.MAX_VALUE, "[N, ..., features]");
            long features = input.size(-1);
            return () -> new RmsNorm(features);
        });
    }

    /** {@link GroupNorm} of {@code [N, c, ...]} in that many groups of channels. */
    public final S groupNorm(long groups) {
        return layer("groupNorm", input -> {
            requireRank(input, 2, Integer.MAX_VALUE, "[N, channels, ...]");
            long channels = input.size(1);
            return () -> new GroupNorm(groups, channels);
        });
    }

    /** {@link InstanceNorm2d} of {@code [N, c, h, w]}, or that of one or three spatial dimensions. */
    public final S instanceNorm() {
        return instanceNorm(o -> o);
    }

    /** {@link InstanceNorm2d} of {@code [N, c, h, w]}, or that of one or three spatial dimensions. */
    public final S instanceNorm(UnaryOperator<NormOptions> options) {
        return layer("instanceNorm", input -> {
            requireRank(input, 3, 5, "[N, channels, ...]");
            long features = input.size(1);
            return switch (input.rank()) {
                case 3 -> () -> new InstanceNorm1d(features, options);
                case 4 -> () -> new InstanceNorm2d(features, options);
                default -> () -> new InstanceNorm3d(features, options);
            };
        });
    }

    // ---- attention --------------------------------------------------------------------------------------------------

    /** {@link MultiheadAttention} of {@code [N, length, size]} to itself. */
    public final S multiheadAttention(long heads) {
        return multiheadAttention(heads, o -> o);
    }

    /** {@link MultiheadAttention} of {@code [N, length, size]} to itself: {@code residual(r -> r.layerNorm().multiheadAttention(4, o -> o.causal()))}. */
    public final S multiheadAttention(long heads, UnaryOperator<AttentionOptions> options) {
        return layer("multiheadAttention", input -> {
            long size = elementSize(input);
            return () -> new MultiheadAttention(size, heads, o -> options.apply(o.batchFirst()));
        });
    }

    /** {@link TransformerEncoder} of {@code [N, length, size]} in that many layers. */
    public final S transformerEncoder(long layers, long heads) {
        return transformerEncoder(layers, heads, o -> o);
    }

    /** {@link TransformerEncoder} of {@code [N, length, size]}: {@code transformerEncoder(4, 4, o -> o.dimFeedforward(512).gelu().normFirst().causal())}. */
    public final S transformerEncoder(long layers, long heads, UnaryOperator<TransformerOptions> options) {
        return layer("transformerEncoder", input -> {
            long size = elementSize(input);
            return () -> new TransformerEncoder(size, heads, layers, o -> options.apply(o.batchFirst()));
        });
    }

    /** {@link SinusoidalPositions} of {@code [N, length, size]}. */
    public final S sinusoidalPositions() {
        return plain("sinusoidalPositions", SinusoidalPositions::new);
    }

    /** {@link LearnedPositions} of {@code [N, length, size]}: {@code embedding(65, 128).learnedPositions()}. */
    public final S learnedPositions() {
        return layer("learnedPositions", input -> {
            long size = elementSize(input);
            long length = input.size(1);
            return () -> new LearnedPositions(length, size);
        });
    }

    static long elementSize(Tensor input) {
        requireRank(input, 3, 3, "[N, length, size]");
        return input.size(2);
    }

    // ---- activation with state --------------------------------------------------------------------------------------

    /** {@link Prelu} with one slope. */
    public final S prelu() {
        return plain("prelu", Prelu::new);
    }

    // ---- first values -----------------------------------------------------------------------------------------------

    /**
     * First values of the layer before, or of all layers within it: {@code linear(128).init(kaimingNormal())}. Weights are the parameters of two
     * dimensions or more; the others keep the values that PyTorch gives them.
     */
    public final S init(Fill weights) {
        declarer().then("init", weights::weights);
        return here();
    }

    /** {@link #init(Fill)} for weights, and values for the parameters that are called bias. */
    public final S init(Fill weights, Fill biases) {
        declarer().then("init", biases::biases);
        return init(weights);
    }

    // ---- recurrent layers -------------------------------------------------------------------------------------------

    /** {@link Lstm} of {@code [N, time, features]}, from states of zeros. */
    public final S lstm(long hidden) {
        return lstm(hidden, o -> o);
    }

    /**
     * {@link Lstm} of {@code [N, time, features]}, from states of zeros: it hands on its output in all steps, with {@code last()} the last hidden
     * state of each sequence.
     * {@snippet :
     * sequential(tokens(40), s -> s.embedding(10_000, 64).lstm(128, o -> o.layers(2).bidirectional().dropout(0.2).last()).linear(2))
     * }
     */
    public final S lstm(long hidden, UnaryOperator<RecurrentOptions> options) {
        return recurrent("lstm", features -> new Lstm(features, hidden, o -> options.apply(o.batchFirst())));
    }

    /** {@link Gru} of {@code [N, time, features]}, from a state of zeros. */
    public final S gru(long hidden) {
        return gru(hidden, o -> o);
    }

    /** {@link Gru} of {@code [N, time, features]}, from a state of zeros: {@code gru(128, o -> o.layers(2).last())}. */
    public final S gru(long hidden, UnaryOperator<RecurrentOptions> options) {
        return recurrent("gru", features -> new Gru(features, hidden, o -> options.apply(o.batchFirst())));
    }

    /** {@link Rnn} of {@code [N, time, features]}, from a state of zeros. */
    public final S rnn(long hidden) {
        return rnn(hidden, o -> o);
    }

    /** {@link Rnn} of {@code [N, time, features]}, from a state of zeros: {@code rnn(128, o -> o.relu())}. */
    public final S rnn(long hidden, UnaryOperator<RecurrentOptions> options) {
        return recurrent("rnn", features -> new Rnn(features, hidden, o -> options.apply(o.batchFirst())));
    }

    private S recurrent(String type, LongFunction<Layer> factory) {
        return layer(type, input -> {
            requireRank(input, 3, 3, "[N, time, features]");
            long features = input.size(2);
            return () -> factory.apply(features);
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

    /** The outputs of several branches one behind the other: {@code concat(1, b -> b.conv2d(8, 1), b -> b.conv2d(8, c -> c.kernel(3).same()))}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final S concat(long dim, UnaryOperator<Chain>... branches) {
        return branches("concat", branches, built -> Branches.concat(dim, built));
    }

    /** The sum of the outputs of several branches, broadcast; an empty branch, {@code b -> b}, gives the input. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final S add(UnaryOperator<Chain>... branches) {
        return branches("add", branches, Branches::add);
    }

    /** The product of the outputs of several branches, broadcast: {@code mul(b -> b.linear(8), b -> b.linear(8).sigmoid())}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final S mul(UnaryOperator<Chain>... branches) {
        return branches("mul", branches, Branches::mul);
    }

    private S branches(String type, UnaryOperator<Chain>[] bodies, Function<List<Layer>, Layer> join) {
        if (bodies.length == 0) {
            throw new ArgumentException(type + ": takes one branch at least (" + SourceLine.here() + ")");
        }
        var parts = new ArrayList<List<Declared>>();
        for (int i = 0; i < bodies.length; i++) {
            parts.add(within(type + "." + i, bodies[i]).layers());
        }
        return declare(type, input -> () -> join.apply(parts.stream().<Layer>map(Declared::construct).toList()));
    }

    /**
     * What {@code body} declares, as if it were written here: parts that have a name are read in their order.
     * {@snippet :
     * sequential(image(3, 32, 32), s -> s.then(x -> stage(x, 16)).then(x -> stage(x, 32)).flatten().linear(10));
     * }
     */
    public final S then(UnaryOperator<S> body) {
        return repeat(1, body);
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
        var declaration = new BlockDeclaration(declarer().nextPath("block") + ".", declarer().place(), List.of(probe()));
        var layers = declaration.finish(inputs -> List.of(body.apply(inputs.getFirst())));
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
