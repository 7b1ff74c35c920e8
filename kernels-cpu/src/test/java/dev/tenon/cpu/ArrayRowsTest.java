package dev.tenon.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.TenonException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.cpu.layout.Region;
import dev.tenon.cpu.math.Convert;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrayRowsTest {
    private static Region region(DType dtype, long[] sizes, double... values) {
        var region = Region.contiguous(dtype, sizes, Arena.ofAuto().allocate(8 * 64, 64).address());
        for (int i = 0; i < values.length; i++) {
            Convert.storeDouble(dtype, region.address() + (long) i * dtype.bytes(), values[i]);
        }
        return region;
    }

    private static double[] values(UncheckedOperand dense) {
        return IntStream.range(0, (int) dense.numel())
            .mapToDouble(i -> Convert.loadDouble(dense.dtype(), dense.address() + (long) i * dense.dtype().bytes())).toArray();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void rowsOfEveryDtypeAreConvertedAndBack(DType dtype) {
        var in = region(dtype, new long[] {2, 3}, 1, 0, 1, 1, 1, 0);
        var out = region(dtype, new long[] {2, 3});
        ArrayRows.along(-1).reads(in).writes(out).run(row -> {
            var x = row.doubles(in);
            var y = row.doubles(out);
            for (int i = 0; i < x.length; i++) {
                y[i] = 1 - x[i];
            }
        });
        assertThat(values(out)).containsExactly(0, 1, 0, 0, 0, 1);
    }

    @Test
    void theTypesOfArraysAreOnesOwnChoice() {
        var in = region(DType.INT64, new long[] {2}, (1L << 53), 7);
        var half = region(DType.BFLOAT16, new long[] {2});
        var count = region(DType.UINT8, new long[] {2});
        ArrayRows.along(0).reads(in, null).writes(half, count).run(row -> {
            row.floats(half)[0] = 1.00390625f;
            row.floats(half)[1] = row.longs(in)[1];
            row.longs(count)[0] = row.longs(in)[0] == 1L << 53 ? 200 : 0;
            row.longs(count)[1] = 258;
        });
        assertThat(values(half)).containsExactly(1, 7);
        assertThat(values(count)).containsExactly(200, 2);
    }

    @Test
    void stridedAndBroadcastRowsAreGathered() {
        var base = region(DType.FLOAT32, new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        var turned = Region.of(base, new long[] {3, 2}, new long[] {1, 3}, 0);
        var weight = region(DType.FLOAT64, new long[] {2}, 10, 100);
        var one = region(DType.FLOAT64, new long[0], 0.5);
        var out = region(DType.FLOAT64, new long[] {3, 2});
        ArrayRows.along(-1).reads(turned, weight, one).writes(out).run(row -> {
            for (int i = 0; i < 2; i++) {
                row.doubles(out)[i] = row.doubles(turned)[i] * row.doubles(weight)[i] + row.doubles(one)[0];
            }
        });
        assertThat(values(out)).containsExactly(10.5, 400.5, 20.5, 500.5, 30.5, 600.5);
    }

    @Test
    void rowsMayRunAlongAnyDimensionAndBeOfSeveralLengths() {
        var in = region(DType.FLOAT32, new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        var sum = region(DType.FLOAT32, new long[] {1, 3});
        ArrayRows.along(0).reads(in).writes(sum).run(row -> row.doubles(sum)[0] = row.doubles(in)[0] * row.doubles(in)[1] + row.index());
        assertThat(values(sum)).containsExactly(4, 11, 20);
    }

    @Test
    void aResultWithoutTheRowsDimensionHasRowsOfOneElement() {
        var in = region(DType.FLOAT32, new long[] {2, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8);
        var sum = region(DType.FLOAT64, new long[] {2, 2});
        var first = region(DType.INT64, new long[] {2, 2});
        ArrayRows.along(1).reads(in).writes(sum, first).run(row -> {
            row.doubles(sum)[0] = row.doubles(in)[0] + 10 * row.doubles(in)[1];
            row.longs(first)[0] = (long) row.doubles(in)[0];
        });
        assertThat(values(sum)).containsExactly(31, 42, 75, 86);
        assertThat(values(first)).containsExactly(1, 2, 5, 6);
    }

    @Test
    void aFoldBesideAResultThatIsWiderThanWhatIsRead() {
        var weight = region(DType.FLOAT64, new long[] {2}, 1, 10);
        var sum = region(DType.FLOAT64, new long[] {3});
        var all = region(DType.FLOAT64, new long[] {3, 2});
        ArrayRows.along(-1).reads(weight).writes(sum, all).run(row -> {
            for (int i = 0; i < 2; i++) {
                row.doubles(all)[i] = row.doubles(weight)[i] * row.index();
            }
            row.doubles(sum)[0] = row.doubles(all)[0] + row.doubles(all)[1];
        });
        assertThat(values(all)).containsExactly(0, 0, 1, 10, 2, 20);
        assertThat(values(sum)).containsExactly(0, 11, 22);
    }

    @Test
    void operandsThatAreUpdatedComeInToo() {
        var both = region(DType.INT32, new long[] {3}, 1, 2, 3);
        ArrayRows.along(0).updates(both).run(row -> row.longs(both)[1] *= 10);
        assertThat(values(both)).containsExactly(1, 20, 3);
    }

    @Test
    void noRowsAreNoCalls() {
        var none = region(DType.FLOAT32, new long[] {0, 3});
        ArrayRows.along(-1).writes(none).run(row -> {
            throw new AssertionError();
        });
    }

    @Test
    void whatIsNotWrittenIsNotANumber() {
        var out = region(DType.FLOAT32, new long[] {2, 2}, 1, 2, 3, 4);
        ArrayRows.along(-1).writes(out).run(row -> row.floats(out)[0] = 5);
        assertThat(values(out)).containsExactly(5, Double.NaN, 5, Double.NaN);
    }

    @Test
    void mistakesOfKernelsAreExceptions() {
        var in = region(DType.FLOAT32, new long[] {2, 2}, 1, 2, 3, 4);
        var out = region(DType.FLOAT32, new long[] {2, 2});
        var rows = ArrayRows.along(-1).reads(in).writes(out);
        assertThatThrownBy(() -> rows.run(row -> row.floats(out)[2] = 1)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> rows.run(row -> {})).isInstanceOf(TenonException.class)
            .hasMessageContaining("did not write row 0 of [2, 2] float32");
        assertThatThrownBy(() -> rows.run(row -> assertThat(row.floats(out).length + row.doubles(out).length).isZero()))
            .isInstanceOf(TenonException.class).hasMessageContaining("two types");
        assertThatThrownBy(() -> rows.run(row -> row.floats(region(DType.FLOAT32, new long[] {2})))).isInstanceOf(TenonException.class)
            .hasMessageContaining("no operand [2] float32");
        assertThatThrownBy(() -> ArrayRows.along(-1).reads(in).writes(region(DType.FLOAT32, new long[] {1, 2})).run(_ -> {}))
            .isInstanceOf(TenonException.class).hasMessageContaining("[1, 2], which has rows [1]: several would share a place")
            .hasMessageContaining("with or without the rows' own");
    }

    @Test
    void nothingCanBeAskedForWhenTheKernelHasEnded() {
        var in = region(DType.FLOAT32, new long[] {2}, 1, 2);
        var kept = new AtomicReference<ArrayRow>();
        ArrayRows.along(-1).reads(in).run(kept::set);
        assertThatThrownBy(() -> kept.get().floats(in)).isInstanceOf(TenonException.class).hasMessageContaining("has ended");
    }

    @Test
    void anOperandWhoseMemoryWasReleasedIsRefused() {
        var released = new ReleasedOperand(region(DType.FLOAT32, new long[] {2}, 1, 2));
        assertThatThrownBy(() -> ArrayRows.along(-1).reads(released)).isInstanceOf(ReleasedException.class);
    }

    /** What a kernel kept too long. */
    private record ReleasedOperand(Region region) implements UncheckedOperand {
        @Override
        public void requireAlive() {
            throw new ReleasedException("released");
        }

        @Override
        public long[] sizes() {
            return region.sizes();
        }

        @Override
        public long[] strides() {
            return region.strides();
        }

        @Override
        public long address() {
            return region.address();
        }

        @Override
        public DType dtype() {
            return region.dtype();
        }

        @Override
        public Device device() {
            return region.device();
        }

        @Override
        public long numel() {
            return region.numel();
        }

        @Override
        public boolean isWrappedNumber() {
            return false;
        }

        @Override
        public boolean isContiguous() {
            return true;
        }
    }
}
