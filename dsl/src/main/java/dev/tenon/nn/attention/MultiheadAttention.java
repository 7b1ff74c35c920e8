package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Operand;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.MultiHeadAttentionForwardResult;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads: {@code softmax(q k^T / sqrt(size of a head)) v} of each head's projections q, k and v, joined and projected.
 * {@snippet :
 * var attention = new MultiheadAttention(128, 4, o -> o.batchFirst());
 * var result = attention.forward(query, memory, memory, o -> o.keyPaddingMask(padding));
 * var self = attention.forward(x, x, x, o -> o.isCausal(true).needWeights(false)).output();
 * }
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017)</a>
 */
public final class MultiheadAttention extends MultiLayer {
    /** The projections where keys or values have sizes of their own. */
    private record Separate(Parameter query, Parameter key, Parameter value) {}

    private final long embedDim;
    private final long heads;
    private final AttentionOptions options;
    private final @Nullable Parameter together;
    private final @Nullable Separate separate;
    private final @Nullable Parameter bias;
    private final @Nullable Parameter biasK;
    private final @Nullable Parameter biasV;
    private final Linear output;
    private final @Nullable Generator generator;

    /** Keys and values of the queries' size. */
    public MultiheadAttention(long embedDim, long heads) {
        this(embedDim, heads, o -> o);
    }

    /**
     * As configured: {@code o -> o.batchFirst().dropout(0.1)}. Projections of the inputs start as Xavier's uniform, biases at 0.
     *
     * @param embedDim the size of queries and outputs
     * @param heads how many parts of equal size they are cut into
     */
    public MultiheadAttention(long embedDim, long heads, UnaryOperator<AttentionOptions> options) {
        this(embedDim, heads, options.apply(AttentionOptions.DEFAULT));
    }

    MultiheadAttention(long embedDim, long heads, AttentionOptions options) {
        requireSizes(embedDim, heads, options);
        this.embedDim = embedDim;
        this.heads = heads;
        this.options = options;
        boolean isTogether = keySize() == embedDim && valueSize() == embedDim;
        this.together = isTogether ? parameter("in_proj_weight", xavierUniform(3 * embedDim, embedDim)) : null;
        this.separate = isTogether ? null
            : new Separate(parameter("q_proj_weight", xavierUniform(embedDim, embedDim)),
                parameter("k_proj_weight", xavierUniform(embedDim, keySize())),
                parameter("v_proj_weight", xavierUniform(embedDim, valueSize())));
        this.bias = options.bias() ? parameter("in_proj_bias", Init.zeros(3 * embedDim)) : null;
        this.biasK = options.hasBiasKv() ? parameter("bias_k", element()) : null;
        this.biasV = options.hasBiasKv() ? parameter("bias_v", element()) : null;
        this.output = child("out_proj", new Linear(embedDim, embedDim, options.bias()));
        clear(output.bias());
        this.generator = options.dropout() > 0 ? random("generator") : null;
    }

    private static void requireSizes(long embedDim, long heads, AttentionOptions options) {
        Sizes.requirePositive("MultiheadAttention", "embedDim", embedDim);
        Sizes.requirePositive("MultiheadAttention", "heads", heads);
        if (embedDim % heads != 0) {
            throw new ArgumentException(
                "MultiheadAttention: heads (" + heads + ") must divide embedDim (" + embedDim + ")\n  try:   heads = "
                    + divisor(embedDim, heads));
        }
        if (!(options.dropout() >= 0 && options.dropout() <= 1)) {
            throw new ArgumentException("MultiheadAttention: dropout must be a probability, got " + options.dropout());
        }
        if (options.kdim() != null) {
            Sizes.requirePositive("MultiheadAttention", "kdim", options.kdim());
        }
        if (options.vdim() != null) {
            Sizes.requirePositive("MultiheadAttention", "vdim", options.vdim());
        }
    }

    /** The largest number up to {@code most} that divides. */
    private static long divisor(long number, long most) {
        long found = Math.min(number, most);
        while (number % found != 0) {
            found--;
        }
        return found;
    }

    /** Within {@code sqrt(6 / (rows + columns))} of 0, so that neither values nor gradients grow on their way (Glorot and Bengio, 2010). */
    static Tensor xavierUniform(long rows, long columns) {
        double bound = Math.sqrt(6.0 / (rows + columns));
        return Init.uniform(-bound, bound, rows, columns);
    }

    private Tensor element() {
        return Init.normal(0, 1 / Math.sqrt((double) embedDim), 1, 1, embedDim);
    }

    private static void clear(@Nullable Tensor values) {
        if (values != null && !values.device().isMeta()) {
            try (var _ = GradMode.noGrad()) {
                values.zero_();
            }
        }
    }

    private long keySize() {
        return options.kdim() == null ? embedDim : options.kdim();
    }

    private long valueSize() {
        return options.vdim() == null ? embedDim : options.vdim();
    }

    // ---- calls ----------------------------------------------------------------------------------------------------------

    /** Attention with its weights, averaged over the heads. */
    public AttentionOutput forward(Tensor query, Tensor key, Tensor value) {
        return forward(query, key, value, o -> o);
    }

