package dev.tenon.train;

import java.io.PrintStream;

/** A line per epoch: for files and for other programs. */
final class LineProgress implements Progress {
    private final PrintStream out;

    LineProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void epoch(Epoch epoch, int epochs) {
        out.println(epoch.toString().replaceFirst("^epoch " + epoch.number(), "epoch " + epoch.number() + "/" + epochs));
    }
}
