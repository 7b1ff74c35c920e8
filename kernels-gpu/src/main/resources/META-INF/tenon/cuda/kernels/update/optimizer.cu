#include "tenon.cuh"

/* Steps of many parameters in one launch: the table says where each lies and which block is its first; it comes with the arguments. */

enum { TABLE = 72, GROUPS = 5, PIECE = 2048 };

struct Table {
    int count, unused;
    long long size[TABLE];
    void* at[GROUPS][TABLE];
    int first_block[TABLE];
};

/* the parameter that this block works on */
TN_INLINE int parameter_of_block(const Table& table) {
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

/* for (i over the elements of this block's piece of parameter t) */
#define PIECE_LOOP(i, t) \
    long long last_of_piece = min((long long) (blockIdx.x - table.first_block[t] + 1) * PIECE, table.size[t]); \
    _Pragma("unroll 4") \
    for (long long i = (long long) (blockIdx.x - table.first_block[t]) * PIECE + threadIdx.x; i < last_of_piece; i += blockDim.x)

template <typename A, typename S>
__device__ void sgd_step(const Table& table, A lr, A momentum, A fresh, A decay, bool nesterov, bool maximize, bool first) {
    int t = parameter_of_block(table);
    S* parameter = (S*) table.at[0][t];
    const S* gradient = (const S*) table.at[1][t];
    S* buffer = (S*) table.at[2][t];
    PIECE_LOOP(i, t) {
        A value = tn_load<A>(parameter, i), grad = tn_load<A>(gradient, i);
        A step = fma(decay, value, maximize ? -grad : grad);
        if (momentum != 0) {
            A carried = first ? step : fma(momentum, tn_load<A>(buffer, i), fresh * step);
            tn_store(buffer, i, carried);
            step = nesterov ? fma(momentum, carried, step) : carried;
        }
        tn_store(parameter, i, fma(-lr, step, value));
    }
}

/* keep: what decoupled decay leaves of the parameter; step_size: the learning rate over the bias correction of the first moment; root: the
   reciprocal root of the bias correction of the second */
template <typename A, typename S>
__device__ void adam_step(
    const Table& table, A keep, A decay, A step_size, A root, A fresh, A beta2, A fresh_square, A eps, bool amsgrad, bool maximize) {
    int t = parameter_of_block(table);
    S* parameter = (S*) table.at[0][t];
    const S* gradient = (const S*) table.at[1][t];
    S* first_moment = (S*) table.at[2][t];
    S* second_moment = (S*) table.at[3][t];
    S* largest = (S*) table.at[4][t];
    PIECE_LOOP(i, t) {
        A value = tn_load<A>(parameter, i) * keep, grad = tn_load<A>(gradient, i), before = tn_load<A>(first_moment, i);
        grad = fma(decay, value, maximize ? -grad : grad);
        A mean = fma(fresh, grad - before, before);
        A square = fma(beta2, tn_load<A>(second_moment, i), fresh_square * (grad * grad));
        tn_store(first_moment, i, mean);
        tn_store(second_moment, i, square);
        if (amsgrad) {
            square = TnMax::of(tn_load<A>(largest, i), square);
            tn_store(largest, i, square);
        }
        tn_store(parameter, i, fma(-step_size, mean / fma((A) sqrt(square), root, eps), value));
    }
}

template <typename A, typename S>
__device__ void rmsprop_step(const Table& table, A lr, A alpha, A eps, A decay, A momentum, bool centered, bool maximize) {
    int t = parameter_of_block(table);
    S* parameter = (S*) table.at[0][t];
    const S* gradient = (const S*) table.at[1][t];
    S* squares = (S*) table.at[2][t];
    S* buffer = (S*) table.at[3][t];
    S* average = (S*) table.at[momentum != 0 ? 4 : 3][t];
    PIECE_LOOP(i, t) {
        A value = tn_load<A>(parameter, i), grad = tn_load<A>(gradient, i);
        grad = fma(decay, value, maximize ? -grad : grad);
        A square = alpha * tn_load<A>(squares, i) + (1 - alpha) * grad * grad;
        tn_store(squares, i, square);
        if (centered) {
            A mean = tn_load<A>(average, i);
            mean += (1 - alpha) * (grad - mean);
            tn_store(average, i, mean);
            square -= mean * mean;
        }
        A step = grad / ((A) sqrt(square) + eps);
        if (momentum != 0) {
            step = fma(momentum, tn_load<A>(buffer, i), step);
            tn_store(buffer, i, step);
        }
        tn_store(parameter, i, fma(-lr, step, value));
    }
}

#define OPTIMIZER(S, A, SUFFIX) \
    extern "C" __global__ void sgd_step_##SUFFIX( \
        Table table, double lr, double momentum, double fresh, double decay, bool nesterov, bool maximize, bool first) { \
        sgd_step<A, S>(table, (A) lr, (A) momentum, (A) fresh, (A) decay, nesterov, maximize, first); \
    } \
    extern "C" __global__ void adam_step_##SUFFIX(Table table, double keep, double decay, double step_size, double root, double fresh, \
        double beta2, double fresh_square, double eps, bool amsgrad, bool maximize) { \
        adam_step<A, S>(table, (A) keep, (A) decay, (A) step_size, (A) root, (A) fresh, (A) beta2, (A) fresh_square, (A) eps, amsgrad, maximize); \
    } \
    extern "C" __global__ void rmsprop_step_##SUFFIX( \
        Table table, double lr, double alpha, double eps, double decay, double momentum, bool centered, bool maximize) { \
        rmsprop_step<A, S>(table, (A) lr, (A) alpha, (A) eps, (A) decay, (A) momentum, centered, maximize); \
    }
TN_EACH_FLOATING(OPTIMIZER)