    /**
     * Attention as the call says: {@code o -> o.attnMask(mask).needWeights(false)}.
     *
     * @param query {@code [length, batch, embedDim]}, with batchFirst {@code [batch, length, embedDim]}, without a batch {@code [length, embedDim]}
     * @param key in the same layout, {@code kdim} at the end
     * @param value in the same layout, as long as the key, {@code vdim} at the end
     * @throws ShapeException if they or the masks do not fit
     */
    public AttentionOutput forward(Tensor query, Tensor key, Tensor value, UnaryOperator<AttentionCall> call) {
        return under(query, key, value, call.apply(AttentionCall.DEFAULT));
    }

    AttentionOutput under(Tensor query, Tensor key, Tensor value, AttentionCall call) {
        var all = calling(List.of(query, key, value), in -> listed(attended(in.get(0), in.get(1), in.get(2), call)));
        return new AttentionOutput(all.getFirst(), all.size() > 1 ? all.get(1) : null);
    }

    private static List<Tensor> listed(AttentionOutput result) {
        return result.weights() == null ? List.of(result.output()) : List.of(result.output(), result.weights());
    }

    private AttentionOutput attended(Tensor query, Tensor key, Tensor value, AttentionCall call) {
        requireInputs(query, key, value);
        boolean turned = options.isBatchFirst() && query.rank() == 3;
        var q = turned ? Ops.transpose(query, 0, 1) : query;
        var k = key == query ? q : turned ? Ops.transpose(key, 0, 1) : key;
        var v = value == query ? q : value == key ? k : turned ? Ops.transpose(value, 0, 1) : value;
        var result = run(q, k, v, call);
        return new AttentionOutput(turned ? Ops.transpose(result.output(), 0, 1) : result.output(),
            call.needWeights() ? result.weights() : null);
    }

    private MultiHeadAttentionForwardResult run(Tensor query, Tensor key, Tensor value, AttentionCall call) {
        if (generator != null && isTraining()) {
            return generator.drawing(() -> applied(query, key, value, call));
        }
        return applied(query, key, value, call);
    }

    private MultiHeadAttentionForwardResult applied(Tensor query, Tensor key, Tensor value, AttentionCall call) {
        var parts = separate;
        return Ops.multiHeadAttentionForward(query, key, value, embedDim, heads, value(together), value(bias), value(biasK), value(biasV),
            options.hasZeroAttn(), options.dropout(), output.weight(), output.bias(), isTraining(), call.keyPaddingMask(),
            call.needWeights(), call.attnMask(), parts != null, parts == null ? null : parts.query.value(),
            parts == null ? null : parts.key.value(), parts == null ? null : parts.value.value(), null, null, call.averageAttnWeights(),
            call.isCausal());
    }

    private static @Nullable Tensor value(@Nullable Parameter parameter) {
        return parameter == null ? null : parameter.value();
    }

    private void requireInputs(Tensor query, Tensor key, Tensor value) {
        int batch = options.isBatchFirst() ? 0 : 1;
        int length = 1 - batch;
        boolean fits = (query.rank() == 2 || query.rank() == 3) && key.rank() == query.rank() && value.rank() == query.rank()
            && query.size(-1) == embedDim && key.size(-1) == keySize() && value.size(-1) == valueSize();
        if (fits && query.rank() == 3) {
            fits = key.size(batch) == query.size(batch) && value.size(batch) == query.size(batch) && value.size(length) == key.size(length);
        } else if (fits) {
            fits = key.size(0) == value.size(0);
        }
        if (!fits) {
            throw new ShapeException("MultiheadAttention: query, key and value must be " + layout("length", embedDim) + ", "
                + layout("keys", keySize()) + " and " + layout("keys", valueSize()) + ", or all without a batch\n  query: "
                + Operand.describe(query) + "   key: " + Operand.describe(key) + "   value: " + Operand.describe(value));
        }
    }

    private String layout(String length, long size) {
        return "[" + (options.isBatchFirst() ? "batch, " + length : length + ", batch") + ", " + size + "]";
    }

    /** Attention of a query, a key and a value, and if given with a key padding mask and behind it a mask; or of one sequence to itself. */
    @Override
    protected Tensor output(List<Tensor> inputs) {
        return given(inputs, AttentionCall.DEFAULT.needWeights(false)).output();
    }

    /** The same, and the weights. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return listed(given(inputs, AttentionCall.DEFAULT));
    }

    private AttentionOutput given(List<Tensor> inputs, AttentionCall call) {
        if (inputs.size() == 1) {
            var input = inputs.getFirst();
            return attended(input, input, input, call.isCausal(options.isCausal()));
        }
        if (inputs.size() < 3 || inputs.size() > 5) {
            throw new ArgumentException(
                "MultiheadAttention: takes a query, a key and a value, and behind them a key padding mask and a mask or "
                    + "none, or one sequence, got " + inputs.size() + " tensors");
        }
        return attended(inputs.get(0), inputs.get(1), inputs.get(2),
            call.keyPaddingMask(inputs.size() > 3 ? inputs.get(3) : null).attnMask(inputs.size() > 4 ? inputs.get(4) : null));
    }
}
