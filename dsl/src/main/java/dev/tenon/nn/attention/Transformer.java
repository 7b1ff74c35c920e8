package dev.tenon.nn.attention;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.nn.MultiLayer;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An encoder of a source and a decoder of a target over what the encoder makes of it.
 * {@snippet :
 * var transformer = new Transformer(128, 4, 3, 3, o -> o.dimFeedforward(512).batchFirst());
 * var output = transformer.forward(source, target, s -> s.keyPaddingMask(padding),
 *     t -> t.tgtIsCausal(true).memoryKeyPaddingMask(padding));
 * }
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017)</a>
 */
public final class Transformer extends MultiLayer {
    private final long dModel;
    private final TransformerOptions options;
    private final TransformerEncoder encoder;
    private final TransformerDecoder decoder;

    /** As in the paper: 512 numbers for an element, 8 heads, 6 layers each. */
    public Transformer() {
        this(512, 8, 6, 6, o -> o);
    }

    /**
     * As configured. Both stacks end with a normalisation; matrices start as Xavier's uniform.
     *
     * @param dModel the size of an element
     * @param heads of each attention
     * @param encoderLayers how many layers read the source
     * @param decoderLayers how many layers write the target
     */
    public Transformer(long dModel, long heads, long encoderLayers, long decoderLayers, UnaryOperator<TransformerOptions> options) {
        this.dModel = dModel;
        this.options = options.apply(TransformerOptions.DEFAULT);
        var each = this.options;
        this.encoder = new TransformerEncoder(Copies.of(encoderLayers, () -> new TransformerEncoderLayer(dModel, heads, each)),
            Copies.norm(dModel, each));
        this.decoder = new TransformerDecoder(Copies.of(decoderLayers, () -> new TransformerDecoderLayer(dModel, heads, each)),
            Copies.norm(dModel, each));
        try (var _ = GradMode.noGrad()) {
            for (var parameter : parameters()) {
                if (parameter.rank() == 2 && !parameter.device().isMeta()) {
                    parameter.copy_(MultiheadAttention.xavierUniform(parameter.size(0), parameter.size(1)));
                }
            }
        }
    }

    /** The stack that reads the source. */
    public TransformerEncoder encoder() {
        return encoder;
    }

    /** The stack that writes the target. */
    public TransformerDecoder decoder() {
        return decoder;
    }

    /** The output for a target over a source, both seen whole unless the layers are causal. */
    public Tensor forward(Tensor src, Tensor tgt) {
        return call(src, tgt);
    }

    /**
     * The output for a target over a source under these masks.
     *
     * @param src {@code [length, batch, dModel]}, with batchFirst {@code [batch, length, dModel]}, without a batch {@code [length, dModel]}
     * @param tgt in the same layout, of any length
     */
    public Tensor forward(Tensor src, Tensor tgt, UnaryOperator<SourceMasks> sourceMasks, UnaryOperator<TargetMasks> targetMasks) {
        return calling(List.of(src, tgt), in -> {
            requireFitting(in.get(0), in.get(1));
            return List.of(decoder.forward(in.get(1), encoder.forward(in.get(0), sourceMasks), targetMasks));
        }).getFirst();
    }

    private void requireFitting(Tensor src, Tensor tgt) {
        int batch = options.isBatchFirst() ? 0 : 1;
        boolean fits = src.rank() == tgt.rank() && (src.rank() == 2 || src.rank() == 3 && src.size(batch) == tgt.size(batch))
            && src.size(-1) == dModel && tgt.size(-1) == dModel;
        if (!fits) {
            var layout = options.isBatchFirst() ? "[batch, length, " : "[length, batch, ";
            throw new ShapeException("Transformer: src and tgt must be " + layout + dModel + "] of one batch size, or both without a batch"
                + "\n  src: " + src.shape() + "   tgt: " + tgt.shape());
        }
    }

    /** The output of a source and a target. */
    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        if (inputs.size() != 2) {
            throw new ArgumentException("Transformer: takes a source and a target, got " + inputs.size() + " tensors"
                + (inputs.size() > 2 ? "\n  try:   forward(src, tgt, s -> s.mask(..), t -> t.tgtMask(..)) for masks" : ""));
        }
        requireFitting(inputs.get(0), inputs.get(1));
        return List.of(decoder.call(inputs.get(1), encoder.call(inputs.get(0))));
    }

    /** {@link #generateSquareSubsequentMask(long, DType, Device)} of float32 on the CPU. */
    public static Tensor generateSquareSubsequentMask(long size) {
        return generateSquareSubsequentMask(size, DType.FLOAT32, Device.CPU);
    }

    /** A mask to add that lets element i see those up to i: 0 on and below the diagonal of {@code [size, size]}, negative infinity above. */
    public static Tensor generateSquareSubsequentMask(long size, DType dtype, Device device) {
        return Ops.triu(Creation.full(new long[] {size, size}, Double.NEGATIVE_INFINITY, dtype, device), 1);
    }
}
