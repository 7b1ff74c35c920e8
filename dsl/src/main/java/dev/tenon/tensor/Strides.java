package dev.tenon.tensor;

/** Row-major layouts. */
final class Strides {
    private static final long[] NONE = {};
    private static final long[] ONE = {1};

    private Strides() {}

    static long[] rowMajor(long[] sizes) {
        if (sizes.length < 2) {
            return sizes.length == 0 ? NONE : ONE;
        }
        var strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /** Whether elements lie row-major without gaps; strides of dimensions of size 1 do not matter. */
    static boolean areRowMajor(long[] sizes, long[] strides) {
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] == 0) {
                return true;
            }
            if (sizes[d] != 1 && strides[d] != step) {
                return false;
            }
            step *= sizes[d];
        }
        return true;
    }
}
