package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.engine.Lane;
import dev.tenon.cpu.engine.UncheckedAccess;

/** Element by element: what runs where there are no vectors, and on what is left behind the last whole one. */
class ScalarCells extends CellMath {
    ScalarCells(Lane lane) {
        super(lane);
    }

    private double get(long p, long i) {
        return lane == Lane.F32 ? UncheckedAccess.f32(p, i) : UncheckedAccess.f64(p, i);
    }

    private void put(long p, long i, double value) {
        if (lane == Lane.F32) {
            UncheckedAccess.f32(p, i, (float) value);
        } else {
            UncheckedAccess.f64(p, i, value);
        }
    }

    @Override
    void sigmoid(long from, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, 1 / (1 + Math.exp(-get(from, i))));
        }
    }

    @Override
    void tanh(long from, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, Math.tanh(get(from, i)));
        }
    }

    @Override
    void relu(long from, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, Math.max(get(from, i), 0));
        }
    }

    @Override
    void add(long p, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, get(to, i) + get(p, i));
        }
    }

    @Override
    void lstmCell(long gates, long cell, long n) {
        lstmCell(gates, at(gates, n), at(gates, 2 * n), cell, 0, n);
    }

    final void lstmCell(long in, long forget, long fresh, long cell, long from, long to) {
        for (long k = from; k < to; k++) {
            put(cell, k, get(forget, k) * get(cell, k) + get(in, k) * get(fresh, k));
        }
    }

    @Override
    void lstmShown(long gates, long shown, long n) {
        product(at(gates, 3 * n), shown, 0, n);
    }

    /** {@code to *= p}. */
    final void product(long p, long to, long from, long end) {
        for (long k = from; k < end; k++) {
            put(to, k, get(to, k) * get(p, k));
        }
    }

    @Override
    void lstmBackward(long gates, long before, long bent, long grad, long gradCell, long slopes, long n) {
        lstmBackward(gates, before, bent, grad, gradCell, slopes, n, 0);
    }

    final void lstmBackward(long gates, long before, long bent, long grad, long gradCell, long slopes, long n, long from) {
        for (long k = from; k < n; k++) {
            double in = get(gates, k);
            double forget = get(gates, n + k);
            double fresh = get(gates, 2 * n + k);
            double out = get(gates, 3 * n + k);
            double t = get(bent, k);
            double g = get(grad, k);
            double cell = get(gradCell, k) + g * out * (1 - t * t);
            put(slopes, k, cell * fresh * (in * (1 - in)));
            put(slopes, n + k, cell * get(before, k) * (forget * (1 - forget)));
            put(slopes, 2 * n + k, cell * in * (1 - fresh * fresh));
            put(slopes, 3 * n + k, g * t * (out * (1 - out)));
            put(gradCell, k, cell * forget);
        }
    }

    @Override
    void gruReset(long r, long part, long fresh, long n) {
        gruReset(r, part, fresh, 0, n);
    }

    final void gruReset(long r, long part, long fresh, long from, long to) {
        for (long k = from; k < to; k++) {
            put(fresh, k, get(fresh, k) + get(r, k) * get(part, k));
        }
    }

    @Override
    void gruState(long z, long fresh, long state, long n) {
        gruState(z, fresh, state, 0, n);
    }

    final void gruState(long z, long fresh, long state, long from, long to) {
        for (long k = from; k < to; k++) {
            put(state, k, get(fresh, k) + get(z, k) * (get(state, k) - get(fresh, k)));
        }
    }

    @Override
    void gruBackward(long gates, long before, long grad, long slopes, long stateSlopes, long n) {
        gruBackward(gates, before, grad, slopes, stateSlopes, n, 0);
    }

    final void gruBackward(long gates, long before, long grad, long slopes, long stateSlopes, long n, long from) {
        for (long k = from; k < n; k++) {
            double reset = get(gates, k);
            double update = get(gates, n + k);
            double fresh = get(gates, 2 * n + k);
            double g = get(grad, k);
            double freshSlope = g * (1 - update) * (1 - fresh * fresh);
            double resetSlope = freshSlope * get(gates, 3 * n + k) * (reset * (1 - reset));
            double updateSlope = g * (get(before, k) - fresh) * (update * (1 - update));
            put(slopes, k, resetSlope);
            put(slopes, n + k, updateSlope);
            put(slopes, 2 * n + k, freshSlope);
            put(stateSlopes, k, resetSlope);
            put(stateSlopes, n + k, updateSlope);
            put(stateSlopes, 2 * n + k, freshSlope * reset);
            put(grad, k, g * update);
        }
    }

    @Override
    void tanhBackward(long output, long grad, long slopes, long n) {
        for (long k = 0; k < n; k++) {
            double y = get(output, k);
            put(slopes, k, get(grad, k) * (1 - y * y));
        }
    }

    @Override
    void reluBackward(long output, long grad, long slopes, long n) {
        for (long k = 0; k < n; k++) {
            put(slopes, k, get(output, k) > 0 ? get(grad, k) : 0);
        }
    }
}
