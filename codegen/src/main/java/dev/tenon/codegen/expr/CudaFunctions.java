package dev.tenon.codegen.expr;

/** Device functions that the CUDA texts of {@link Intrinsic} call and CUDA lacks, or has with another rule for NaN. */
public final class CudaFunctions {
    /** To stand before the kernels of a source. */
    public static final String PRELUDE = """
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

        /* psi(x): the reflection below 0, then the recurrence up to 10, then the asymptotic series */
        __device__ inline double tn_digamma(double x) {
            if (x == 0) {
                return copysign(CUDART_INF, -x);
            }
            if (x < 0) {
                return x == trunc(x) ? CUDART_NAN : tn_digamma(1 - x) - 3.141592653589793 / tan(3.141592653589793 * (x - trunc(x)));
            }
            double sum = 0;
            for (; x < 10; x += 1) {
                sum -= 1 / x;
            }
            double z = 1 / (x * x);
            double series = z * (8.333333333333333e-2 - z * (8.333333333333333e-3 - z * (3.968253968253968e-3 - z * (4.166666666666667e-3
                - z * (7.575757575757576e-3 - z * (2.1092796092796094e-2 - z * 8.333333333333333e-2))))));
            return sum + log(x) - 0.5 / x - series;
        }
        __device__ inline float tn_digamma(float x) { return (float) tn_digamma((double) x); }

        /* psi^(n)(x) = (-1)^(n+1) n! zeta(n+1, x), by Euler's and Maclaurin's sum */
        __device__ inline double tn_polygamma(double n, double x) {
            if (n == 0) {
                return tn_digamma(x);
            }
            if (x <= 0 && x == floor(x)) {
                return fmod(n, 2) == 1 ? CUDART_INF : -CUDART_INF;
            }
            const double bernoulli[] = {12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10, -2.950130727918164224e12,
                1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18};
            double s = n + 1, a = x, b = pow(a, -s), sum = b;
            for (int i = 0; i < 9 || a <= 9; i++) {
                a += 1;
                b = pow(a, -s);
                sum += b;
            }
            sum += b * a / (s - 1) - 0.5 * b;
            double rising = 1, k = 0;
            for (int i = 0; i < 12; i++) {
                rising *= s + k++;
                b /= a;
                sum += rising * b / bernoulli[i];
                rising *= s + k++;
                b /= a;
            }
            return (fmod(n, 2) == 1 ? 1 : -1) * tgamma(n + 1) * sum;
        }
        __device__ inline float tn_polygamma(float n, float x) { return (float) tn_polygamma((double) n, (double) x); }

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
        """;

    private CudaFunctions() {}
}
