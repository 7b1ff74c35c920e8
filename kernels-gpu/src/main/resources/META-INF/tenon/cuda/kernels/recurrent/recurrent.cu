#include "tenon.cuh"
#include "functions.cuh"

/* Of rows sequences, one step of time: a thread takes a hidden unit of a sequence. Gates lie one behind the other, n of each; the first carried
   sequences have the step before as their state, the others the initial one. Biases that were not given are null. */

template <typename S> TN_INLINE S bias_at(const S* a, const S* b, long long i) { return (a ? a[i] : (S) 0) + (b ? b[i] : (S) 0); }

/* ---- forward -------------------------------------------------------------------------------------------------------------------------------------- */

template <typename S>
__device__ void rnn_step(S* sums, S* state, const S* bias_ih, const S* bias_hh, long long rows, long long n, bool rectifies) {
    TN_LOOP(i, rows * n) {
        S x = sums[i] + bias_at(bias_ih, bias_hh, i % n);
        S y = rectifies ? (x < (S) 0 ? (S) 0 : x) : (S) tanh(x);
        sums[i] = y;
        state[i] = y;
    }
}

/* gates i, f, g, o are activated in place */
template <typename S>
__device__ void lstm_step(S* gates, S* cell, S* cells, S* shown, const S* bias_ih, const S* bias_hh, long long rows, long long n) {
    TN_LOOP(i, rows * n) {
        long long k = i % n;
        S* g = gates + i / n * 4 * n;
        S in = tn_sigmoid(g[k] + bias_at(bias_ih, bias_hh, k));
        S forget = tn_sigmoid(g[n + k] + bias_at(bias_ih, bias_hh, n + k));
        S fresh = tanh(g[2 * n + k] + bias_at(bias_ih, bias_hh, 2 * n + k));
        S out = tn_sigmoid(g[3 * n + k] + bias_at(bias_ih, bias_hh, 3 * n + k));
        S c = forget * cell[i] + in * fresh;
        g[k] = in;
        g[n + k] = forget;
        g[2 * n + k] = fresh;
        g[3 * n + k] = out;
        cell[i] = c;
        cells[i] = c;
        shown[i] = out * (S) tanh(c);
    }
}

/* of the parts of the input and of the state, gates r, z, n and the state's part of n */
template <typename S>
__device__ void gru_step(const S* inputs, const S* parts, S* gates, S* state, S* output, const S* bias_ih, const S* bias_hh, long long rows,
    long long n) {
    const S* none = 0;
    TN_LOOP(i, rows * n) {
        long long k = i % n;
        const S *x = inputs + i / n * 3 * n, *h = parts + i / n * 3 * n;
        S* g = gates + i / n * 4 * n;
        S reset = tn_sigmoid(x[k] + h[k] + bias_at(bias_ih, bias_hh, k));
        S update = tn_sigmoid(x[n + k] + h[n + k] + bias_at(bias_ih, bias_hh, n + k));
        S part = h[2 * n + k] + bias_at(bias_hh, none, 2 * n + k);
        S fresh = tanh(x[2 * n + k] + bias_at(bias_ih, none, 2 * n + k) + reset * part);
        S y = fresh + update * (state[i] - fresh);
        g[k] = reset;
        g[n + k] = update;
        g[2 * n + k] = fresh;
        g[3 * n + k] = part;
        state[i] = y;
        output[i] = y;
    }
}

/* ---- backward: grad is the gradient of the state, to which that of the output is added ------------------------------------------------------------ */

template <typename S> __device__ void add_rows(const S* p, S* to, long long count) {
    TN_LOOP(i, count) { to[i] += p[i]; }
}

template <typename S> __device__ void rnn_back(const S* output, const S* grad, S* slopes, long long count, bool rectifies) {
    TN_LOOP(i, count) {
        S y = output[i];
        slopes[i] = rectifies ? (y > (S) 0 ? grad[i] : (S) 0) : grad[i] * (1 - y * y);
    }
}

/* shown, where it is not null, becomes what the cell shows */
template <typename S>
__device__ void lstm_back(const S* gates, const S* cells, const S* before, const S* initial, const S* grad, S* grad_cell, S* slopes, S* shown,
    long long carried, long long rows, long long n) {
    TN_LOOP(i, rows * n) {
        long long k = i % n, row = i / n;
        const S* g = gates + row * 4 * n;
        S* d = slopes + row * 4 * n;
        S in = g[k], forget = g[n + k], fresh = g[2 * n + k], out = g[3 * n + k], t = tanh(cells[i]);
        S c = grad_cell[i] + grad[i] * out * (1 - t * t);
        d[k] = c * fresh * (in * (1 - in));
        d[n + k] = c * (row < carried ? before[i] : initial[i]) * (forget * (1 - forget));
        d[2 * n + k] = c * in * (1 - fresh * fresh);
        d[3 * n + k] = grad[i] * t * (out * (1 - out));
        grad_cell[i] = c * forget;
        if (shown) {
            shown[i] = out * t;
        }
    }
}

