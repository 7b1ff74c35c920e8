#include "tenon.cuh"

/* as Java converts: NaN to 0, and what is too large to the largest */
TN_INLINE long long truncated(double v) {
    return v != v ? 0 : v >= 9223372036854775807.0 ? 0x7fffffffffffffffLL : v <= -9223372036854775808.0 ? -0x7fffffffffffffffLL - 1
        : (long long) v;
}

/* integers take the low bits of the whole part; all others the nearest number */
template <typename S> struct Target {
    static TN_INLINE S of(double v) { return (S) truncated(v); }
    static TN_INLINE S of(long long v) { return (S) v; }
};
template <> struct Target<bool> {
    static TN_INLINE bool of(double v) { return v != 0; }
    static TN_INLINE bool of(long long v) { return v != 0; }
};
template <> struct Target<double> {
    static TN_INLINE double of(double v) { return v; }
    static TN_INLINE double of(long long v) { return (double) v; }
};
template <> struct Target<float> {
    static TN_INLINE float of(double v) { return (float) v; }
    static TN_INLINE float of(long long v) { return (float) v; }
};
template <> struct Target<tn_half> {
    static TN_INLINE tn_half of(double v) { return tn_to_half(tn_odd(v)); }
    static TN_INLINE tn_half of(long long v) { return tn_to_half(tn_odd(v)); }
};
template <> struct Target<tn_bfloat16> {
    static TN_INLINE tn_bfloat16 of(double v) { return tn_to_bfloat16(tn_odd(v)); }
    static TN_INLINE tn_bfloat16 of(long long v) { return tn_to_bfloat16(tn_odd(v)); }
};

/* elements i, i + 1, ... of a source of any dtype: integers as long long, all others as double */
template <typename F, typename V, int N> TN_INLINE void take(const void* from, long long i, V* values) {
    struct alignas(N * sizeof(F)) Elements { F at[N]; };
    Elements elements = ((const Elements*) from)[i / N];
    for (int k = 0; k < N; k++) {
        values[k] = tn_load<V>(elements.at, k);
    }
}
template <int N> TN_INLINE void take(const void* from, int dtype, long long i, long long* values) {
    switch (dtype) {
        case TN_INT64: take<long long, long long, N>(from, i, values); break;
        case TN_INT32: take<int, long long, N>(from, i, values); break;
        case TN_INT16: take<short, long long, N>(from, i, values); break;
        case TN_INT8: take<signed char, long long, N>(from, i, values); break;
        case TN_UINT8: take<unsigned char, long long, N>(from, i, values); break;
        default: take<bool, long long, N>(from, i, values);
    }
}
template <int N> TN_INLINE void take(const void* from, int dtype, long long i, double* values) {
    switch (dtype) {
        case TN_FLOAT64: take<double, double, N>(from, i, values); break;
        case TN_FLOAT32: take<float, double, N>(from, i, values); break;
        case TN_FLOAT16: take<tn_half, double, N>(from, i, values); break;
        default: take<tn_bfloat16, double, N>(from, i, values);
    }
}

template <typename V, typename S> __device__ void cast(const void* from, int dtype, S* to, long long n, const TnLayout& layout) {
    TN_LOOP(i, n) {
        V value;
        take<1>(from, dtype, tn_offset(layout, 0, i), &value);
        to[tn_offset(layout, 1, i)] = Target<S>::of(value);
    }
}

/* both row-major: four elements at a time, then the tail */
template <typename V, typename S> __device__ void cast_dense(const void* from, int dtype, S* to, long long n) {
    struct alignas(4 * sizeof(S)) Four { S at[4]; };
    TN_LOOP(i, n / 4) {
        V values[4];
        Four result;
        take<4>(from, dtype, 4 * i, values);
        for (int k = 0; k < 4; k++) {
            result.at[k] = Target<S>::of(values[k]);
        }
        ((Four*) to)[i] = result;
    }
    TN_LOOP(i, n % 4) {
        V value;
        take<1>(from, dtype, n / 4 * 4 + i, &value);
        to[n / 4 * 4 + i] = Target<S>::of(value);
    }
}

#define CASTS(S, A, SUFFIX) \
    extern "C" __global__ void cast_##SUFFIX(const void* from, int dtype, S* to, long long n, TnLayout layout) { \
        if (dtype >= TN_INT64) { \
            cast<long long>(from, dtype, to, n, layout); \
        } else { \
            cast<double>(from, dtype, to, n, layout); \
        } \
    } \
    extern "C" __global__ void cast_dense_##SUFFIX(const void* from, int dtype, S* to, long long n) { \
        if (dtype >= TN_INT64) { \
            cast_dense<long long>(from, dtype, to, n); \
        } else { \
            cast_dense<double>(from, dtype, to, n); \
        } \
    }
TN_EACH(CASTS)
