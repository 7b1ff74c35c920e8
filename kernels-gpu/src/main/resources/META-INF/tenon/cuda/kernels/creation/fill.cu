#include "tenon.cuh"

/* A product that is rounded before it is added to: the numbers are the CPU's to the last bit. */
TN_INLINE double plus(double a, double b, double c) { return __dadd_rn(a, __dmul_rn(b, c)); }
TN_INLINE float plus(float a, float b, float c) { return __fadd_rn(a, __fmul_rn(b, c)); }

/* Numbers come as a double and as an integer; floating elements take the one, integers the other. */

template <typename S> TN_INLINE void put(S* to, long long i, double real, long long, double) { tn_store(to, i, real); }
template <typename S> TN_INLINE void put(S* to, long long i, double real, long long, float) { tn_store(to, i, real); }
template <typename S> TN_INLINE void put(S* to, long long i, double, long long whole, long long) { tn_store(to, i, whole); }

template <typename A, typename S> __device__ void full(S* to, long long n, double real, long long whole) {
    TN_LOOP(i, n) { put(to, i, real, whole, (A) 0); }
}

template <typename A, typename S>
__device__ void arange(S* to, long long n, double start, double step, long long whole_start, long long whole_step) {
    TN_LOOP(i, n) {
        long long whole = (long long) ((unsigned long long) whole_start + (unsigned long long) i * (unsigned long long) whole_step);
        put(to, i, plus(start, (double) i, step), whole, (A) 0);
    }
}

/* counted from the nearer end, so that both are exact */
template <typename A, typename S, typename N> __device__ void linspace(S* to, long long n, N start, N end) {
    N step = n > 1 ? (end - start) / (N) (n - 1) : (N) 0;
    TN_LOOP(i, n) {
        N value = i < n / 2 || n == 1 ? plus(start, step, (N) i) : plus(end, -step, (N) (n - 1 - i));
        put(to, i, (double) value, (long long) value, (A) 0);
    }
}

template <typename A, typename S> __device__ void eye(S* to, long long rows, long long columns) {
    TN_LOOP(i, rows * columns) {
        bool one = i / columns == i % columns;
        put(to, i, one ? 1.0 : 0.0, one ? 1 : 0, (A) 0);
    }
}

/* what linspace computes in: float for floats that are no doubles */
template <typename A> struct Computing { typedef A type; };
template <> struct Computing<long long> { typedef double type; };

#define FILL(S, A, SUFFIX) \
    extern "C" __global__ void full_##SUFFIX(S* to, long long n, double real, long long whole) { full<A>(to, n, real, whole); } \
    extern "C" __global__ void arange_##SUFFIX(S* to, long long n, double start, double step, long long whole_start, long long whole_step) { \
        arange<A>(to, n, start, step, whole_start, whole_step); \
    } \
    extern "C" __global__ void linspace_##SUFFIX(S* to, long long n, double start, double end) { \
        linspace<A, S, Computing<A>::type>(to, n, (Computing<A>::type) start, (Computing<A>::type) end); \
    } \
    extern "C" __global__ void eye_##SUFFIX(S* to, long long rows, long long columns) { eye<A>(to, rows, columns); }
TN_EACH(FILL)
