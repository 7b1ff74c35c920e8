package dev.tenon.train;

/**
 * How far a training is.
 *
 * @param epoch complete epochs
 * @param batch batches done of the epoch after them
 * @param step steps taken in all
 */
record Position(int epoch, long batch, long step) {
    static final Position START = new Position(0, 0, 0);

    Position afterStep(int batches) {
        return new Position(epoch, batch + batches, step + 1);
    }

    Position afterEpoch() {
        return new Position(epoch + 1, 0, step);
    }
}
