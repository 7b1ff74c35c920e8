#include "tenon.cuh"

/*
 * c = a b, or c += a b, for batches of integer matrices of any strides; c is row-major. A block of 16 x 16 threads computes a square of c,
 * from squares of a and b in shared memory. Sums are taken in 64 bits and wrap.
 */
template <typename S> __device__ void product(const S* a, long long aApart, long long aDown, long long aAcross, const S* b,
    long long bApart, long long bDown, long long bAcross, S* c, long long batch, long long m, long long n, long long k, bool adds) {
    __shared__ S left[16][17], right[16][17];
    long long down = (m + 15) / 16, across = (n + 15) / 16;
    for (long long t = blockIdx.x; t < batch * down * across; t += gridDim.x) {
        long long band = tn_quotient(t, across), matrix = tn_quotient(band, down);
        long long row = (band - matrix * down) * 16 + threadIdx.y, column = (t - band * across) * 16 + threadIdx.x;
        long long sum = 0;
        for (long long first = 0; first < k; first += 16) {
            long long i = first + threadIdx.x, j = first + threadIdx.y;
            left[threadIdx.y][threadIdx.x] = row < m && i < k ? a[matrix * aApart + row * aDown + i * aAcross] : (S) 0;
            right[threadIdx.y][threadIdx.x] = column < n && j < k ? b[matrix * bApart + j * bDown + column * bAcross] : (S) 0;
            __syncthreads();
            for (int l = 0; l < 16; l++) {
                sum += (long long) left[threadIdx.y][l] * (long long) right[l][threadIdx.x];
            }
            __syncthreads();
        }
        if (row < m && column < n) {
            long long at = (matrix * m + row) * n + column;
            c[at] = (S) (adds ? (long long) c[at] + sum : sum);
        }
    }
}

#define PRODUCT(S, A, SUFFIX) \
    extern "C" __global__ void product_##SUFFIX(const S* a, long long aApart, long long aDown, long long aAcross, const S* b, \
        long long bApart, long long bDown, long long bAcross, S* c, long long batch, long long m, long long n, long long k, bool adds) { \
        product(a, aApart, aDown, aAcross, b, bApart, bDown, bAcross, c, batch, m, n, k, adds); \
    }
TN_EACH_INTEGRAL(PRODUCT)
