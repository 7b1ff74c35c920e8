#include "tenon.cuh"
#include "kernels/reduction/running.cuh"

/* Running sums, products and sums of exponentials; floating elements are carried in double, so that a long row loses nothing. */

template <typename C> struct RunningSum {
    typedef C T;
    static TN_INLINE C identity() { return 0; }
    static TN_INLINE C of(C a, C b) { return a + b; }
};
template <typename C> struct RunningProduct {
    typedef C T;
    static TN_INLINE C identity() { return 1; }
    static TN_INLINE C of(C a, C b) { return a * b; }
};
/* ln(e^a + e^b) by the larger of the two, so that it never overflows */
template <typename C> struct RunningLogarithm {
    typedef C T;
    static TN_INLINE C identity() { return -(C) tn_float(0x7f800000u); }
    static TN_INLINE C of(C a, C b) {
        if (a != a || b != b) {
            return a + b;
        }
        C larger = a > b ? a : b;
        return larger - larger == 0 ? larger + log1p(exp(a > b ? b - a : a - b)) : larger;
    }
};

template <typename C, typename S> struct Folded {
    const S* from;
    S* to;
    TN_INLINE C load(long long at, long long) const { return tn_load<C>(from, at); }
    TN_INLINE void store(long long at, C value) const { tn_store(to, at, value); }
};

#define RUNNING(NAME, F, S, C, SUFFIX) \
    extern "C" __global__ void NAME##_rows_##SUFFIX(const S* from, S* to, C* totals, long long rows, long long n, long long chunk, \
        bool first) { \
        Folded<C, S> elements = {from, to}; \
        running_rows<F<C>>(elements, totals, rows, n, chunk, first); \
    } \
    extern "C" __global__ void NAME##_columns_##SUFFIX(const S* from, S* to, long long outer, long long n, long long inner) { \
        Folded<C, S> elements = {from, to}; \
        running_columns<F<C>>(elements, outer, n, inner); \
    }
#define FLOATING(S, A, SUFFIX) \
    RUNNING(sum, RunningSum, S, double, SUFFIX) \
    RUNNING(product, RunningProduct, S, double, SUFFIX) \
    RUNNING(logarithm, RunningLogarithm, S, double, SUFFIX)
#define INTEGRAL(S, A, SUFFIX) \
    RUNNING(sum, RunningSum, S, long long, SUFFIX) \
    RUNNING(product, RunningProduct, S, long long, SUFFIX)
TN_EACH_FLOATING(FLOATING) TN_IF_int64(INTEGRAL)
