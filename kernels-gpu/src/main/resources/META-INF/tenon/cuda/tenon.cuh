/* What every kernel of Tenon starts with. It needs no header of CUDA, so that NVRTC compiles it on a machine that has only the libraries. */
#ifndef TENON_CUH
#define TENON_CUH

/* ---- dtypes: M(S, A, suffix) for storage type, computing type and name; a unit holds the kernels of one dtype --------------------------- */

struct tn_half { unsigned short bits; };
struct tn_bfloat16 { unsigned short bits; };

#if defined(TN_DTYPE_float64) || defined(TN_ALL)
#define TN_IF_float64(M) M(double, double, float64)
#else
#define TN_IF_float64(M)
#endif
#if defined(TN_DTYPE_float32) || defined(TN_ALL)
#define TN_IF_float32(M) M(float, float, float32)
#else
#define TN_IF_float32(M)
#endif
#if defined(TN_DTYPE_float16) || defined(TN_ALL)
#define TN_IF_float16(M) M(tn_half, float, float16)
#else
#define TN_IF_float16(M)
#endif
#if defined(TN_DTYPE_bfloat16) || defined(TN_ALL)
#define TN_IF_bfloat16(M) M(tn_bfloat16, float, bfloat16)
#else
#define TN_IF_bfloat16(M)
#endif
#if defined(TN_DTYPE_int64) || defined(TN_ALL)
#define TN_IF_int64(M) M(long long, long long, int64)
#else
#define TN_IF_int64(M)
#endif
#if defined(TN_DTYPE_int32) || defined(TN_ALL)
#define TN_IF_int32(M) M(int, long long, int32)
#else
#define TN_IF_int32(M)
#endif
#if defined(TN_DTYPE_int16) || defined(TN_ALL)
#define TN_IF_int16(M) M(short, long long, int16)
#else
#define TN_IF_int16(M)
#endif
#if defined(TN_DTYPE_int8) || defined(TN_ALL)
#define TN_IF_int8(M) M(signed char, long long, int8)
#else
#define TN_IF_int8(M)
#endif
#if defined(TN_DTYPE_uint8) || defined(TN_ALL)
#define TN_IF_uint8(M) M(unsigned char, long long, uint8)
#else
#define TN_IF_uint8(M)
#endif
#if defined(TN_DTYPE_bool) || defined(TN_ALL)
#define TN_IF_bool(M) M(bool, long long, bool)
#else
#define TN_IF_bool(M)
#endif
#define TN_EACH_FLOATING(M) TN_IF_float64(M) TN_IF_float32(M) TN_IF_float16(M) TN_IF_bfloat16(M)
#define TN_EACH_INTEGRAL(M) TN_IF_int64(M) TN_IF_int32(M) TN_IF_int16(M) TN_IF_int8(M) TN_IF_uint8(M)
#define TN_EACH_NUMBER(M) TN_EACH_FLOATING(M) TN_EACH_INTEGRAL(M)
#define TN_EACH(M) TN_EACH_NUMBER(M) TN_IF_bool(M)

/* dtypes by number, where a kernel must know one at run time: the order of dev.tenon.core.DType */
enum { TN_FLOAT64, TN_FLOAT32, TN_FLOAT16, TN_BFLOAT16, TN_INT64, TN_INT32, TN_INT16, TN_INT8, TN_UINT8, TN_BOOL };

#define TN_INLINE __device__ __forceinline__

/* ---- halves: stored as such, computed in float ------------------------------------------------------------------------------------------ */

#ifndef TN_EMULATED
TN_INLINE unsigned int tn_bits(float x) { return __float_as_uint(x); }
TN_INLINE float tn_float(unsigned int bits) { return __uint_as_float(bits); }
TN_INLINE float tn_to_float(tn_half h) {
    float f;
    asm("cvt.f32.f16 %0, %1;" : "=f"(f) : "h"(h.bits));
    return f;
}
TN_INLINE tn_half tn_to_half(float f) {
    tn_half h;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(h.bits) : "f"(f));
    return h;
}
#else
TN_INLINE float tn_to_float(tn_half h) { return tn_half_to_float(h.bits); }
TN_INLINE tn_half tn_to_half(float f) { tn_half h = {tn_float_to_half(f)}; return h; }
#endif
TN_INLINE float tn_to_float(tn_bfloat16 b) { return tn_float((unsigned int) b.bits << 16); }
/* to nearest, ties to even; NaN stays NaN */
TN_INLINE tn_bfloat16 tn_to_bfloat16(float f) {
    unsigned int bits = tn_bits(f);
    tn_bfloat16 b;
    b.bits = f != f ? (unsigned short) ((bits >> 16) | 0x40) : (unsigned short) ((bits + 0x7fffu + ((bits >> 16) & 1)) >> 16);
    return b;
}

