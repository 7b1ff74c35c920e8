/* The arrangements of reductions; tenon.cuh and places.cuh come first. */
#ifndef TENON_REDUCTION_CUH
#define TENON_REDUCTION_CUH

/*
 * A fold F<A> in the accumulators' type A has init(), map(x), combine(a, b) and finish(a, n), and PACKED, whether the map is cheap enough
 * for reading several elements at once to count. Results are the same from run to run: which elements a thread folds depends on sizes
 * alone, and accumulators are combined in a fixed order.
 */

#include "dev/tenon/gpu/launch/FoldArguments.cuh"

template <typename A> static __device__ void tn_store_as(void* p, int dtype, long long i, A v) {
    switch (dtype) {
        case TN_FLOAT64: tn_store((double*) p, i, v); break;
        case TN_FLOAT32: tn_store((float*) p, i, v); break;
        case TN_FLOAT16: tn_store((tn_half*) p, i, v); break;
        case TN_BFLOAT16: tn_store((tn_bfloat16*) p, i, v); break;
        case TN_INT64: tn_store((long long*) p, i, v); break;
        case TN_INT32: tn_store((int*) p, i, v); break;
        case TN_INT16: tn_store((short*) p, i, v); break;
        case TN_INT8: tn_store((signed char*) p, i, v); break;
        case TN_UINT8: tn_store((unsigned char*) p, i, v); break;
        default: tn_store((bool*) p, i, v);
    }
}

template <typename F, typename A> TN_INLINE void tn_result(const F& f, const TnFold& fold, long long result, A a) {
    if (fold.partial != 0) {
        ((A*) fold.partial)[blockIdx.y * fold.results + result] = a;
    } else {
        tn_store_as((void*) fold.output, fold.dtype, result, f.finish(a, (A) fold.count));
    }
}

/* the mapped element, or an accumulator of an earlier launch as it is */
template <bool MAPPED> struct TnMapped {
    template <typename F, typename A> TN_INLINE static A of(const F& f, A x) { return f.map(x); }
};

template <> struct TnMapped<false> {
    template <typename F, typename A> TN_INLINE static A of(const F& f, A x) { return x; }
};

/* the offset of one element; most have one dimension, and the others should not make kernels long */
TN_INLINE long long tn_offset(const TnPlaces<1>& places, long long i) {
    long long offset = 0;
#pragma unroll 1
    for (int d = 0; d < places.rank; d++) {
        long long rest = d + 1 < places.rank ? tn_quotient(i, places.size[d]) : 0;
        offset += (i - rest * places.size[d]) * places.stride[0][d];
        i = rest;
    }
    return offset;
}

/* a, combined with every step-th element from i on */
template <bool MAPPED, typename F, typename S, typename A>
TN_INLINE A tn_combined(const F& f, A a, const S* p, const TnPlaces<1>& places, long long i, long long to, int step) {
    if (places.rank <= 1) {
        long long stride = places.rank == 0 ? 0 : places.stride[0][0];
#pragma unroll (F::PACKED ? 4 : 1)
        for (; i < to; i += step) {
            a = f.combine(a, TnMapped<MAPPED>::of(f, tn_load<A>(p, i * stride)));
        }
    } else {
#pragma unroll 1
        for (; i < to; i += step) {
            a = f.combine(a, TnMapped<MAPPED>::of(f, tn_load<A>(p, tn_offset(places, i))));
        }
    }
    return a;
}

/* The accumulator of what this thread folds of one result: every lanes-th pack, then every lanes-th element of those left. */
template <typename F, typename S, typename A>
TN_INLINE A tn_part(const F& f, const S* p, const TnFold& fold, long long from, long long to, int lane) {
    const int V = F::PACKED ? TN_PACK(S) : 1;
    A a = f.init();
    if (V > 1 && fold.packed) {
        long long packs = (to - from) / V;
#pragma unroll 2
        for (long long k = lane; k < packs; k += fold.lanes) {
            TnPack<S, V> pack = *(const TnPack<S, V>*) (p + from + k * V);
#pragma unroll
            for (int v = 0; v < V; v++) {
                a = f.combine(a, f.map(TnElement<A, S>::load(pack.element[v])));
            }
        }
        from += packs * V;
    }
    return tn_combined<true>(f, a, p, fold.folded, from + lane, to, fold.lanes);
}

/* The accumulators of the threads that share a result, combined; the first of them knows it. */
template <typename F, typename A> TN_INLINE A tn_shared(const F& f, A a, int lanes) {
    __shared__ A partial[32];
    for (int step = (lanes < 32 ? lanes : 32) / 2; step > 0; step /= 2) {
        a = f.combine(a, __shfl_down_sync(0xffffffffu, a, step));
    }
    if (lanes > 32) {
        __syncthreads();
        if (threadIdx.x % 32 == 0) {
            partial[threadIdx.x / 32] = a;
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            for (int warp = 1; warp < (int) blockDim.x / 32; warp++) {
                a = f.combine(a, partial[warp]);
            }
        }
    }
    return a;
}

