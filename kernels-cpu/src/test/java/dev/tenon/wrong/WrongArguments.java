package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;

import dev.tenon.core.DType;
import dev.tenon.ops.PaddingMode;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.OpCatalog;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Attributes that are null, lists of a wrong length, and numbers that no sizes or memory can hold. */
final class WrongArguments {
    private static final long HUGE = 1L << 40;
    private static final long[] NONE = {};
    private static final long[] TWO = {1, 1};
    private static final long[] FOUR = {1, 1, 1, 1};

    private WrongArguments() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        lengths(calls);
        nulls(calls);
        counts(calls);
        indices(calls);
        return calls.list();
    }

    private static void lengths(Calls calls) {
        var signal = ones(1, 1, 4);
        var image = ones(1, 1, 4, 4);
        var volume = ones(1, 1, 4, 4, 4);
        calls.add("max_pool1d", "a kernel of 2 sizes", () -> maxPool1d(signal, TWO))
            .add("max_pool1d_with_indices", "a kernel of no size", () -> maxPool1dWithIndices(signal, NONE))
            .add("max_pool2d", "a kernel of 4 sizes", () -> maxPool2d(image, FOUR))
            .add("max_pool3d", "a kernel of 2 sizes", () -> maxPool3d(volume, TWO))
            .add("max_pool3d", "a stride of 2 steps", () -> maxPool3d(volume, new long[] {1}, TWO))
            .add("max_pool3d", "a dilation of no numbers", () -> maxPool3d(volume, new long[] {1}, null, new long[] {0}, NONE))
            .add("avg_pool1d", "a kernel of no size", () -> avgPool1d(signal, NONE))
            .add("avg_pool3d", "a kernel of 2 sizes", () -> avgPool3d(volume, TWO))
            .add("adaptive_avg_pool1d", "2 sizes", () -> adaptiveAvgPool1d(signal, 1, 1))
            .add("adaptive_avg_pool3d", "2 sizes", () -> adaptiveAvgPool3d(volume, 1, 1))
            .add("adaptive_max_pool2d", "3 sizes", () -> adaptiveMaxPool2d(image, 1, 1, 1))
            .add("adaptive_max_pool3d", "2 sizes", () -> adaptiveMaxPool3d(volume, 1, 1))
            .add("max_unpool2d", "a kernel of 3 sizes",
                () -> maxUnpool2d(image, zeros(DType.INT64, 1, 1, 4, 4), new long[] {1, 1, 1}, null))
            .add("conv3d", "a stride of 2 steps", () -> conv3d(volume, ones(1, 1, 1, 1, 1), null, TWO))
            .add("conv3d", "a padding of no numbers", () -> conv3d(volume, ones(1, 1, 1, 1, 1), null, new long[] {1}, NONE))
            .add("conv_transpose1d", "a stride of 2 steps", () -> convTranspose1d(signal, ones(1, 1, 1), null, TWO))
            .add("conv_transpose3d", "a stride of 2 steps", () -> convTranspose3d(volume, ones(1, 1, 1, 1, 1), null, TWO))
            .add("unfold", "a kernel of 3 sizes", () -> unfoldWindows(image, new long[] {1, 1, 1}, TWO))
            .add("unfold", "a stride of no steps", () -> unfoldWindows(image, TWO, TWO, TWO, NONE));
    }

    private static void nulls(Calls calls) {
        calls.add("add", "no number", () -> ones(2).add((Number) nothing()))
            .add("add_", "no tensor to change", () -> add_(nothing(), ones(2)))
            .add("addcdiv", "no divisor", () -> ones(2).addcdiv_(ones(2), nothing()))
            .add("isclose", "no tensors", () -> isclose(nothing(), nothing()))
            .add("masked_fill", "no value", () -> ones(2).maskedFill(zeros(DType.BOOL, 2), (Number) nothing()))
            .add("reshape", "no shape", () -> ones(2).reshape((long[]) nothing()))
            .add("zeros", "no sizes", () -> zeros((long[]) nothing()))
            .add("ones", "no sizes of a dtype", () -> ones(DType.INT64, (long[]) nothing()))
            .add("zeros_like", "nothing to be like", () -> zerosLike(nothing()))
            .add("full_like", "no value", () -> fullLike(ones(2), nothing()))
            .add("arange", "no end", () -> arange((Number) nothing()))
            .add("tensor", "no values", () -> tensor((double[]) nothing()))
            .add("to", "no dtype", () -> ones(2).to((DType) nothing()))
            .add("pad", "no mode", () -> ones(2).pad(TWO, nothing(), 0))
            .add("einsum", "no equation", () -> einsum(List.of(ones(2)), nothing()))
            .add("einsum", "a list with null", () -> einsum(Arrays.asList(ones(2), nothing()), "i,i->i"))
            .add("stack", "a list with null", () -> stack(Arrays.asList(ones(2), nothing())))
            .add("l1_loss", "no reduction", () -> l1Loss(ones(2), ones(2), nothing()))
            .add("copy_", "a source of another shape", () -> ones(2).copy_(ones(3)))
            .add("grad", "no input", () -> grad(ones(1).requiresGrad_(true).mul(2), nothing()));
    }

    private static void counts(Calls calls) {
        var image = ones(1, 4, 2, 2);
        calls.add("pixel_shuffle", "a factor whose square overflows", () -> pixelShuffle(image, 1L << 32))
            .add("pixel_shuffle", "a negative factor", () -> pixelShuffle(image, -2))
            .add("pixel_unshuffle", "a factor of 0", () -> pixelUnshuffle(image, 0))
            .add("channel_shuffle", "no groups", () -> channelShuffle(image, 0))
            .add("cat", "sizes that overflow", () -> cat(List.of(ones(1).expand(1L << 62), ones(1).expand(1L << 62))))
            .add("tril_indices", "more places than can be counted", () -> trilIndices(HUGE, HUGE))
            .add("tril_indices", "more places than memory has", () -> trilIndices(HUGE, 1))
            .add("triu_indices", "more places than memory has", () -> triuIndices(1, HUGE))
            .add("linalg.matrix_power", "a power that has no negative", () -> linalgMatrixPower(ones(2, 2), Long.MIN_VALUE))
            .add("searchsorted", "a sequence without dimensions", () -> searchsorted(tensor(1.0), 3.7))
            .add("pad", "more places than memory has", () -> ones(2).pad(new long[] {1L << 45, 0}, PaddingMode.REPLICATE, null))
            .add("pad", "sizes that wrap", () -> ones(2).pad(new long[] {Long.MAX_VALUE, Long.MAX_VALUE}, PaddingMode.REPLICATE, null))
            .add("pad", "cuts that wrap", () -> ones(2).pad(new long[] {Long.MIN_VALUE, Long.MIN_VALUE}, PaddingMode.REFLECT, null))
            .add("pad", "nothing left to go around", () -> ones(2).pad(new long[] {-2, 1}, PaddingMode.CIRCULAR, null))
            .add("constant_pad_nd", "more bytes than memory has", () -> ones(2).constantPadNd(1L << 45, 0));
    }

    private static void indices(Calls calls) {
        calls.add("getitem", "an item that is null", () -> ones(2).get(new Index[] {nothing()}))
            .add("getitem", "a text for a position", () -> OpCatalog.call("__getitem__", Map.of("input", ones(2), "index", "first")))
            .add("set", "no value", () -> ones(2).set((Number) nothing(), 0))
            .add("sum", "a dtype of no such name", () -> OpCatalog.call("sum", Map.of("input", ones(2), "dtype", "float31")))
            .add("zeros", "a device of no such name", () -> OpCatalog.call("zeros", Map.of("size", 2L, "device", "tpu")));
    }
}