/* the float by which a number becomes a half: of the two around it the one whose last bit is 1, as the class Rounding has it */
TN_INLINE float tn_odd(float v) { return v; }
TN_INLINE float tn_odd(double v) {
    float nearest = (float) v;
    unsigned int bits = tn_bits(nearest);
    if ((bits & 1) != 0 || (double) nearest == v || v != v) {
        return nearest;
    }
    return tn_float((nearest < 0 ? -(double) nearest : (double) nearest) < (v < 0 ? -v : v) ? bits + 1 : bits - 1);
}
/* beyond 2^53 the low bits are joined to one: a double holds what is left */
TN_INLINE float tn_odd(long long v) {
    bool is_small = v >= -(1LL << 53) && v <= 1LL << 53;
    return tn_odd((double) (is_small ? v : (v & ~0x7ffLL) | ((v & 0x7ff) != 0 ? 0x400 : 0)));
}

template <typename C, typename S> struct TnElement {
    static TN_INLINE C load(S v) { return (C) v; }
    static TN_INLINE S store(C v) { return (S) v; }
};
template <typename C> struct TnElement<C, tn_half> {
    static TN_INLINE C load(tn_half v) { return (C) tn_to_float(v); }
    static TN_INLINE tn_half store(C v) { return tn_to_half(tn_odd(v)); }
};
template <typename C> struct TnElement<C, tn_bfloat16> {
    static TN_INLINE C load(tn_bfloat16 v) { return (C) tn_to_float(v); }
    static TN_INLINE tn_bfloat16 store(C v) { return tn_to_bfloat16(tn_odd(v)); }
};
template <typename C> struct TnElement<C, bool> {
    static TN_INLINE C load(bool v) { return (C) v; }
    static TN_INLINE bool store(C v) { return v != (C) 0; }
};
/* element i in the computing type, and back */
template <typename C, typename S> TN_INLINE C tn_load(const S* p, long long i) { return TnElement<C, S>::load(p[i]); }
template <typename C, typename S> TN_INLINE void tn_store(S* p, long long i, C v) { p[i] = TnElement<C, S>::store(v); }

/* ---- where operands lie: sizes from the innermost dimension, strides in elements, one row per operand ------------------------------------- */

#include "dev/tenon/gpu/launch/Offsets.cuh"

/* i / n for numbers from 0 on; 64-bit divisions are slow, and few numbers need them */
TN_INLINE long long tn_quotient(long long i, long long n) {
    return (((unsigned long long) i | (unsigned long long) n) >> 32) == 0 ? (long long) ((unsigned int) i / (unsigned int) n) : i / n;
}

TN_INLINE long long tn_offset(const TnLayout& layout, int operand, long long i) {
    long long offset = 0;
    for (int d = 0; d < layout.rank; d++) {
        long long rest = d + 1 < layout.rank ? tn_quotient(i, layout.size[d]) : 0;
        offset += (i - rest * layout.size[d]) * layout.stride[operand][d];
        i = rest;
    }
    return offset;
}

/* the loop of a kernel over n elements, by the size of the grid */
#define TN_LOOP(i, n) \
    for (long long i = blockIdx.x * (long long) blockDim.x + threadIdx.x; i < (n); i += (long long) gridDim.x * blockDim.x)

/* ---- shared memory and folds over a block --------------------------------------------------------------------------------------------------- */

#ifndef TN_EMULATED
#define TN_DYNAMIC_SHARED(T, name) \
    extern __shared__ __align__(16) unsigned char tn_dynamic_shared[]; \
    T* name = (T*) tn_dynamic_shared
#endif

struct TnSum { template <typename A> static TN_INLINE A of(A a, A b) { return a + b; } };
struct TnMax { template <typename A> static TN_INLINE A of(A a, A b) { return a != a ? a : b != b ? b : b > a ? b : a; } };
struct TnMin { template <typename A> static TN_INLINE A of(A a, A b) { return a != a ? a : b != b ? b : b < a ? b : a; } };

