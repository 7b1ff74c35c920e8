package dev.tenon.data.text;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.tensor.Creation;

/** Pieces of a text, each with the piece that begins one token later. */
final class Windows implements Dataset {
    private final Tokens tokens;
    private final int length;
    private final int step;

    Windows(Tokens tokens, int length, int step) {
        if (length < 1 || step < 1) {
            throw new ArgumentException("windows: length and step must be at least 1, got " + length + " and " + step);
        }
        if (tokens.size() <= length) {
            throw new ArgumentException("windows: " + tokens.size() + " tokens are too few for windows of " + length
                + " and the one that follows");
        }
        this.tokens = tokens;
        this.length = length;
        this.step = step;
    }

    @Override
    public long size() {
        return ((long) tokens.size() - length - 1) / step + 1;
    }

    @Override
    public Batch batch(long[] indices) {
        var x = new long[indices.length * length];
        var y = new long[x.length];
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= size()) {
                throw new ArgumentException("windows: sample " + indices[i] + " is out of range, there are " + size());
            }
            int from = (int) indices[i] * step;
            for (int t = 0; t < length; t++) {
                x[i * length + t] = tokens.id(from + t);
                y[i * length + t] = tokens.id(from + t + 1);
            }
        }
        return new Batch(Creation.of(x, DType.INT64, Device.CPU, indices.length, length),
            Creation.of(y, DType.INT64, Device.CPU, indices.length, length));
    }
}
