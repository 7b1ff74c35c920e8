#include "tenon.cuh"

/* Element i takes its number from place offset + i of the seed's sequence, as on the CPU. Products are rounded before they are added to,
   so that the numbers are the CPU's to the last bit. */

TN_INLINE unsigned long long bits(const TnPhilox& at) { return (unsigned long long) at.word[0] << 32 | at.word[1]; }

/* in [0, 1) with 24 bits, and with 53 */
TN_INLINE double uniform(const TnPhilox& at, float) { return (at.word[0] >> 8) * 5.9604644775390625e-8; }
TN_INLINE double uniform(const TnPhilox& at, double) { return (double) (bits(at) >> 11) * 1.1102230246251565e-16; }
TN_INLINE double uniform(const TnPhilox& at, long long) { return uniform(at, 0.0f); }

/* standard normal, by Box and Muller from two uniform numbers; the first is in (0, 1], for its logarithm must be finite */
TN_INLINE double normal(const TnPhilox& at) {
    double u = (double) ((bits(at) >> 11) + 1) * 1.1102230246251565e-16;
    double angle = (double) (((unsigned long long) at.word[2] << 32 | at.word[3]) >> 11) * 1.1102230246251565e-16;
    return sqrt(-2 * log(u)) * cos(2 * 3.141592653589793 * angle);
}

/* fractions of a number for an integer are cut off */
template <typename S> TN_INLINE void store_number(S* to, long long i, double v, double) { tn_store(to, i, v); }
template <typename S> TN_INLINE void store_number(S* to, long long i, double v, float) { tn_store(to, i, v); }
template <typename S> TN_INLINE void store_number(S* to, long long i, double v, long long) { tn_store(to, i, (long long) v); }
TN_INLINE void store_number(bool* to, long long i, double v, long long) { to[i] = v != 0; }

/* what would be rounded to the end of a range becomes the last number before it */
TN_INLINE double up_to(double v, double last) { return v < last ? v : last; }

template <typename A, typename S>
__device__ void fill_uniform(S* to, long long n, double low, double width, double last, long long seed, long long offset) {
    TN_LOOP(i, n) {
        double v = __dadd_rn(low, __dmul_rn(width, uniform(tn_philox(seed, 0, offset + i), (A) 0)));
        store_number(to, i, up_to(v, last), (A) 0);
    }
}

template <typename A, typename S> __device__ void fill_normal(S* to, long long n, double mean, double std, long long seed, long long offset) {
    TN_LOOP(i, n) { store_number(to, i, __dadd_rn(mean, __dmul_rn(std, normal(tn_philox(seed, 0, offset + i)))), (A) 0); }
}

template <typename S> TN_INLINE void store_integer(S* to, long long i, long long v, double last, double) { tn_store(to, i, up_to((double) v, last)); }
template <typename S> TN_INLINE void store_integer(S* to, long long i, long long v, double last, float) { tn_store(to, i, up_to((double) v, last)); }
template <typename S> TN_INLINE void store_integer(S* to, long long i, long long v, double, long long) { tn_store(to, i, v); }

/* the bias of the multiplication is below 2^-32 for bounds below 2^32 */
template <typename A, typename S>
__device__ void fill_integers(S* to, long long n, long long low, long long bound, double last, long long seed, long long offset) {
    TN_LOOP(i, n) {
        unsigned long long above = __umul64hi(bits(tn_philox(seed, 0, offset + i)), (unsigned long long) bound);
        store_integer(to, i, (long long) ((unsigned long long) low + above), last, (A) 0);
    }
}

template <typename A, typename S> __device__ void bernoulli(const S* chances, S* to, long long n, long long seed, long long offset) {
    TN_LOOP(i, n) { tn_store(to, i, uniform(tn_philox(seed, 0, offset + i), (A) 0) < tn_load<double>(chances, i) ? (A) 1 : (A) 0); }
}

template <typename A, typename S> __device__ void dropout(const S* from, S* to, long long n, double p, double scale, long long seed, long long offset) {
    TN_LOOP(i, n) {
        bool kept = uniform(tn_philox(seed, 0, offset + i), 0.0f) >= p;
        tn_store(to, i, kept ? (A) (tn_load<double>(from, i) * scale) : (A) 0);
    }
}

#define SOURCES(S, A, SUFFIX) \
    extern "C" __global__ void uniform_##SUFFIX( \
        S* to, long long n, double low, double width, double last, long long seed, long long offset) { \
        fill_uniform<A>(to, n, low, width, last, seed, offset); \
    } \
    extern "C" __global__ void normal_##SUFFIX(S* to, long long n, double mean, double std, long long seed, long long offset) { \
        fill_normal<A>(to, n, mean, std, seed, offset); \
    } \
    extern "C" __global__ void randint_##SUFFIX( \
        S* to, long long n, long long low, long long bound, double last, long long seed, long long offset) { \
        fill_integers<A>(to, n, low, bound, last, seed, offset); \
    }
TN_EACH(SOURCES)

#define DRAWS(S, A, SUFFIX) \
    extern "C" __global__ void bernoulli_##SUFFIX(const S* chances, S* to, long long n, long long seed, long long offset) { \
        bernoulli<A>(chances, to, n, seed, offset); \
    } \
    extern "C" __global__ void dropout_##SUFFIX( \
        const S* from, S* to, long long n, double p, double scale, long long seed, long long offset) { \
        dropout<A>(from, to, n, p, scale, seed, offset); \
    }
TN_EACH_FLOATING(DRAWS)
