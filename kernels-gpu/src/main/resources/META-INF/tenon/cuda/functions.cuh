/* The functions of formulas that CUDA lacks, or has with another rule for NaN or zero; tenon.cuh comes first. */
#ifndef TENON_FUNCTIONS_CUH
#define TENON_FUNCTIONS_CUH

#define TN_INF_F tn_float(0x7f800000u)
#define TN_NAN_F tn_float(0x7fc00000u)
#define TN_INF ((double) TN_INF_F)
#define TN_NAN ((double) TN_NAN_F)

/* min and max keep NaN, where fmin and fmax drop it */
template <typename T> TN_INLINE T tn_min(T a, T b) { return a != a ? a : b != b ? b : b < a ? b : a; }
template <typename T> TN_INLINE T tn_max(T a, T b) { return a != a ? a : b != b ? b : a < b ? b : a; }
template <typename T> TN_INLINE T tn_sign(T x) { return (T) ((x > (T) 0) - (x < (T) 0)); }
template <typename T> TN_INLINE T tn_square(T x) { return x * x; }
template <typename T> TN_INLINE T tn_reciprocal(T x) { return (T) 1 / x; }
TN_INLINE float tn_sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }
TN_INLINE double tn_sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }

/* ---- remainders and quotients ----------------------------------------------------------------------------------------------------------- */

/* the remainder has the divisor's sign, as in Python */
TN_INLINE float tn_remainder(float a, float b) {
    float r = fmodf(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
TN_INLINE double tn_remainder(double a, double b) {
    double r = fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* the quotient rounded down; exact where a / b would round up to an integer */
TN_INLINE double tn_floordiv(double a, double b) {
    if (b == 0) {
        return a / b;
    }
    double mod = fmod(a, b), quotient = (a - mod) / b;
    quotient -= mod != 0 && (b < 0) != (mod < 0) ? 1 : 0;
    if (quotient == 0) {
        return copysign(0.0, a / b);
    }
    double whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1 : whole;
}
TN_INLINE float tn_floordiv(float a, float b) {
    if (b == 0) {
        return a / b;
    }
    float mod = fmodf(a, b), quotient = (a - mod) / b;
    quotient -= mod != 0 && (b < 0) != (mod < 0) ? 1 : 0;
    if (quotient == 0) {
        return copysignf(0.0f, a / b);
    }
    float whole = floorf(quotient);
    return quotient - whole > 0.5f ? whole + 1 : whole;
}

/* ---- integers: the quotient by zero is 0, and so is the remainder, and a formula notes it; sums and products wrap ------------------------- */

TN_INLINE long long tn_negative(long long a) { return (long long) (0ULL - (unsigned long long) a); }
TN_INLINE long long tn_abs(long long a) { return a < 0 ? tn_negative(a) : a; }
TN_INLINE long long tn_cdiv(long long a, long long b) { return b == 0 ? 0 : b == -1 ? tn_negative(a) : a / b; }
TN_INLINE long long tn_fmod(long long a, long long b) { return b == 0 || b == -1 ? 0 : a % b; }
TN_INLINE long long tn_remainder(long long a, long long b) {
    long long r = tn_fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}
TN_INLINE long long tn_floordiv(long long a, long long b) {
    return tn_cdiv(a, b) - (tn_fmod(a, b) != 0 && (a < 0) != (b < 0) ? 1 : 0);
}
/* members of formulas that divide: where an error is noted, and the functions above under the same names, which note it */
#define TN_NOTES \
    TnError* tn_error; \
    int tn_operation;
#define TN_NOTING(NAME) \
    TN_INLINE long long NAME(long long a, long long b) const { \
        tn_divisor(b, tn_error, tn_operation); \
        return ::NAME(a, b); \
    }
#define TN_DIVIDES TN_NOTES TN_NOTING(tn_cdiv) TN_NOTING(tn_fmod) TN_NOTING(tn_remainder) TN_NOTING(tn_floordiv)

TN_INLINE long long tn_pow(long long a, long long n) {
    if (n < 0) {
        return a == 1 ? 1 : a == -1 ? (n % 2 == 0 ? 1 : -1) : 0;
    }
    unsigned long long power = 1, base = (unsigned long long) a;
    for (; n > 0; n >>= 1, base *= base) {
        power *= n & 1 ? base : 1;
    }
    return (long long) power;
}
TN_INLINE long long tn_bitand(long long a, long long b) { return a & b; }
TN_INLINE long long tn_bitor(long long a, long long b) { return a | b; }
TN_INLINE long long tn_bitxor(long long a, long long b) { return a ^ b; }
TN_INLINE long long tn_bitnot(long long a) { return ~a; }
TN_INLINE long long tn_shl(long long a, long long b) { return b < 0 || b >= 64 ? 0 : (long long) ((unsigned long long) a << b); }
TN_INLINE long long tn_shr(long long a, long long b) { return a >> (b < 0 || b >= 64 ? 63 : b); }
TN_INLINE long long tn_gcd(long long a, long long b) {
    unsigned long long x = (unsigned long long) tn_abs(a), y = (unsigned long long) tn_abs(b);
    while (x != 0) {
        unsigned long long rest = y % x;
        y = x;
        x = rest;
    }
    return (long long) y;
}

#endif
