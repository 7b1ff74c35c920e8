/* Reductions of several tensors; tenon.cuh and places.cuh come first. */
#ifndef TENON_JOINT_CUH
#define TENON_JOINT_CUH

/*
 * A fold F<A> of INPUTS tensors has map(x, given), x an element of each and given a bit for each tensor that was given. The tensors are read
 * where they lie, broadcast by strides of 0; what becomes of the mapped elements is as in reduction.cuh.
 */

#include "reduction.cuh"
#include "dev/tenon/gpu/launch/FoldInputs.cuh"

/* a, combined with every step-th element of a result from i on */
template <typename F, typename S, typename A, int N>
TN_INLINE A tn_jointly(const F& f, A a, const TnInputs<N>& inputs, const TnPlaces<N>& kept, const TnPlaces<N>& folded, long long result,
    long long i, long long to, int step) {
    const S* p[N];
    long long at[N];
    unsigned int given = 0;
    tn_find(kept, result, at);
#pragma unroll
    for (int k = 0; k < N; k++) {
        p[k] = (const S*) inputs.address[k][0] + at[k];
        given |= inputs.address[k][0] != 0 ? 1u << k : 0u;
    }
#pragma unroll (F::PACKED ? 4 : 1)
    for (; i < to; i += step) {
        A x[N];
        tn_find(folded, i, at);
#pragma unroll
        for (int k = 0; k < N; k++) {
            x[k] = given >> k & 1 ? tn_load<A>(p[k], at[k]) : (A) 0;
        }
        a = f.combine(a, f.map(x, given));
    }
    return a;
}

/* As tn_fold_rows. */
template <typename F, typename S, typename A, int N>
TN_INLINE void tn_joint_rows(const F& f, const TnFold& fold, const TnInputs<N>& inputs, const TnPlaces<N>& kept, const TnPlaces<N>& folded) {
    int lane = threadIdx.x % fold.lanes, rows = blockDim.x / fold.lanes;
    long long from = blockIdx.y * fold.chunk, to = from + fold.chunk < fold.length ? from + fold.chunk : fold.length;
    for (long long first = (long long) blockIdx.x * rows; first < fold.results; first += (long long) gridDim.x * rows) {
        long long result = first + threadIdx.x / fold.lanes;
        A a = f.init();
        if (result < fold.results) {
            a = tn_jointly<F, S, A>(f, a, inputs, kept, folded, result, from + lane, to, fold.lanes);
        }
        a = tn_shared(f, a, fold.lanes);
        if (lane == 0 && result < fold.results) {
            tn_result(f, fold, result, a);
        }
    }
}

/* As tn_fold_columns. */
template <typename F, typename S, typename A, int N>
TN_INLINE void tn_joint_columns(const F& f, const TnFold& fold, const TnInputs<N>& inputs, const TnPlaces<N>& kept,
    const TnPlaces<N>& folded) {
    int column = threadIdx.x % fold.lanes, row = threadIdx.x / fold.lanes, rows = blockDim.x / fold.lanes;
    long long from = blockIdx.y * fold.chunk, to = from + fold.chunk < fold.length ? from + fold.chunk : fold.length;
    for (long long first = (long long) blockIdx.x * fold.lanes; first < fold.results; first += (long long) gridDim.x * fold.lanes) {
        long long result = first + column;
        A a = f.init();
        if (result < fold.results) {
            a = tn_jointly<F, S, A>(f, a, inputs, kept, folded, result, from + row, to, rows);
        }
        tn_tile(f, fold, result, a);
    }
}

#endif
