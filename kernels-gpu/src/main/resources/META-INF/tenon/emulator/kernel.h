/* Stands before the text of kernels: CUDA C++ in terms of C++ and of the emulated machine. */
#define TN_EMULATED 1
#define __global__ TN_GLOBAL
#define __device__
#define __host__
#define __constant__ static
#define __shared__ static
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __align__(n) __attribute__((aligned(n)))
#define __restrict__ __restrict
#define __launch_bounds__(...)
#define TN_DYNAMIC_SHARED(T, name) T* name = (T*) tn_unit.dynamicShared

/* Variables without a value, of which kernels have none but their shared memory, lie between these marks of the linker; tn_unit must not. */
extern "C" __attribute__((visibility("hidden"))) unsigned char __bss_start[], _end[];
extern "C" __attribute__((visibility("default"))) TnUnit tn_unit;
TnUnit tn_unit = {{1, 1, 1}, {}, {}, {}, nullptr, __bss_start, _end, nullptr, nullptr, nullptr};
#define threadIdx tn_unit.thread
#define blockIdx tn_unit.block
#define blockDim tn_unit.blockSize
#define gridDim tn_unit.gridSize
static const int warpSize = 32;

/* ---- barriers, shuffles, votes ---------------------------------------------------------------------------------------------------------- */

static inline void __syncthreads() { tn_unit.block_barrier(TN_SYNCTHREADS, 0); }
static inline int __syncthreads_or(int value) { return tn_unit.block_barrier(TN_SYNCTHREADS_OR, value); }
static inline int __syncthreads_and(int value) { return tn_unit.block_barrier(TN_SYNCTHREADS_AND, value); }
static inline int __syncthreads_count(int value) { return tn_unit.block_barrier(TN_SYNCTHREADS_COUNT, value); }
static inline void __syncwarp(unsigned int mask = 0xffffffffu) { tn_unit.warp_barrier(TN_SYNCWARP, mask, 0); }
static inline void __threadfence() {}
static inline void __threadfence_block() {}
static inline unsigned int __activemask() { return 0xffffffffu; }

static inline int tn_lane() {
    return (tn_unit.thread.x + tn_unit.blockSize.x * (tn_unit.thread.y + tn_unit.blockSize.y * tn_unit.thread.z)) & 31;
}
template <typename T> static T tn_shuffle(unsigned int mask, T value, int from) {
    static_assert(sizeof(T) <= 8, "a shuffle moves at most 8 bytes");
    unsigned long long word = 0;
    __builtin_memcpy(&word, &value, sizeof(T));
    const unsigned long long* words = tn_unit.warp_barrier(TN_SHUFFLE, mask, word);
    __builtin_memcpy(&value, words + from, sizeof(T));
    return value;
}
template <typename T> static inline T __shfl_sync(unsigned int mask, T value, int from, int width = 32) {
    return tn_shuffle(mask, value, (tn_lane() & -width) + (from & (width - 1)));
}
template <typename T> static inline T __shfl_up_sync(unsigned int mask, T value, unsigned int delta, int width = 32) {
    int lane = tn_lane(), from = lane - (int) delta;
    return tn_shuffle(mask, value, from < (lane & -width) ? lane : from);
}
template <typename T> static inline T __shfl_down_sync(unsigned int mask, T value, unsigned int delta, int width = 32) {
    int lane = tn_lane(), from = lane + (int) delta;
    return tn_shuffle(mask, value, from >= (lane & -width) + width ? lane : from);
}
template <typename T> static inline T __shfl_xor_sync(unsigned int mask, T value, int bits, int width = 32) {
    int lane = tn_lane(), from = lane ^ bits;
    return tn_shuffle(mask, value, from >= (lane & -width) + width ? lane : from);
}
static inline unsigned int __ballot_sync(unsigned int mask, int predicate) {
    const unsigned long long* words = tn_unit.warp_barrier(TN_VOTE, mask, predicate != 0);
    unsigned int votes = 0;
    for (int i = 0; i < 32; i++) {
        votes |= (unsigned int) words[i] << i;
    }
    return votes;
}
static inline int __any_sync(unsigned int mask, int predicate) { return __ballot_sync(mask, predicate) != 0; }
static inline int __all_sync(unsigned int mask, int predicate) { return __ballot_sync(mask, predicate) == 0xffffffffu; }

