/* sum: The sum over the given dimensions, or over all. */
#include "tenon.cuh"
#include "functions.cuh"
#include "places.cuh"
#include "reduction.cuh"

template <typename A> struct Sum;

template <> struct Sum<double> {
    enum { PACKED = 1 };
    TN_INLINE double init() const { return 0.0; }
    TN_INLINE double map(double input) const { return input; }
    TN_INLINE double combine(double a, double b) const { return a + b; }
    TN_INLINE double finish(double a, double n) const { return a; }
};

template <> struct Sum<long long> {
    enum { PACKED = 1 };
    TN_INLINE long long init() const { return 0LL; }
    TN_INLINE long long map(long long input) const { return input; }
    TN_INLINE long long combine(long long a, long long b) const { return a + b; }
    TN_INLINE long long finish(long long a, long long n) const { return a; }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void sum_##D##_rows(TnFold tn_fold) { \
        tn_fold_rows<Sum<A>, S, A>(Sum<A>{}, tn_fold); \
    } \
    extern "C" __global__ void sum_##D##_columns(TnFold tn_fold) { \
        tn_fold_columns<Sum<A>, S, A, true>(Sum<A>{}, tn_fold); \
    } \
    extern "C" __global__ void sum_##D##_merge(TnFold tn_fold) { \
        tn_fold_columns<Sum<A>, A, A, false>(Sum<A>{}, tn_fold); \
    }
#define TN_WIDE(S, A, D) TN_KERNELS(S, double, D)
TN_EACH_FLOATING(TN_WIDE)
#undef TN_WIDE
TN_EACH_INTEGRAL(TN_KERNELS) TN_IF_bool(TN_KERNELS)
#undef TN_KERNELS
