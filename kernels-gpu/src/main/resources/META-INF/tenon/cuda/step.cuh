/* The loop of optimizer steps: many parameters in one launch. tenon.cuh comes first. */
#ifndef TENON_STEP_CUH
#define TENON_STEP_CUH

/*
 * A step F<A> in the computing type A is called with the parameter, the gradient and the states of one element, changes them, and has
 *     GROUPS  how many these are
 */

enum { TN_PIECE = 2048, TN_TABLE_BYTES = 3744 };

/* Where G groups of tensors lie, and which block is the first of each parameter; a table comes with the arguments of a launch. */
template <int G> struct TnTable {
    enum { ROWS = TN_TABLE_BYTES / (12 + 8 * G) / 2 * 2 };
    int count, unused;
    long long size[ROWS];
    void* at[G][ROWS];
    int first_block[ROWS];
};

/* the parameter that this block works on */
template <int G> TN_INLINE int tn_parameter_of_block(const TnTable<G>& table) {
    int low = 0, high = table.count;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (table.first_block[middle] <= blockIdx.x) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* steps the elements of this block's piece of its parameter */
template <typename F, typename S, typename A> TN_INLINE void tn_step(const F& step, const TnTable<F::GROUPS>& table) {
    int t = tn_parameter_of_block(table);
    long long first = (long long) (blockIdx.x - table.first_block[t]) * TN_PIECE;
    long long last = min(first + TN_PIECE, table.size[t]);
#pragma unroll 4
    for (long long i = first + threadIdx.x; i < last; i += blockDim.x) {
        A x[F::GROUPS];
#pragma unroll
        for (int g = 0; g < F::GROUPS; g++) {
            x[g] = tn_load<A>((const S*) table.at[g][t], i);
        }
        step(x);
#pragma unroll
        for (int g = 0; g < F::GROUPS; g++) {
            if (g != 1) {
                tn_store((S*) table.at[g][t], i, x[g]);
            }
        }
    }
}

#endif
