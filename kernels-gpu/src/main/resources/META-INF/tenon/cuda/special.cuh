/* Functions of formulas that are sums, fractions and recurrences of as many steps as their arguments need; functions.cuh comes first. All compute in
   double and are too long to be written out at every use. */
#ifndef TENON_SPECIAL_CUH
#define TENON_SPECIAL_CUH

#define TN_EPSILON 1.1102230246251565e-16
#define TN_SPECIAL1(NAME) TN_INLINE float NAME(float x) { return (float) NAME((double) x); }
#define TN_SPECIAL2(NAME) TN_INLINE float NAME(float x, float y) { return (float) NAME((double) x, (double) y); }

/* ---- zeta ------------------------------------------------------------------------------------------------------------------------------- */

/* the sum over k of (a + k)^-s: its first terms, then the formula of Euler and Maclaurin */
static __device__ __noinline__ double tn_zeta(double s, double a) {
    if (s == 1) {
        return TN_INF;
    }
    if (!(s > 1) || a != a || (a <= 0 && a != floor(a) && s != floor(s))) {
        return TN_NAN;
    }
    if (a <= 0 && a == floor(a)) {
        return TN_INF;
    }
    if (a == TN_INF) {
        return 0;
    }
    const double bernoulli[] = {12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10, -2.950130727918164224e12,
        1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17, -7.1661652561756670113e18};
    double b = pow(a, -s), sum = b;
    for (int i = 0; i < 9 || a <= 9; i++) {
        a += 1;
        b = pow(a, -s);
        sum += b;
        if (fabs(b) < TN_EPSILON * fabs(sum)) {
            return sum;
        }
    }
    sum += b * a / (s - 1) - 0.5 * b;
    double rising = 1, k = 0;
    for (int i = 0; i < 12; i++) {
        rising *= s + k++;
        b /= a;
        double more = rising * b / bernoulli[i];
        sum += more;
        if (fabs(more) < TN_EPSILON * fabs(sum)) {
            return sum;
        }
        rising *= s + k++;
        b /= a;
    }
    return sum;
}
TN_SPECIAL2(tn_zeta)

/* ---- the derivatives of the logarithm of the gamma function ----------------------------------------------------------------------------- */

/* psi(x) for x > 0: the recurrence up to 10, then the asymptotic series */
static __device__ __noinline__ double tn_digamma_positive(double x) {
    double sum = 0;
    for (; x < 10; x += 1) {
        sum -= 1 / x;
    }
    double z = 1 / (x * x);
    double series = z * (8.333333333333333e-2 - z * (8.333333333333333e-3 - z * (3.968253968253968e-3 - z * (4.166666666666667e-3
        - z * (7.575757575757576e-3 - z * (2.1092796092796094e-2 - z * 8.333333333333333e-2))))));
    return sum + log(x) - 0.5 / x - series;
}

/* psi(x), by reflection below 0 */
static __device__ __noinline__ double tn_digamma(double x) {
    if (x == 0) {
        return copysign(TN_INF, -x);
    }
    if (x < 0) {
        return x == trunc(x) ? TN_NAN : tn_digamma_positive(1 - x) - 3.141592653589793 / tan(3.141592653589793 * (x - rint(x)));
    }
    return tn_digamma_positive(x);
}
TN_INLINE float tn_digamma(float x) { return (float) tn_digamma((double) x); }

/* psi^(n)(x) = (-1)^(n+1) n! zeta(n+1, x) */
static __device__ __noinline__ double tn_polygamma(double n, double x) {
    if (n == 0) {
        return tn_digamma(x);
    }
    if (n == 1 && x < 0.5 && x != floor(x)) { /* for the sum begins at x, however far below 0 that is */
        double sine = sin(3.141592653589793 * (x - rint(x)));
        return 9.869604401089358 / (sine * sine) - tn_zeta(2, 1 - x);
    }
    return (fmod(n, 2.0) == 1 ? 1 : -1) * tgamma(n + 1) * tn_zeta(n + 1, x);
}
TN_INLINE float tn_polygamma(float n, float x) { return (float) tn_polygamma((double) n, (double) x); }

/* ---- the regularised incomplete gamma functions: see IncompleteGamma.java --------------------------------------------------------------- */

