package dev.tenon.data.text;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** A text as the numbers of its tokens. */
public final class Tokens {
    private final int[] ids;
    private final Vocabulary vocabulary;

    Tokens(List<String> tokens, Vocabulary vocabulary) {
        this.ids = tokens.stream().mapToInt(vocabulary::id).toArray();
        this.vocabulary = vocabulary;
    }

    /** What the numbers mean. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** How many tokens there are. */
    public int size() {
        return ids.length;
    }

    int id(int position) {
        return ids[position];
    }

    /** The numbers, int64 {@code [size]}. */
    public Tensor tensor() {
        return Creation.of(ids, DType.INT64, Device.CPU, ids.length);
    }

    /** Every window of {@code length} tokens: {@link #windows(int, int)} with a step of 1. */
    public Dataset windows(int length) {
        return windows(length, 1);
    }

    /**
     * Windows for a language model: the inputs are {@code length} tokens, the targets those one further on, both int64 {@code [b, length]}.
     *
     * @param step how far the next window is; {@code length} for windows that do not overlap
     * @throws ArgumentException if there are not {@code length + 1} tokens
     */
    public Dataset windows(int length, int step) {
        return new Windows(this, length, step);
    }
}