/* ---- atomics: one thread runs at a time -------------------------------------------------------------------------------------------------- */

#define TN_ATOMIC(NAME, T, EXPRESSION) \
    static inline T NAME(T* p, T v) { T old = *p; *p = EXPRESSION; return old; }
#define TN_ATOMIC_EACH(T) \
    TN_ATOMIC(atomicAdd, T, old + v) TN_ATOMIC(atomicExch, T, v) TN_ATOMIC(atomicMax, T, old < v ? v : old) \
    TN_ATOMIC(atomicMin, T, v < old ? v : old) TN_ATOMIC(atomicAnd, T, old & v) TN_ATOMIC(atomicOr, T, old | v) \
    TN_ATOMIC(atomicXor, T, old ^ v) \
    static inline T atomicCAS(T* p, T expected, T v) { T old = *p; if (old == expected) { *p = v; } return old; }
TN_ATOMIC_EACH(int)
TN_ATOMIC_EACH(unsigned int)
TN_ATOMIC_EACH(unsigned long long)
TN_ATOMIC(atomicMax, long long, old < v ? v : old)
TN_ATOMIC(atomicMin, long long, v < old ? v : old)
TN_ATOMIC(atomicSub, int, old - v)
TN_ATOMIC(atomicSub, unsigned int, old - v)
TN_ATOMIC(atomicAdd, float, old + v)
TN_ATOMIC(atomicAdd, double, old + v)
TN_ATOMIC(atomicExch, float, v)

/* ---- bits -------------------------------------------------------------------------------------------------------------------------------- */

template <typename To, typename From> static inline To tn_cast(From from) {
    static_assert(sizeof(To) == sizeof(From), "bits are kept");
    To to;
    __builtin_memcpy(&to, &from, sizeof(To));
    return to;
}
static inline unsigned int __float_as_uint(float x) { return tn_cast<unsigned int>(x); }
static inline int __float_as_int(float x) { return tn_cast<int>(x); }
static inline float __uint_as_float(unsigned int x) { return tn_cast<float>(x); }
static inline float __int_as_float(int x) { return tn_cast<float>(x); }
static inline long long __double_as_longlong(double x) { return tn_cast<long long>(x); }
static inline double __longlong_as_double(long long x) { return tn_cast<double>(x); }
static inline int __popc(unsigned int x) { return __builtin_popcount(x); }
static inline int __popcll(unsigned long long x) { return __builtin_popcountll(x); }
static inline int __clz(int x) { return x == 0 ? 32 : __builtin_clz(x); }
static inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll(x); }
static inline int __ffs(int x) { return __builtin_ffs(x); }
static inline int __ffsll(long long x) { return __builtin_ffsll(x); }
static inline unsigned int __brev(unsigned int x) {
    unsigned int r = 0;
    for (int i = 0; i < 32; i++) {
        r |= (x >> i & 1) << (31 - i);
    }
    return r;
}
static inline unsigned int __umulhi(unsigned int a, unsigned int b) { return (unsigned int) ((unsigned long long) a * b >> 32); }
static inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
    return (unsigned long long) ((unsigned __int128) a * b >> 64);
}

static inline unsigned int tn_bits(float x) { return tn_cast<unsigned int>(x); }
static inline float tn_float(unsigned int bits) { return tn_cast<float>(bits); }
static inline float tn_half_to_float(unsigned short half) {
    unsigned int sign = (half & 0x8000u) << 16, rest = half & 0x7fffu;
    if (rest >= 0x7c00) {
        return tn_float(sign | 0x7f800000u | (rest & 0x3ff) << 13);
    }
    /* moved to float's place the exponent is 112 too small; the product corrects it, for subnormals, too */
    return tn_float(sign | tn_bits(tn_float(rest << 13) * 5.192296858534828e33f));
}
static inline unsigned short tn_float_to_half(float f) {
    unsigned int bits = tn_bits(f), sign = bits >> 16 & 0x8000, rest = bits & 0x7fffffffu;
    if (rest > 0x7f800000u) {
        return (unsigned short) 0x7fff; /* the NaN that the hardware gives */
    }
    if (rest >= 0x477ff000u) {
        return (unsigned short) (sign | 0x7c00);
    }
    if (rest < 0x38800000u) { /* subnormal: adding 0.5 leaves the rounded bits lowest */
        return (unsigned short) (sign | (tn_bits(tn_float(rest) + 0.5f) - 0x3f000000u));
    }
    return (unsigned short) (sign | ((rest + 0xfffu + (rest >> 13 & 1) - 0x38000000u) >> 13));
}

