/* sum: The sum over the given dimensions, or over all. */
#ifndef CUDART_INF
#define CUDART_INF __longlong_as_double(0x7ff0000000000000LL)
#define CUDART_NAN __longlong_as_double(0x7ff8000000000000LL)
#define CUDART_INF_F __int_as_float(0x7f800000)
#define CUDART_NAN_F __int_as_float(0x7fffffff)
#endif

/* min and max keep NaN, where fmin and fmax drop it */
template <typename T> __device__ inline T tn_min(T a, T b) { return a != a ? a : b != b ? b : b < a ? b : a; }
template <typename T> __device__ inline T tn_max(T a, T b) { return a != a ? a : b != b ? b : a < b ? b : a; }
template <typename T> __device__ inline T tn_sign(T x) { return (T) ((x > (T) 0) - (x < (T) 0)); }
template <typename T> __device__ inline T tn_square(T x) { return x * x; }
template <typename T> __device__ inline T tn_reciprocal(T x) { return (T) 1 / x; }
__device__ inline float tn_sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }
__device__ inline double tn_sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }

/* the remainder has the divisor's sign, as in Python */
__device__ inline float tn_remainder(float a, float b) {
    float r = fmodf(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
__device__ inline double tn_remainder(double a, double b) {
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
__device__ inline long long tn_remainder(long long a, long long b) {
    long long r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
__device__ inline float tn_floordiv(float a, float b) { return b == 0 ? a / b : rintf((a - tn_remainder(a, b)) / b); }
__device__ inline double tn_floordiv(double a, double b) { return b == 0 ? a / b : rint((a - tn_remainder(a, b)) / b); }
__device__ inline long long tn_floordiv(long long a, long long b) { return (a - tn_remainder(a, b)) / b; }

__device__ inline long long tn_abs(long long a) { return a < 0 ? -a : a; }
__device__ inline long long tn_fmod(long long a, long long b) { return a % b; }
__device__ inline long long tn_pow(long long a, long long n) {
    long long power = n < 0 ? (a == 1 ? 1 : a == -1 ? (n % 2 ? -1 : 1) : 0) : 1;
    for (; n > 0; n >>= 1, a *= a) {
        power = n & 1 ? power * a : power;
    }
    return power;
}

__device__ inline long long tn_bitand(long long a, long long b) { return a & b; }
__device__ inline long long tn_bitor(long long a, long long b) { return a | b; }
__device__ inline long long tn_bitxor(long long a, long long b) { return a ^ b; }
__device__ inline long long tn_bitnot(long long a) { return ~a; }

#include <cuda_fp16.h>
#include <cuda_bf16.h>

template <typename C, typename S> __device__ inline C tn_load(const S* p, long long i) { return (C) p[i]; }
template <> __device__ inline float tn_load<float, __half>(const __half* p, long long i) { return __half2float(p[i]); }
template <> __device__ inline float tn_load<float, __nv_bfloat16>(const __nv_bfloat16* p, long long i) {
    return __bfloat162float(p[i]);
}
template <typename C> __device__ inline void tn_store(double* p, long long i, C v) { p[i] = (double) v; }
template <typename C> __device__ inline void tn_store(float* p, long long i, C v) { p[i] = (float) v; }
template <typename C> __device__ inline void tn_store(__half* p, long long i, C v) { p[i] = __float2half((float) v); }
template <typename C> __device__ inline void tn_store(__nv_bfloat16* p, long long i, C v) { p[i] = __float2bfloat16((float) v); }
template <typename C, typename S> __device__ inline void tn_store(S* p, long long i, C v) { p[i] = (S) v; }

/* where operands lie: sizes from the innermost dimension, strides in elements, one row per operand */
struct TnLayout {
    int rank;
    long long size[8];
    long long stride[8][8];
};

__device__ inline long long tn_offset(const TnLayout& layout, int operand, long long i) {
    long long offset = 0;
    for (int d = 0; d < layout.rank; d++) {
        offset += i % layout.size[d] * layout.stride[operand][d];
        i /= layout.size[d];
    }
    return offset;
}

extern "C" __global__ void sum_float64(const double* p, double* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    double* partial = (double*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        double a = 0.0;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            double input = tn_load<double>(p, row * rowStride + i * step);
            double b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                double b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_float32(const float* p, double* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    double* partial = (double*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        double a = 0.0;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            double input = tn_load<float>(p, row * rowStride + i * step);
            double b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                double b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_float16(const __half* p, double* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    double* partial = (double*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        double a = 0.0;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            double input = tn_load<float>(p, row * rowStride + i * step);
            double b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                double b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_bfloat16(const __nv_bfloat16* p, double* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    double* partial = (double*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        double a = 0.0;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            double input = tn_load<float>(p, row * rowStride + i * step);
            double b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                double b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_int64(const long long* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_int32(const int* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_int16(const short* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_int8(const signed char* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_uint8(const unsigned char* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}

extern "C" __global__ void sum_bool(const bool* p, long long* out, long long rows, long long length, long long rowStride,
        long long step) {
    extern __shared__ unsigned char tn_shared[];
    long long* partial = (long long*) tn_shared;
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        long long a = 0LL;
        for (long long i = threadIdx.x; i < length; i += blockDim.x) {
            long long input = tn_load<long long>(p, row * rowStride + i * step);
            long long b = input;
            a = a + b;
        }
        partial[threadIdx.x] = a;
        __syncthreads();
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
            if (threadIdx.x < half) {
                long long b = partial[threadIdx.x + half];
                a = a + b;
                partial[threadIdx.x] = a;
            }
            __syncthreads();
        }
        if (threadIdx.x == 0) {
            out[row] = a;
        }
        __syncthreads();
    }
}
