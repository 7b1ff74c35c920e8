package dev.tenon.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Halves are structures of 16 bits that the kernels' header converts; Java's own conversions say what is right. */
class EmulatedHalvesTest extends EmulatedTest {
    private static final int ALL = 1 << 16;
    private static final String TEXT = """
        extern "C" __global__ void widen_float32(const tn_half* h, const tn_bfloat16* b, float* fh, float* fb, long long n) {
            TN_LOOP(i, n) { fh[i] = tn_to_float(h[i]); fb[i] = tn_to_float(b[i]); }
        }
        extern "C" __global__ void narrow_float32(const float* f, tn_half* h, tn_bfloat16* b, long long n) {
            TN_LOOP(i, n) { h[i] = tn_to_half(f[i]); b[i] = tn_to_bfloat16(f[i]); }
        }
        """;

    @Test
    void everyPatternComesBackFromFloat() {
        var patterns = new short[ALL];
        for (int i = 0; i < ALL; i++) {
            patterns[i] = (short) i;
        }
        try (var arena = Arena.ofConfined()) {
            long from = upload(arena.allocateFrom(ValueLayout.JAVA_SHORT, patterns));
            long fh = driver.allocate(4 * ALL);
            long fb = driver.allocate(4 * ALL);
            driver.launch("widen", kernel(TEXT, "widen_float32"), Dim.of(4), Dim.of(256), 0,
                Arguments.begin().pointer(from).pointer(from).pointer(fh).pointer(fb).i64(ALL));
            var halves = narrow(fh, ALL, true);
            var bfloats = narrow(fb, ALL, false);
            var wideHalves = floats(fh, ALL);
            var wideBfloats = floats(fb, ALL);
            for (int i = 0; i < ALL; i++) {
                float half = Float.float16ToFloat((short) i);
                float bfloat = Float.intBitsToFloat(i << 16);
                assertThat(Float.compare(wideHalves[i], half)).isZero();
                assertThat(Float.compare(wideBfloats[i], bfloat)).isZero();
                assertThat(Float.isNaN(half) ? Float.isNaN(Float.float16ToFloat(halves[i])) : halves[i] == (short) i).isTrue();
                assertThat(Float.isNaN(bfloat) ? Float.isNaN(Float.intBitsToFloat(bfloats[i] << 16)) : bfloats[i] == (short) i).isTrue();
            }
        }
    }

    @Test
    void floatsAreRoundedToTheNearestHalfAndTiesToTheEvenOne() {
        var random = new Random(1);
        var values = new float[3 * ALL];
        for (int i = 0; i < ALL; i++) {
            // the middle between two halves, which is a tie, and its neighbours
            float middle = Float.intBitsToFloat(Float.floatToRawIntBits(Float.float16ToFloat((short) i)) + 0x1000);
            values[3 * i] = middle;
            values[3 * i + 1] = random.nextBoolean() ? Math.nextUp(middle) : Math.nextDown(middle);
            values[3 * i + 2] = Float.intBitsToFloat(random.nextInt());
        }
        var halves = narrow(onDevice(values), values.length, true);
        var bfloats = narrow(onDevice(values), values.length, false);
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                assertThat(Float.float16ToFloat(halves[i])).isNaN();
                assertThat(Float.intBitsToFloat(bfloats[i] << 16)).isNaN();
            } else {
                assertThat(halves[i]).as("%s", values[i]).isEqualTo(Float.floatToFloat16(values[i]));
                assertThat(Float.intBitsToFloat(bfloats[i] << 16)).as("%s", values[i]).isEqualTo(bfloat(values[i]));
            }
        }
    }

    /** The nearest of 16 bits, by way of exact arithmetic. */
    private static float bfloat(float value) {
        int below = Float.floatToRawIntBits(value) & 0xffff0000;
        int rest = Float.floatToRawIntBits(value) & 0xffff;
        boolean up = rest > 0x8000 || rest == 0x8000 && (below & 0x10000) != 0;
        return Float.intBitsToFloat(up ? below + 0x10000 : below);
    }

    private short[] narrow(long from, int n, boolean half) {
        long h = driver.allocate(2L * n);
        long b = driver.allocate(2L * n);
        driver.launch("narrow", kernel(TEXT, "narrow_float32"), Dim.of(4), Dim.of(256), 0,
            Arguments.begin().pointer(from).pointer(h).pointer(b).i64(n));
        MemorySegment result = download(half ? h : b, 2L * n);
        return result.toArray(ValueLayout.JAVA_SHORT);
    }
}