/* ---- mathematics -------------------------------------------------------------------------------------------------------------------------- */

#define TN_MATH1(NAME) \
    extern "C" double NAME(double); \
    extern "C" float NAME##f(float); \
    static inline float NAME(float x) { return NAME##f(x); }
#define TN_MATH2(NAME) \
    extern "C" double NAME(double, double); \
    extern "C" float NAME##f(float, float); \
    static inline float NAME(float x, float y) { return NAME##f(x, y); }
TN_MATH1(sin) TN_MATH1(cos) TN_MATH1(tan) TN_MATH1(asin) TN_MATH1(acos) TN_MATH1(atan) TN_MATH1(sinh) TN_MATH1(cosh) TN_MATH1(tanh)
TN_MATH1(asinh) TN_MATH1(acosh) TN_MATH1(atanh) TN_MATH1(exp) TN_MATH1(exp2) TN_MATH1(expm1) TN_MATH1(log) TN_MATH1(log2) TN_MATH1(log10)
TN_MATH1(log1p) TN_MATH1(sqrt) TN_MATH1(cbrt) TN_MATH1(erf) TN_MATH1(erfc) TN_MATH1(lgamma) TN_MATH1(tgamma) TN_MATH1(ceil) TN_MATH1(floor)
TN_MATH1(round) TN_MATH1(rint) TN_MATH1(nearbyint) TN_MATH1(trunc) TN_MATH1(fabs) TN_MATH1(j0) TN_MATH1(j1) TN_MATH1(logb)
TN_MATH2(pow) TN_MATH2(fmod) TN_MATH2(remainder) TN_MATH2(atan2) TN_MATH2(hypot) TN_MATH2(copysign) TN_MATH2(nextafter) TN_MATH2(fdim)
TN_MATH2(fmin) TN_MATH2(fmax)
extern "C" double fma(double, double, double);
extern "C" float fmaf(float, float, float);
static inline float fma(float x, float y, float z) { return fmaf(x, y, z); }
extern "C" int ilogb(double);
extern "C" double ldexp(double, int);
extern "C" float ldexpf(float, int);
extern "C" double scalbn(double, int);
extern "C" float scalbnf(float, int);
extern "C" double frexp(double, int*);
extern "C" float frexpf(float, int*);
extern "C" double modf(double, double*);
extern "C" float modff(float, float*);
extern "C" void sincos(double, double*, double*);
extern "C" void sincosf(float, float*, float*);
extern "C" long long llrint(double);
extern "C" long long llrintf(float);
extern "C" int abs(int);
extern "C" long long llabs(long long);
static inline float abs(float x) { return fabsf(x); }
static inline double abs(double x) { return fabs(x); }
static inline long long abs(long long x) { return llabs(x); }
static inline bool isnan(float x) { return x != x; }
static inline bool isnan(double x) { return x != x; }
static inline bool isinf(float x) { return __builtin_isinf(x) != 0; }
static inline bool isinf(double x) { return __builtin_isinf(x) != 0; }
static inline bool isfinite(float x) { return __builtin_isfinite(x) != 0; }
static inline bool isfinite(double x) { return __builtin_isfinite(x) != 0; }
static inline bool signbit(float x) { return __builtin_signbit(x) != 0; }
static inline bool signbit(double x) { return __builtin_signbit(x) != 0; }
static inline int min(int a, int b) { return b < a ? b : a; }
static inline int max(int a, int b) { return a < b ? b : a; }
static inline unsigned int min(unsigned int a, unsigned int b) { return b < a ? b : a; }
static inline unsigned int max(unsigned int a, unsigned int b) { return a < b ? b : a; }
static inline long long min(long long a, long long b) { return b < a ? b : a; }
static inline long long max(long long a, long long b) { return a < b ? b : a; }
static inline float min(float a, float b) { return fminf(a, b); }
static inline float max(float a, float b) { return fmaxf(a, b); }
static inline double min(double a, double b) { return fmin(a, b); }
static inline double max(double a, double b) { return fmax(a, b); }

static const double TN_PI = 3.141592653589793238;
static inline double rsqrt(double x) { return 1 / sqrt(x); }
static inline double rcbrt(double x) { return 1 / cbrt(x); }
static inline double exp10(double x) { return pow(10.0, x); }
static inline double sinpi(double x) { double r = fmod(x, 2.0); return r == trunc(r) ? copysign(0.0, x) : sin(TN_PI * r); }
static inline double cospi(double x) {
    double r = fabs(fmod(x, 2.0));
    return r == 0.5 || r == 1.5 ? 0.0 : cos(TN_PI * r);
}
static inline void sincospi(double x, double* s, double* c) { *s = sinpi(x); *c = cospi(x); }
static inline void sincospif(float x, float* s, float* c) { *s = (float) sinpi((double) x); *c = (float) cospi((double) x); }
static inline double normcdf(double x) { return 0.5 * erfc(-x * 0.70710678118654752440); }
/* Giles's approximation, or the asymptotic one, corrected by Halley's method on the side where nothing cancels */
static inline double tn_erfinv(double x, double complement) {
    double w = -log(complement * (1 + fabs(x))), y;
    if (w < 5) {
        w -= 2.5;
        y = ((((((((2.81022636e-08 * w + 3.43273939e-07) * w - 3.5233877e-06) * w - 4.39150654e-06) * w + 0.00021858087) * w
            - 0.00125372503) * w - 0.00417768164) * w + 0.246640727) * w + 1.50140941);
    } else if (w > 30) {
        y = sqrt(-log(complement) - 0.5 * log(-TN_PI * log(complement)));
    } else {
        w = sqrt(w) - 3;
        y = ((((((((-0.000200214257 * w + 0.000100950558) * w + 0.00134934322) * w - 0.00367342844) * w + 0.00573950773) * w
            - 0.0076224613) * w + 0.00943887047) * w + 1.00167406) * w + 2.83297682);
    }
    y *= fabs(x);
    for (int i = 0; i < 3; i++) {
        double error = fabs(x) < 0.5 ? erf(y) - fabs(x) : complement - erfc(y);
        double step = error / (1.1283791670955126 * exp(-y * y));
        y -= step / (1 + y * step);
    }
    return copysign(y, x);
}
static inline double erfinv(double x) {
    return fabs(x) < 1 ? (x == 0 ? x : tn_erfinv(x, 1 - fabs(x))) : fabs(x) == 1 ? x * __builtin_inf() : __builtin_nan("");
}
static inline double erfcinv(double x) {
    if (!(x > 0 && x < 2)) {
        return x == 0 ? __builtin_inf() : x == 2 ? -__builtin_inf() : __builtin_nan("");
    }
    return x == 1 ? 0.0 : x < 1 ? tn_erfinv(1 - x, x) : -tn_erfinv(x - 1, 2 - x);
}
static inline double normcdfinv(double p) { return -1.41421356237309504880 * erfcinv(2 * p); }
#define TN_FROM_DOUBLE(NAME) \
    static inline float NAME##f(float x) { return (float) NAME((double) x); } \
    static inline float NAME(float x) { return (float) NAME((double) x); }
TN_FROM_DOUBLE(rsqrt) TN_FROM_DOUBLE(rcbrt) TN_FROM_DOUBLE(exp10) TN_FROM_DOUBLE(sinpi) TN_FROM_DOUBLE(cospi) TN_FROM_DOUBLE(normcdf)
TN_FROM_DOUBLE(erfinv) TN_FROM_DOUBLE(erfcinv) TN_FROM_DOUBLE(normcdfinv)

static inline float __expf(float x) { return expf(x); }
static inline float __exp10f(float x) { return exp10f(x); }
static inline float __logf(float x) { return logf(x); }
static inline float __log2f(float x) { return log2f(x); }
static inline float __log10f(float x) { return log10f(x); }
static inline float __powf(float x, float y) { return powf(x, y); }
static inline float __sinf(float x) { return sinf(x); }
static inline float __cosf(float x) { return cosf(x); }
static inline float __tanf(float x) { return tanf(x); }
static inline float __fdividef(float x, float y) { return x / y; }
static inline float fdividef(float x, float y) { return x / y; }
static inline float __saturatef(float x) { return x > 1 ? 1.0f : x > 0 ? x : 0.0f; }
static inline float __frcp_rn(float x) { return 1 / x; }
static inline float __fsqrt_rn(float x) { return sqrtf(x); }
static inline float __frsqrt_rn(float x) { return rsqrtf(x); }
static inline float __fmul_rn(float x, float y) { return x * y; }
static inline float __fadd_rn(float x, float y) { return x + y; }
static inline float __fsub_rn(float x, float y) { return x - y; }
static inline float __fdiv_rn(float x, float y) { return x / y; }
static inline float __fmaf_rn(float x, float y, float z) { return fmaf(x, y, z); }
static inline double __dmul_rn(double x, double y) { return x * y; }
static inline double __dadd_rn(double x, double y) { return x + y; }
static inline double __dsub_rn(double x, double y) { return x - y; }
static inline double __ddiv_rn(double x, double y) { return x / y; }
static inline int __float2int_rn(float x) { return (int) rintf(x); }
static inline float __int2float_rn(int x) { return (float) x; }
template <typename T> static inline T __ldg(const T* p) { return *p; }

/* vectors of CUDA that loads and stores of several elements use */
#define TN_VECTORS(T, NAME, ALIGN2, ALIGN4) \
    struct __attribute__((aligned(ALIGN2))) NAME##2 { T x, y; }; \
    struct __attribute__((aligned(ALIGN4))) NAME##4 { T x, y, z, w; }; \
    static inline NAME##2 make_##NAME##2(T x, T y) { NAME##2 v = {x, y}; return v; } \
    static inline NAME##4 make_##NAME##4(T x, T y, T z, T w) { NAME##4 v = {x, y, z, w}; return v; }
TN_VECTORS(float, float, 8, 16)
TN_VECTORS(int, int, 8, 16)
TN_VECTORS(unsigned int, uint, 8, 16)
TN_VECTORS(double, double, 16, 16)
TN_VECTORS(long long, longlong, 16, 16)
TN_VECTORS(unsigned short, ushort, 4, 8)

/* ---- what the compiler calls before a wrong operation --------------------------------------------------------------------------------------- */

struct TnPlace {
    const char* file;
    unsigned int line, column;
};
extern "C" void __ubsan_handle_divrem_overflow(const TnPlace* place, unsigned long, unsigned long) {
    tn_unit.fail("an integer is divided by zero", place->file, place->line);
}
extern "C" void __ubsan_handle_out_of_bounds(const TnPlace* place, unsigned long) {
    tn_unit.fail("an index leaves its array", place->file, place->line);
}

/* ---- how a launch calls a kernel: by the addresses of its arguments ------------------------------------------------------------------------ */

template <int... I> struct TnNumbers {};
template <typename T> struct TnArgument { typedef T type; };
template <typename T> struct TnArgument<const T> { typedef T type; };
template <typename F> struct TnKernel;
template <typename... A> struct TnKernel<void (*)(A...)> {
    template <int... I> static void with(void (*kernel)(A...), void** arguments, TnNumbers<I...>) {
        kernel(*(typename TnArgument<A>::type*) arguments[I]...);
    }
    static void call(void (*kernel)(A...), void** arguments) { with(kernel, arguments, TnNumbers<__integer_pack(sizeof...(A))...>()); }
    /* the size of each argument, then a 0 */
    struct Signature {
        unsigned int word[sizeof...(A) + 1] = {(unsigned int) sizeof(A)..., 0};
    };
};
