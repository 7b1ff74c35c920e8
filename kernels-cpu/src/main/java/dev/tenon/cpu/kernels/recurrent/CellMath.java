package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.Simd;

/** The elements of one step of one sequence: n hidden units, whose gates lie one behind the other, n of each. All by address. */
abstract class CellMath {
    final Lane lane;

    CellMath(Lane lane) {
        this.lane = lane;
    }

    static CellMath of(Lane lane) {
        return Simd.ENABLED ? Vectors.of(lane) : new ScalarCells(lane);
    }

    /** Loaded only where vectors are enabled. */
    private static final class Vectors {
        static CellMath of(Lane lane) {
            return lane == Lane.F32 ? new FloatCells() : new DoubleCells();
        }
    }

    /** Where element i of what begins at p is. */
    final long at(long p, long i) {
        return p + i * lane.bytes();
    }

    abstract void sigmoid(long from, long to, long n);

    abstract void tanh(long from, long to, long n);

    abstract void relu(long from, long to, long n);

    /** {@code to += p}. */
    abstract void add(long p, long to, long n);

    // ---- LSTM: gates i, f, g, o ------------------------------------------------------------------------------------------

    /** {@code cell = f * cell + i * g}, of gates that are activated. */
    abstract void lstmCell(long gates, long cell, long n);

    /** {@code shown *= o}. */
    abstract void lstmShown(long gates, long shown, long n);

    /**
     * The gradients of the gates before activation, to {@code slopes}; {@code gradCell} becomes that of the cell before.
     *
     * @param before the cell before
     * @param bent tanh of the cell
     * @param grad the gradient of what is shown
     */
    abstract void lstmBackward(long gates, long before, long bent, long grad, long gradCell, long slopes, long n);

    // ---- GRU: gates r, z, n, and the state's part of n ----------------------------------------------------------------------

    /** {@code fresh += r * part}. */
    abstract void gruReset(long r, long part, long fresh, long n);

    /** {@code state = fresh + z * (state - fresh)}. */
    abstract void gruState(long z, long fresh, long state, long n);

    /**
     * The gradients of the gates before activation: r, z, n of the input's part to {@code slopes}, of the state's part to {@code stateSlopes}.
     * {@code grad} becomes that of the state before, as far as it does not go through gates.
     */
    abstract void gruBackward(long gates, long before, long grad, long slopes, long stateSlopes, long n);

    // ---- RNN ----------------------------------------------------------------------------------------------------------------

    /** {@code slopes = grad * (1 - output * output)}. */
    abstract void tanhBackward(long output, long grad, long slopes, long n);

    /** {@code slopes = output > 0 ? grad : 0}. */
    abstract void reluBackward(long output, long grad, long slopes, long n);
}
