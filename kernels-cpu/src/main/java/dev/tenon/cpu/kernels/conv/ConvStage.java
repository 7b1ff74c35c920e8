package dev.tenon.cpu.kernels.conv;

import dev.tenon.cpu.math.Floats;
import java.util.Arrays;

/** Copies what some rows of destinations read of an image, with zeros around it, to a Java array {@code [channels, spanY, spanX]}. */
final class ConvStage {
    private final TapAxis y;
    private final TapAxis x;
    private final int height;
    private final int width;
    private final int spanX;
    /** The columns of the staged rows that exist in the image. */
    private final int from;
    private final int to;

    ConvStage(TapAxis y, TapAxis x, int height, int width) {
        this.y = y;
        this.x = x;
        this.height = height;
        this.width = width;
        this.spanX = x.span(x.count());
        this.from = Math.clamp(-(long) x.src(), 0, spanX);
        this.to = Math.clamp((long) width - x.src(), from, spanX);
    }

    int spanX() {
        return spanX;
    }

    /** How many floats one channel takes when {@code rows} rows of destinations are staged. */
    int channelSize(int rows) {
        return y.span(rows) * spanX;
    }

    /** Stages what destinations in the rows from {@code row} on read of the channels that begin at {@code address}. */
    void run(long address, int channels, int row, int rows, float[] into) {
        int spanY = y.span(rows);
        int top = y.src() + row * y.srcStep();
        int at = 0;
        for (int c = 0; c < channels; c++) {
            long plane = address + 4L * c * height * width;
            for (int i = top; i < top + spanY; i++, at += spanX) {
                if (i < 0 || i >= height) {
                    Arrays.fill(into, at, at + spanX, 0);
                } else {
                    row(plane + 4L * i * width, into, at);
                }
            }
        }
    }

    private void row(long row, float[] into, int at) {
        for (int j = 0; j < from; j++) {
            into[at + j] = 0;
        }
        Floats.in(row + 4L * (x.src() + from), into, at + from, to - from);
        for (int j = to; j < spanX; j++) {
            into[at + j] = 0;
        }
    }

    /**
     * Fills in where each destination's first source is in the staged array; {@code spare} more repeat the last, for tiles that overhang.
     */
    void bases(int rows, int[] bases, int spare) {
        int p = 0;
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < x.count(); c++) {
                bases[p++] = r * y.srcStep() * spanX + c * x.srcStep();
            }
        }
        Arrays.fill(bases, p, p + spare, bases[p - 1]);
    }

    /** Fills in the offset of every channel's taps from a destination's first source, and returns how many there are. */
    int offsets(int channels, int rows, int[] offsets, int spare) {
        int size = channelSize(rows);
        int k = 0;
        for (int c = 0; c < channels; c++) {
            for (int ty : y.offsets()) {
                for (int tx : x.offsets()) {
                    offsets[k++] = c * size + ty * spanX + tx;
                }
            }
        }
        Arrays.fill(offsets, k, k + spare, k == 0 ? 0 : offsets[k - 1]);
        return k;
    }
}