template <typename S>
__device__ void gru_back(const S* gates, const S* before, const S* initial, S* grad, S* slopes, S* state_slopes, long long carried,
    long long rows, long long n) {
    TN_LOOP(i, rows * n) {
        long long k = i % n, row = i / n;
        const S* g = gates + row * 4 * n;
        S *d = slopes + row * 3 * n, *s = state_slopes + row * 3 * n;
        S reset = g[k], update = g[n + k], fresh = g[2 * n + k];
        S fresh_slope = grad[i] * (1 - update) * (1 - fresh * fresh);
        S reset_slope = fresh_slope * g[3 * n + k] * (reset * (1 - reset));
        S update_slope = grad[i] * ((row < carried ? before[i] : initial[i]) - fresh) * (update * (1 - update));
        d[k] = s[k] = reset_slope;
        d[n + k] = s[n + k] = update_slope;
        d[2 * n + k] = fresh_slope;
        s[2 * n + k] = fresh_slope * reset;
        grad[i] *= update;
    }
}

/* ---- after the last step -------------------------------------------------------------------------------------------------------------------------- */

/* the states before one step of time */
template <typename S>
__device__ void states_before(const S* before, const S* initial, S* to, long long carried, long long rows, long long n) {
    TN_LOOP(i, rows * n) { to[i] = i / n < carried ? before[i] : initial[i]; }
}

/* the sums of columns, a thread for each, to two places */
template <typename S> __device__ void sum_columns(const S* p, S* to, S* also, long long rows, long long n) {
    TN_LOOP(i, n) {
        double sum = 0;
        for (long long row = 0; row < rows; row++) {
            sum += (double) p[row * n + i];
        }
        to[i] = (S) sum;
        if (also) {
            also[i] = (S) sum;
        }
    }
}

#define RECURRENT(S, A, SUFFIX) \
    extern "C" __global__ void rnn_step_##SUFFIX(S* sums, S* state, const S* bias_ih, const S* bias_hh, long long rows, long long n, bool rectifies) { \
        rnn_step(sums, state, bias_ih, bias_hh, rows, n, rectifies); \
    } \
    extern "C" __global__ void lstm_step_##SUFFIX( \
        S* gates, S* cell, S* cells, S* shown, const S* bias_ih, const S* bias_hh, long long rows, long long n) { \
        lstm_step(gates, cell, cells, shown, bias_ih, bias_hh, rows, n); \
    } \
    extern "C" __global__ void gru_step_##SUFFIX(const S* inputs, const S* parts, S* gates, S* state, S* output, const S* bias_ih, \
        const S* bias_hh, long long rows, long long n) { \
        gru_step(inputs, parts, gates, state, output, bias_ih, bias_hh, rows, n); \
    } \
    extern "C" __global__ void add_rows_##SUFFIX(const S* p, S* to, long long count) { add_rows(p, to, count); } \
    extern "C" __global__ void rnn_back_##SUFFIX(const S* output, const S* grad, S* slopes, long long count, bool rectifies) { \
        rnn_back(output, grad, slopes, count, rectifies); \
    } \
    extern "C" __global__ void lstm_back_##SUFFIX(const S* gates, const S* cells, const S* before, const S* initial, const S* grad, \
        S* grad_cell, S* slopes, S* shown, long long carried, long long rows, long long n) { \
        lstm_back(gates, cells, before, initial, grad, grad_cell, slopes, shown, carried, rows, n); \
    } \
    extern "C" __global__ void gru_back_##SUFFIX(const S* gates, const S* before, const S* initial, S* grad, S* slopes, S* state_slopes, \
        long long carried, long long rows, long long n) { \
        gru_back(gates, before, initial, grad, slopes, state_slopes, carried, rows, n); \
    } \
    extern "C" __global__ void states_before_##SUFFIX( \
        const S* before, const S* initial, S* to, long long carried, long long rows, long long n) { \
        states_before(before, initial, to, carried, rows, n); \
    } \
    extern "C" __global__ void sum_columns_##SUFFIX(const S* p, S* to, S* also, long long rows, long long n) { \
        sum_columns(p, to, also, rows, n); \
    }
TN_IF_float64(RECURRENT) TN_IF_float32(RECURRENT)
