package dev.tenon.gpu.driver;

/**
 * Sizes of a grid or a block.
 *
 * @param x the innermost size
 * @param y the next
 * @param z the outermost
 */
public record Dim(int x, int y, int z) {
    public static Dim of(int x) {
        return new Dim(x, 1, 1);
    }

    public static Dim of(int x, int y) {
        return new Dim(x, y, 1);
    }

    public long count() {
        return (long) x * y * z;
    }
}
