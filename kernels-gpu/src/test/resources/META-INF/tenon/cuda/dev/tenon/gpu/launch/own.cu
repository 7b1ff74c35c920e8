#include "tenon.cuh"
#include "dev/tenon/gpu/launch/twice.cuh"

/* the first n elements of y are twice those of x */
extern "C" __global__ void own_float32(const float* x, float* y, long long n) {
    TN_LOOP(i, n) {
        y[i] = twice(x[i]);
    }
}