/* Neighbouring threads fold neighbouring elements of one result: for elements of a result that lie close together. */
template <typename F, typename S, typename A> TN_INLINE void tn_fold_rows(const F& f, const TnFold& fold) {
    int lane = threadIdx.x % fold.lanes, rows = blockDim.x / fold.lanes;
    long long from = blockIdx.y * fold.chunk, to = from + fold.chunk < fold.length ? from + fold.chunk : fold.length;
    for (long long first = (long long) blockIdx.x * rows; first < fold.results; first += (long long) gridDim.x * rows) {
        long long result = first + threadIdx.x / fold.lanes;
        A a = f.init();
        if (result < fold.results) {
            a = tn_part<F, S, A>(f, (const S*) fold.input + tn_offset(fold.kept, result), fold, from, to, lane);
        }
        a = tn_shared(f, a, fold.lanes);
        if (lane == 0 && result < fold.results) {
            tn_result(f, fold, result, a);
        }
    }
}

/* The accumulators of a tile of lanes results by as many rows as a block has threads for, combined and stored. */
template <typename F, typename A> TN_INLINE void tn_tile(const F& f, const TnFold& fold, long long result, A a) {
    __shared__ A partial[256];
    int row = threadIdx.x / fold.lanes;
    partial[threadIdx.x] = a;
    for (int half = blockDim.x / fold.lanes / 2; half > 0; half /= 2) {
        __syncthreads();
        if (row < half) {
            a = f.combine(a, partial[threadIdx.x + half * fold.lanes]);
            partial[threadIdx.x] = a;
        }
    }
    if (row == 0 && result < fold.results) {
        tn_result(f, fold, result, a);
    }
    __syncthreads();
}

/*
 * Neighbouring threads fold elements of neighbouring results: for elements of different results that lie close together. A block is a
 * tile of lanes results by as many rows of elements as it has threads for.
 */
template <typename F, typename S, typename A, bool MAPPED> TN_INLINE void tn_fold_columns(const F& f, const TnFold& fold) {
    int column = threadIdx.x % fold.lanes, row = threadIdx.x / fold.lanes, rows = blockDim.x / fold.lanes;
    long long from = blockIdx.y * fold.chunk, to = from + fold.chunk < fold.length ? from + fold.chunk : fold.length;
    for (long long first = (long long) blockIdx.x * fold.lanes; first < fold.results; first += (long long) gridDim.x * fold.lanes) {
        long long result = first + column;
        A a = f.init();
        if (result < fold.results) {
            const S* p = (const S*) fold.input + tn_offset(fold.kept, result);
            a = tn_combined<MAPPED>(f, a, p, fold.folded, from + row, to, rows);
        }
        tn_tile(f, fold, result, a);
    }
}

/* ---- norms of what lies beyond the range of the accumulators ------------------------------------------------------------------------------ */

/* the element of a result that is furthest from 1 on the side that matters: the largest, or the least for a negative order */
template <typename S> TN_INLINE double tn_extreme(const S* p, const TnFold& fold, bool largest) {
    double extreme = largest ? 0 : (double) __uint_as_float(0x7f800000u);
#pragma unroll 1
    for (long long i = threadIdx.x; i < fold.length; i += blockDim.x) {
        double x = fabs(tn_load<double>(p, tn_offset(fold.folded, i)));
        extreme = largest ? TnMax::of(extreme, x) : TnMin::of(extreme, x);
    }
    return largest ? tn_block_fold<TnMax>(extreme, 0.0) : tn_block_fold<TnMin>(extreme, (double) __uint_as_float(0x7f800000u));
}

/*
 * Folds those results once more whose sum of powers may have left the range, the elements divided by a power of two near the extreme one.
 * A block takes a result; where it is 0 or infinite with right, the extreme element says so.
 */
template <typename F, typename S, typename A> TN_INLINE void tn_fold_again(const F& f, const TnFold& fold, double order) {
    double reach = exp2(960 / fabs(order));
    for (long long result = blockIdx.x; result < fold.results; result += gridDim.x) {
        double norm = tn_load<double>((const S*) fold.output, result);
        __syncthreads();
        if (norm != norm || (norm > 1 / reach && norm < reach)) {
            continue;
        }
        const S* p = (const S*) fold.input + tn_offset(fold.kept, result);
        double extreme = tn_extreme(p, fold, order > 0);
        if (!(extreme > 0 && extreme < (double) __uint_as_float(0x7f800000u))) {
            continue;
        }
        double scale = ldexp(1.0, ilogb(extreme));
        A a = f.init();
#pragma unroll 1
        for (long long i = threadIdx.x; i < fold.length; i += blockDim.x) {
            a = f.combine(a, f.map((A) (tn_load<double>(p, tn_offset(fold.folded, i)) / scale)));
        }
        a = tn_shared(f, a, blockDim.x);
        if (threadIdx.x == 0) {
            tn_store_as((void*) fold.output, fold.dtype, result, f.finish(a, (A) fold.count, (A) scale) * (A) scale);
        }
    }
}

#endif
