package dev.tenon.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReserveTest {
    private static final long GIB = 1L << 30;

    private final Reserve reserve = new Reserve(0);

    @Test
    void whatATrainingStepNeedsWaitsForTheNext() {
        for (int step = 0; step < 100; step++) {
            reserve.note(4 * GIB, step * Reserve.WINDOW_NANOS / 10);
            reserve.note(GIB, step * Reserve.WINDOW_NANOS / 10 + 1);
        }
        assertThat(reserve.most()).isEqualTo(5 * GIB + Reserve.FLOOR);
    }

    @Test
    void whatIsNotNeededAnyMoreMayGoAfterTwoWindows() {
        reserve.note(4 * GIB, 1);
        assertThat(reserve.note(GIB, Reserve.WINDOW_NANOS + 1)).isTrue();
        assertThat(reserve.peak()).isEqualTo(4 * GIB);
        assertThat(reserve.note(GIB, 2 * Reserve.WINDOW_NANOS + 1)).isTrue();
        assertThat(reserve.peak()).isEqualTo(GIB);
    }

    @Test
    void aLongPauseForgetsAtOnce() {
        reserve.note(4 * GIB, 1);
        reserve.note(GIB, 3 * Reserve.WINDOW_NANOS);
        assertThat(reserve.most()).isEqualTo(GIB + GIB / 4 + Reserve.FLOOR);
    }
}
