package dev.tenon.cpu.kernels.recurrent;

import dev.tenon.cpu.blas.Gemm;
import dev.tenon.cpu.engine.Lane;

/**
 * The product of the states of some sequences with a weight, which is the same in every step.
 *
 * @param inner the size that is summed over
 * @param columns of the result
 * @param turned whether the weight is stored as {@code [columns, inner]} and not as {@code [inner, columns]}
 */
record StepProduct(Lane lane, long weight, long inner, long columns, boolean turned) {
    /** {@code to = rows · weight}, added to what is there where {@code adds}; on the calling thread. */
    void run(long from, long rows, boolean adds, long to) {
        long pitch = Math.max(1, turned ? inner : columns);
        if (lane == Lane.F32) {
            Gemm.f32Single(false, turned, rows, columns, inner, 1, from, inner, weight, pitch, adds ? 1 : 0, to, columns);
        } else {
            Gemm.f64Single(false, turned, rows, columns, inner, 1, from, inner, weight, pitch, adds ? 1 : 0, to, columns);
        }
    }
}
