#include "tenon.cuh"
#include "rows.cuh"

/* One row of logits: the logarithm of the sum of exponentials, and how far it lies above the target's logit. A target that is no class is
   noted, nothing is read at its place, and the loss is NaN. */
template <bool WARP, typename A, typename S>
__device__ void cross_entropy_row(
    const S* input, const long long* target, A* log_sum, A* losses, long long row, long long classes, long long ignored, TnError* error, int op) {
    int thread = WARP ? threadIdx.x % 32 : threadIdx.x, threads = WARP ? 32 : blockDim.x;
    input += row * classes;
    TnExpSum<A> total = tn_exp_sum_fold<WARP>(tn_exp_sum<A>(input, thread, classes, threads, 1));
    if (thread == 0) {
        A log_of_sum = log(total.sum), loss = 0;
        long long t = target[row];
        if (t != ignored) {
            loss = tn_in_range(t, classes, 1, error, op) ? total.max - tn_load<A>(input, t) + log_of_sum : TN_NAN(A);
        }
        log_sum[row] = total.max + log_of_sum;
        losses[row] = loss;
    }
}

/* the mean of the losses that count, by one block */
template <typename A, typename S>
__device__ void cross_entropy_mean(const A* losses, const long long* target, S* mean, long long rows, long long ignored) {
    double sum = 0;
    long long count = 0;
    for (long long i = threadIdx.x; i < rows; i += blockDim.x) {
        sum += losses[i];
        count += target[i] != ignored;
    }
    sum = tn_block_fold<TnSum>(sum, 0.0);
    count = tn_block_fold<TnSum>(count, 0LL);
    if (threadIdx.x == 0) {
        tn_store(mean, 0, (A) (sum / (double) count));
    }
}

/* how many targets count, by one block */
__device__ void cross_entropy_count(const long long* target, double* counted, long long rows, long long ignored) {
    long long count = 0;
    for (long long i = threadIdx.x; i < rows; i += blockDim.x) {
        count += target[i] != ignored;
    }
    count = tn_block_fold<TnSum>(count, 0LL);
    if (threadIdx.x == 0) {
        *counted = (double) count;
    }
}

/* (softmax(x) - onehot(t)) * g; `counted` is null where the gradient is not divided, `step` 0 where one gradient serves all rows */
template <typename A, typename S>
__device__ void cross_entropy_backward(const S* grad, int step, const S* input, const long long* target, const A* log_sum, const double* counted,
    S* to, long long rows, long long classes, long long ignored, TnError* error, int op) {
    A divisor = counted == 0 ? (A) 1 : (A) *counted;
    for (long long row = blockIdx.x * (long long) blockDim.y + threadIdx.y; row < rows; row += gridDim.x * (long long) blockDim.y) {
        const S* x = input + row * classes;
        S* gx = to + row * classes;
        long long t = target[row];
        A lse = log_sum[row], g = t == ignored ? (A) 0 : tn_load<A>(grad, row * step) / divisor;
        if (t != ignored && !(t >= 0 && t < classes)) {
            tn_in_range(t, classes, 1, error, op);
            g = TN_NAN(A);
        }
        for (long long i = threadIdx.x; i < classes; i += blockDim.x) {
            A p = exp(tn_load<A>(x, i) - lse);
            tn_store(gx, i, t == ignored ? (A) 0 : i == t ? p * g - g : p * g);
        }
    }
}

#define CROSS_ENTROPY(S, A, SUFFIX) \
    extern "C" __global__ void cross_entropy_warp_##SUFFIX(const S* input, const long long* target, A* log_sum, A* losses, long long rows, \
        long long classes, long long ignored, TnError* error, int op) { \
        long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32; \
        if (row < rows) { \
            cross_entropy_row<true>(input, target, log_sum, losses, row, classes, ignored, error, op); \
        } \
    } \
    extern "C" __global__ void cross_entropy_block_##SUFFIX(const S* input, const long long* target, A* log_sum, A* losses, long long rows, \
        long long classes, long long ignored, TnError* error, int op) { \
        cross_entropy_row<false>(input, target, log_sum, losses, blockIdx.x, classes, ignored, error, op); \
    } \
    extern "C" __global__ void cross_entropy_mean_##SUFFIX( \
        const A* losses, const long long* target, S* mean, long long rows, long long ignored) { \
        cross_entropy_mean(losses, target, mean, rows, ignored); \
    } \
    extern "C" __global__ void cross_entropy_count_##SUFFIX(const long long* target, double* counted, long long rows, long long ignored) { \
        cross_entropy_count(target, counted, rows, ignored); \
    } \
    extern "C" __global__ void cross_entropy_backward_##SUFFIX(const S* grad, int step, const S* input, const long long* target, \
        const A* log_sum, const double* counted, S* to, long long rows, long long classes, long long ignored, TnError* error, int op) { \
        cross_entropy_backward(grad, step, input, target, log_sum, counted, to, rows, classes, ignored, error, op); \
    }
TN_EACH_FLOATING(CROSS_ENTROPY)
