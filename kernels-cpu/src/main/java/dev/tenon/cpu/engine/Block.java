package dev.tenon.cpu.engine;

/**
 * One contiguous run of elements for a pointwise loop: every operand lies at its address without gaps, already in the
 * compute type ({@code float}, {@code double} or {@code long}). A Java number or a 0-d tensor arrives repeated.
 * An output may be the very memory of an input. In vector kernels the count is a multiple of the lanes.
 */
public final class Block {
    private long[] in = new long[4];
    private long[] out = new long[4];
    private long[] home = new long[4];
    private long[] temp = new long[4];
    private long n;
    private long given = -1;

    /** One per thread, see {@link Scratch}. */
    Block() {}

    /** How many elements to compute. */
    public long n() {
        return n;
    }

    /** The address of input {@code i}. */
    public long in(int i) {
        return in[i];
    }

    /** The address of output {@code i}. */
    public long out(int i) {
        return out[i];
    }

    /** The address of temporary {@code i}: room for n elements of the compute type. */
    public long temp(int i) {
        return temp[i];
    }

    /** Whether the optional input {@code i} was given; the memory of one that was not is zeros. */
    public boolean has(int i) {
        return (given >>> i & 1) != 0;
    }

    /** Says by bit which inputs were given. */
    public void given(long inputs) {
        given = inputs;
    }

    /** Makes room for that many operands. */
    public void reserve(int inputs, int outputs, int temporaries) {
        if (in.length < inputs) {
            in = new long[inputs];
        }
        if (out.length < outputs) {
            out = new long[outputs];
            home = new long[outputs];
        }
        if (temp.length < temporaries) {
            temp = new long[temporaries];
        }
    }

    public void in(int i, long address) {
        in[i] = address;
    }

    public void out(int i, long address) {
        out[i] = address;
    }

    /** Sends output {@code i} elsewhere for one computation; {@link #home} is where it belongs. */
    public void divert(int i, long address) {
        home[i] = out[i];
        out[i] = address;
    }

    public long home(int i) {
        return home[i];
    }

    public void temp(int i, long address) {
        temp[i] = address;
    }

    public void n(long count) {
        n = count;
    }
}
