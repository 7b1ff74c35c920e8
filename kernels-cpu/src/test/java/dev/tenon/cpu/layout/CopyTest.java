package dev.tenon.cpu.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.Ground;
import dev.tenon.cpu.engine.UncheckedAccess;
import dev.tenon.cpu.kernels.shape.CopyIntoKernel;
import dev.tenon.cpu.math.Half;
import dev.tenon.ops.Cast;
import dev.tenon.ops.Clone;
import dev.tenon.spi.UncheckedCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CopyTest {
    private static void assertCopied(Region from) {
        assertThat(Ground.values(Ground.run(new Clone(), from)[0])).containsExactly(Ground.values(from));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyLayoutIsCopied(DType dtype) {
        assertCopied(Ground.random(1, dtype, 3, 4, 5));
        assertCopied(Ground.transposed(Ground.random(2, dtype, 130, 70)));
        assertCopied(Ground.transposed(Ground.random(3, dtype, 20, 33, 18)));
        assertCopied(Ground.everySecond(Ground.random(4, dtype, 9, 41)));
        assertCopied(Ground.transposed(Ground.everySecond(Ground.random(5, dtype, 40, 41))));
        assertCopied(new Region(dtype, new long[] {3, 40, 2}, new long[] {0, 1, 0}, Ground.random(6, dtype, 40).address()));
        assertCopied(Ground.random(7, dtype));
        assertCopied(Ground.random(8, dtype, 0, 3));
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyDtypeIsConvertedToEveryOther(DType from) {
        var source = Ground.random(9, from, 3, 70);
        for (var to : DType.values()) {
            for (var layout : new Region[] {source, Ground.transposed(source)}) {
                var out = Ground.run(new Cast(to), layout)[0];
                for (long i = 0; i < out.numel(); i++) {
                    double value = Ground.at(layout, i);
                    double expected = to == DType.BOOL ? (value != 0 ? 1 : 0) : to.isFloating() ? value : (long) value;
                    expected = to == DType.UINT8 ? (long) expected & 0xFF : to == DType.INT8 ? (byte) expected : expected;
                    double tolerance = to == DType.BFLOAT16 ? Math.abs(value) / 256
                        : to == DType.FLOAT16 ? Math.abs(value) / 2048 + 1e-7 : 1e-6;
                    assertThat(Ground.at(out, i)).as("%s as %s", value, to).isCloseTo(expected, within(to.isFloating() ? tolerance : 0));
                }
            }
        }
    }

    @Test
    void halvesBecomeTrue() {
        var source = Ground.empty(DType.FLOAT64, 3);
        UncheckedAccess.f64(source.address(), 0, 0.5);
        UncheckedAccess.f64(source.address(), 1, Double.NaN);
        UncheckedAccess.f64(source.address(), 2, -0.0);
        assertThat(Ground.values(Ground.run(new Cast(DType.BOOL), source)[0])).containsExactly(1, 1, 0);
    }

    @Test
    void longsBecomeFloatsByOneRounding() {
        var source = Ground.empty(DType.INT64, 20);
        long value = (1L << 60) + (1L << 36) + 1;
        for (int i = 0; i < 20; i++) {
            UncheckedAccess.i64(source.address(), i, value);
        }
        var out = Ground.run(new Cast(DType.FLOAT32), source)[0];
        for (int i = 0; i < 20; i++) {
            assertThat(UncheckedAccess.f32(out.address(), i)).isEqualTo((float) value);
        }
    }

    @Test
    void aPartOfATensorIsWritten() {
        var target = Ground.random(10, DType.FLOAT32, 6, 8);
        var before = Ground.values(target);
        var column = Region.of(target, new long[] {6}, new long[] {8}, 3);
        var source = Ground.random(11, DType.INT32, 1);
        new CopyIntoKernel().run(new dev.tenon.ops.CopyInto(),
            UncheckedCall.of(new UncheckedOperand[] {column, source}, new UncheckedOperand[0], DType.FLOAT32));
        for (int i = 0; i < 48; i++) {
            assertThat(Ground.at(target, i)).isEqualTo(i % 8 == 3 ? Ground.at(source, 0) : before[i]);
        }
    }

    @Test
    void bfloat16RoundsToNearestEven() {
        assertThat(Half.fromBfloat16(Half.toBfloat16(1 + 0x1p-8f))).isEqualTo(1);
        assertThat(Half.fromBfloat16(Half.toBfloat16(1 + 0x3p-8f))).isEqualTo(1 + 0x2p-7f);
        assertThat(Half.fromBfloat16(Half.toBfloat16(Float.NaN))).isNaN();
        assertThat(Half.fromBfloat16(Half.toBfloat16(Float.MAX_VALUE))).isInfinite();
    }
}
