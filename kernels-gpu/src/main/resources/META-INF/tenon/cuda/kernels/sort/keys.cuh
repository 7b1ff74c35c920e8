/* An unsigned number that has the order of the element: NaN above everything, both zeros equal. */
template <typename S> struct TnKey {
    typedef unsigned int type;
    static TN_INLINE type of(S v) { return (unsigned int) (int) v ^ 0x80000000u; }
};
TN_INLINE unsigned int tn_float_key(float v) {
    unsigned int bits = tn_bits(v != v ? tn_float(0x7fc00000u) : v + 0.0f);
    return bits ^ ((bits >> 31) != 0 ? 0xffffffffu : 0x80000000u);
}
template <> struct TnKey<float> {
    typedef unsigned int type;
    static TN_INLINE type of(float v) { return tn_float_key(v); }
};
template <> struct TnKey<tn_half> {
    typedef unsigned int type;
    static TN_INLINE type of(tn_half v) { return tn_float_key(tn_to_float(v)); }
};
template <> struct TnKey<tn_bfloat16> {
    typedef unsigned int type;
    static TN_INLINE type of(tn_bfloat16 v) { return tn_float_key(tn_to_float(v)); }
};
template <> struct TnKey<double> {
    typedef unsigned long long type;
    static TN_INLINE type of(double v) {
        unsigned long long bits = v != v ? 0x7ff8000000000000ULL : (unsigned long long) __double_as_longlong(v + 0.0);
        return bits ^ ((bits >> 63) != 0 ? 0xffffffffffffffffULL : 0x8000000000000000ULL);
    }
};
template <> struct TnKey<long long> {
    typedef unsigned long long type;
    static TN_INLINE type of(long long v) { return (unsigned long long) v ^ 0x8000000000000000ULL; }
};
