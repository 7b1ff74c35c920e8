#include "tenon.cuh"

/* to[outer, o, inner] = the sum over taps of weight[o, tap] * from[outer, index[o, tap], inner]; a negative index is no term */
template <typename A, typename S>
__device__ void resample(const S* from, const S* weight, const long long* index, S* to, long long n, long long size, long long inner,
    long long outputs, long long taps, TnError* error, int op) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, inner), column = i - row * inner, outer = tn_quotient(row, outputs), o = row - outer * outputs;
        A sum = 0;
        for (long long tap = o * taps; tap < (o + 1) * taps; tap++) {
            if (index[tap] < 0) {
                continue;
            }
            bool inside = tn_in_range(index[tap], size, 0, error, op);
            sum += inside ? tn_load<A>(weight, tap) * tn_load<A>(from, (outer * size + index[tap]) * inner + column)
                          : (A) __uint_as_float(0x7fc00000u);
        }
        tn_store(to, i, sum);
    }
}

/* every term of every sum by a thread */
template <typename A, typename S>
__device__ void resample_adjoint(const S* grad, const S* weight, const long long* index, A* to, long long n, long long size, long long inner,
    long long outputs, long long taps, TnError* error, int op) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, inner), column = i - row * inner;
        long long sum = tn_quotient(row, taps), outer = tn_quotient(row, outputs * taps), tap = row - outer * outputs * taps;
        if (index[tap] >= 0 && tn_in_range(index[tap], size, 0, error, op)) {
            tn_atomic_add(to, (outer * size + index[tap]) * inner + column, tn_load<A>(weight, tap) * tn_load<A>(grad, sum * inner + column));
        }
    }
}

#define RESAMPLE(S, A, SUFFIX) \
    extern "C" __global__ void resample_##SUFFIX(const S* from, const S* weight, const long long* index, S* to, long long n, long long size, \
        long long inner, long long outputs, long long taps, TnError* error, int op) { \
        resample<A>(from, weight, index, to, n, size, inner, outputs, taps, error, op); \
    } \
    extern "C" __global__ void resample_adjoint_##SUFFIX(const S* grad, const S* weight, const long long* index, A* to, long long n, \
        long long size, long long inner, long long outputs, long long taps, TnError* error, int op) { \
        resample_adjoint<A>(grad, weight, index, to, n, size, inner, outputs, taps, error, op); \
    }
TN_EACH_FLOATING(RESAMPLE)