/* the fold of every thread's value, known to all threads; all threads of the block call it, blockDim.x is a multiple of 32 up to 1024 */
template <typename F, typename A> __device__ A tn_block_fold(A value, A identity) {
    __shared__ A partial[32];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, warps = blockDim.x / 32;
    for (int step = 16; step > 0; step /= 2) {
        value = F::of(value, __shfl_down_sync(0xffffffffu, value, step));
    }
    __syncthreads();
    if (lane == 0) {
        partial[warp] = value;
    }
    __syncthreads();
    A total = identity;
    for (int i = 0; i < warps; i++) {
        total = F::of(total, partial[i]);
    }
    return total;
}

/* ---- indices and divisors, which nothing has checked before ----------------------------------------------------------------------------------------------------- */

/* the first error, for the host to find when it waits: an index out of range, or a division by zero; as the class ErrorFlag reads it */
struct TnError {
    int operation;
    int is_division;
    long long index;
    long long size;
    long long dim;
};

/* whether the index is in [0, size); what is not is noted, and must not be used */
TN_INLINE bool tn_in_range(long long index, long long size, int dim, TnError* error, int operation) {
    if (index >= 0 && index < size) {
        return true;
    }
    if (atomicCAS(&error->operation, 0, operation) == 0) {
        error->index = index;
        error->size = size;
        error->dim = dim;
    }
    return false;
}

/* notes a divisor that is zero */
TN_INLINE void tn_divisor(long long divisor, TnError* error, int operation) {
    if (divisor == 0 && atomicCAS(&error->operation, 0, operation) == 0) {
        error->is_division = 1;
    }
}

/* ---- atomics ---------------------------------------------------------------------------------------------------------------------------------- */

/* p[i] = F(p[i], v), by comparing and swapping the aligned word around it */
template <typename F, typename A, typename S> __device__ void tn_atomic(S* p, long long i, A v) {
    unsigned long long at = (unsigned long long) (p + i);
    if (sizeof(S) == 8) {
        unsigned long long* word = (unsigned long long*) at;
        unsigned long long seen = *word, expected;
        do {
            expected = seen;
            S element = *(S*) &expected;
            element = TnElement<A, S>::store(F::of(TnElement<A, S>::load(element), v));
            unsigned long long next = expected;
            *(S*) &next = element;
            seen = atomicCAS(word, expected, next);
        } while (seen != expected);
    } else {
        unsigned int* word = (unsigned int*) (at & ~3ULL);
        int skip = (int) (at & 3);
        unsigned int seen = *word, expected;
        do {
            expected = seen;
            unsigned int next = expected;
            S element = *(S*) ((unsigned char*) &expected + skip);
            *(S*) ((unsigned char*) &next + skip) = TnElement<A, S>::store(F::of(TnElement<A, S>::load(element), v));
            seen = atomicCAS(word, expected, next);
        } while (seen != expected);
    }
}
template <typename A, typename S> __device__ void tn_atomic_add(S* p, long long i, A v) { tn_atomic<TnSum, A, S>(p, i, v); }
TN_INLINE void tn_atomic_add(float* p, long long i, float v) { atomicAdd(p + i, v); }
TN_INLINE void tn_atomic_add(double* p, long long i, double v) { atomicAdd(p + i, v); }

/* ---- Philox4x32-10, the numbers of the CPU ------------------------------------------------------------------------------------------------------ */

struct TnPhilox {
    unsigned int word[4];
};

TN_INLINE TnPhilox tn_philox(unsigned long long seed, unsigned long long subsequence, unsigned long long counter) {
    unsigned int k0 = (unsigned int) seed, k1 = (unsigned int) (seed >> 32);
    unsigned int c0 = (unsigned int) counter, c1 = (unsigned int) (counter >> 32);
    unsigned int c2 = (unsigned int) subsequence, c3 = (unsigned int) (subsequence >> 32);
    for (int round = 0; round < 10; round++) {
        unsigned long long a = 0xD2511F53ULL * c0, b = 0xCD9E8D57ULL * c2;
        unsigned int n0 = (unsigned int) (b >> 32) ^ c1 ^ k0, n2 = (unsigned int) (a >> 32) ^ c3 ^ k1;
        c1 = (unsigned int) b;
        c3 = (unsigned int) a;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    TnPhilox result = {{c0, c1, c2, c3}};
    return result;
}

#endif
