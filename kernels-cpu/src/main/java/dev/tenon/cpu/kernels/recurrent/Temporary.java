package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Scratch;

/** Temporary memory until it is closed, after everything that was opened later. */
final class Temporary implements AutoCloseable {
    private final Scratch scratch = Scratch.of();
    private final long mark = scratch.mark();

    long take(long bytes) {
        return scratch.take(bytes);
    }

    @Override
    public void close() {
        scratch.release(mark);
    }
}