/* x^a e^-x / Gamma(a), for large a about its maximum, where its logarithms would cancel */
static __device__ __noinline__ double tn_gamma_prefactor(double a, double x) {
    if (a < 20) {
        return exp(a * log(x) - x - lgamma(a));
    }
    double from = (x - a) / a, z = 1 / (a * a);
    double correction = 8.333333333333333e-2 + z * (-2.777777777777778e-3 + z * (7.936507936507937e-4 + z * (-5.952380952380953e-4
        + z * 8.417508417508417e-4)));
    return exp(a * (log1p(from) - from) - correction / a) * sqrt(a / 6.283185307179586);
}

/* P, all of whose terms are positive */
static __device__ __noinline__ double tn_gamma_series(double a, double x) {
    double term = 1, sum = 1;
    for (double r = a + 1; term > sum * TN_EPSILON; r++) {
        term *= x / r;
        sum += term;
    }
    return tn_gamma_prefactor(a, x) * sum / a;
}

/* Q for x above a, by Lentz's method */
static __device__ __noinline__ double tn_gamma_fraction(double a, double x) {
    double b = x + 1 - a, c = 1e300, d = 1 / b, product = d, change = 0;
    for (double i = 1; fabs(change - 1) > TN_EPSILON && i < 1e5; i++) {
        double numerator = -i * (i - a);
        b += 2;
        d = numerator * d + b;
        c = b + numerator / c;
        d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = fabs(c) < 1e-300 ? 1e-300 : c;
        change = d * c;
        product *= change;
    }
    return tn_gamma_prefactor(a, x) * product;
}

/* Q for small x, where it would be lost in 1 - P */
static __device__ __noinline__ double tn_gamma_alternating(double a, double x) {
    double factor = 1, term = 1, sum = 0, logarithm = log(x);
    for (int n = 1; fabs(term) > fabs(sum) * TN_EPSILON; n++) {
        factor *= -x / n;
        term = factor / (a + n);
        sum += term;
    }
    return -expm1(a * logarithm - lgamma(1 + a)) - exp(a * logarithm - lgamma(a)) * sum;
}

/* Temme's expansion for large a; side is 1 for Q, -1 for P */
static __device__ __noinline__ double tn_gamma_asymptotic(double a, double x, int side) {
    double from = (x - a) / a, eta = copysign(sqrt(2 * (from - log1p(from))), from);
    double first = fabs(eta) > 0.02 ? 1 / from - 1 / eta
        : -3.333333333333333e-1 + eta * (8.333333333333333e-2 + eta * (-1.4814814814814815e-2 + eta * (1.1574074074074073e-3
            + eta * 3.527336860670194e-4)));
    return 0.5 * erfc(side * eta * sqrt(a / 2)) + side * exp(-0.5 * a * eta * eta) / sqrt(6.283185307179586 * a) * first;
}

TN_INLINE bool tn_gamma_inside(double a, double x) { return a >= 0 && x >= 0 && !(a == 0 && x == 0) && !(isinf(a) && isinf(x)); }

static __device__ __noinline__ double tn_gammaincc(double a, double x) {
    if (!tn_gamma_inside(a, x)) {
        return TN_NAN;
    }
    if (x == 0 || isinf(a)) {
        return 1;
    }
    if (a == 0 || isinf(x)) {
        return 0;
    }
    if (a > 1e6) {
        return tn_gamma_asymptotic(a, x, 1);
    }
    if (x > 1.1) {
        return x < a + 1 ? 1 - tn_gamma_series(a, x) : tn_gamma_fraction(a, x);
    }
    bool lower_is_small = x <= 0.5 ? -0.4 / log(x) < a : x * 1.1 < a;
    return lower_is_small ? 1 - tn_gamma_series(a, x) : tn_gamma_alternating(a, x);
}
TN_SPECIAL2(tn_gammaincc)

static __device__ __noinline__ double tn_gammainc(double a, double x) {
    if (!tn_gamma_inside(a, x)) {
        return TN_NAN;
    }
    if (x == 0 || isinf(a)) {
        return 0;
    }
    if (a == 0 || isinf(x)) {
        return 1;
    }
    if (a > 1e6) {
        return tn_gamma_asymptotic(a, x, -1);
    }
    return x > 1 && x > a ? 1 - tn_gammaincc(a, x) : tn_gamma_series(a, x);
}
TN_SPECIAL2(tn_gammainc)

/* ---- orthogonal polynomials: see OrthogonalPolynomials.java ------------------------------------------------------------------------------ */

TN_INLINE bool tn_is_order(double n) { return n > -1 && n < 9.2e18; }
TN_INLINE bool tn_oscillates(double x, double n) { return n > 8 && fabs(x) < 1 && tn_is_order(n); }

