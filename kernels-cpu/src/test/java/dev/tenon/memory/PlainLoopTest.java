package dev.tenon.memory;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.AutogradException;
import dev.tenon.core.Device;
import dev.tenon.nn.recurrent.Lstm;
import org.junit.jupiter.api.Test;

/** What a training loop without a scope holds: what nobody can refer to any more goes back at once, and does not wait for the collector. */
class PlainLoopTest {
    private static final int STEPS = 8;
    private static final int LENGTH = 56;
    private static final int BATCH = 64;
    private static final int HIDDEN = 128;
    /** The gates of an LSTM, four times its output, which only its gradient reads; a size that no rounding changes and no other test needs. */
    private static final long GATES = 4L * LENGTH * BATCH * 4 * HIDDEN;

    @Test
    void whatOnlyTheGradientReadsGoesBackWithIt() {
        var model = sequential(sequence(LENGTH, 8), s -> s.lstm(HIDDEN).linear(1)).build(Device.CPU, seed(1));
        var optimizer = adam(o -> o.lr(1e-3)).over(model.parameters());
        var x = randn(BATCH, LENGTH, 8);
        Pool.of(Device.CPU).reclaim();
        long before = gates();
        for (int step = 0; step < STEPS; step++) {
            optimizer.zeroGrad();
            var loss = model.call(x).pow(2).mean();
            assertThat(gates()).isEqualTo(before + 1);
            loss.backward();
            optimizer.step();
            assertThat(gates()).isEqualTo(before);
        }
    }

    @Test
    void whatIsReadAgainStays() {
        var lstm = new Lstm(8, HIDDEN);
        var loss = lstm.call(randn(LENGTH, BATCH, 8)).sum();
        loss.backward(o -> o.retainGraph());
        var gradient = lstm.parameters().getFirst().grad();
        var first = gradient.clone();
        loss.backward();
        assertThat(gradient.toFloatArray()).isEqualTo(first.mul(2).toFloatArray());
        assertThatThrownBy(loss::backward).isInstanceOf(AutogradException.class).hasMessageContaining("a second time");
    }

    private static long gates() {
        return Pool.of(Device.CPU).holdings().stream().filter(holding -> holding.bytes() == GATES).mapToLong(Pool.Holding::count).sum();
    }
}