/* all four kinds, which differ in the polynomial of order 1 */
static __device__ __noinline__ double tn_chebyshev(double x, double n, double first) {
    if (!tn_is_order(n)) {
        return 0;
    }
    long long order = (long long) n;
    if (fabs(x) == 1) {
        return (1 + order * (x * first - 1)) * (x > 0 || order % 2 == 0 ? 1 : -1);
    }
    double before = 1, now = first;
    for (long long k = 1; k < order && now == now; k++) {
        double next = (x + x) * now - before;
        before = now;
        now = next;
    }
    return order == 0 ? 1 : now;
}
TN_INLINE double tn_chebyshev_t(double x, double n) { return tn_oscillates(x, n) ? cos(trunc(n) * acos(x)) : tn_chebyshev(x, n, x); }
TN_INLINE double tn_chebyshev_u(double x, double n) {
    return tn_oscillates(x, n) ? sin((trunc(n) + 1) * acos(x)) / sin(acos(x)) : tn_chebyshev(x, n, x + x);
}
TN_INLINE double tn_chebyshev_v(double x, double n) {
    return tn_oscillates(x, n) ? cos((trunc(n) + 0.5) * acos(x)) / cos(acos(x) / 2) : tn_chebyshev(x, n, x + x - 1);
}
TN_INLINE double tn_chebyshev_w(double x, double n) {
    return tn_oscillates(x, n) ? sin((trunc(n) + 0.5) * acos(x)) / sin(acos(x) / 2) : tn_chebyshev(x, n, x + x + 1);
}
TN_SPECIAL2(tn_chebyshev_t) TN_SPECIAL2(tn_chebyshev_u) TN_SPECIAL2(tn_chebyshev_v) TN_SPECIAL2(tn_chebyshev_w)

static __device__ __noinline__ double tn_hermite(double x, double n, double factor) {
    if (!tn_is_order(n)) {
        return 0;
    }
    double before = 1, now = x;
    for (long long k = 1; k < (long long) n && now == now; k++) {
        double next = x * now - factor * k * before;
        before = now;
        now = next;
    }
    return (long long) n == 0 ? 1 : now;
}
TN_INLINE double tn_hermite_h(double x, double n) { return tn_hermite(x + x, n, 2); }
TN_INLINE double tn_hermite_he(double x, double n) { return tn_hermite(x, n, 1); }
TN_SPECIAL2(tn_hermite_h) TN_SPECIAL2(tn_hermite_he)

static __device__ __noinline__ double tn_laguerre(double x, double n) {
    if (!tn_is_order(n)) {
        return 0;
    }
    long long order = (long long) n;
    if (order == 0 || x == 0) {
        return 1;
    }
    if (order > 1048576 && x > 0 && x < 1e3) {
        double root = sqrt((order + 0.5) * x);
        return exp(x / 2) * cos(2 * root - 0.7853981633974483) / sqrt(3.141592653589793 * root);
    }
    double before = 1, now = 1 - x;
    for (long long k = 1; k < order && now == now; k++) {
        double next = ((k + k + (1 - x)) * now - k * before) / (k + 1);
        before = now;
        now = next;
    }
    return now;
}
TN_SPECIAL2(tn_laguerre)

static __device__ __noinline__ double tn_legendre(double x, double n) {
    if (!tn_is_order(n)) {
        return 0;
    }
    long long order = (long long) n;
    if (fabs(x) == 1) {
        return x > 0 || order % 2 == 0 ? 1 : -1;
    }
    if (order > 1048576 && fabs(x) < 1) {
        double angle = acos(x);
        return sqrt(2 / (3.141592653589793 * (order + 0.5) * sin(angle))) * cos((order + 0.5) * angle - 0.7853981633974483);
    }
    double before = 1, now = x;
    for (long long k = 1; k < order && now == now; k++) {
        double next = ((k + k + 1) * x * now - k * before) / (k + 1);
        before = now;
        now = next;
    }
    return order == 0 ? 1 : now;
}
TN_SPECIAL2(tn_legendre)

/* ---- the parts of a floating-point number ------------------------------------------------------------------------------------------------ */

/* from 1/2 up to 1; x itself where it has none */
TN_INLINE double tn_mantissa(double x) {
    int exponent = 0;
    return x == 0 || !isfinite(x) ? x : frexp(x, &exponent);
}
TN_INLINE double tn_exponent(double x) {
    int exponent = 0;
    if (x != 0 && isfinite(x)) {
        frexp(x, &exponent);
    }
    return exponent;
}
TN_SPECIAL1(tn_mantissa) TN_SPECIAL1(tn_exponent)

#endif
