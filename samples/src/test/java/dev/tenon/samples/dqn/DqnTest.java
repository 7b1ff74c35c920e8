package dev.tenon.samples.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Device;
import dev.tenon.samples.CommandRun;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DqnTest {
    @Test
    void itLearnsToStand() {
        var run = CommandRun.of("dqn", "--steps", "2000");
        assertThat(run.figure("untrained network stands:")).isLessThan(30);
        assertThat(run.figure("after  2000 pushes it stands:")).isGreaterThan(60);
    }

    @Test
    void aPoleThatIsAlwaysPushedToOneSideFalls() {
        var cart = new CartPole(3);
        while (!cart.fallen()) {
            cart.push(1);
        }
        assertThat(cart.time()).isBetween(8, 11);
        assertThat(cart.state()[1]).isPositive();
        assertThat(cart.state()[2]).isNegative();
    }

    @Test
    void memoryForgetsWhatIsOldest() {
        var memory = new Memory(2);
        for (int i = 0; i < 3; i++) {
            memory.add(new double[] {i, 0, 0, 0}, i % 2, new double[] {i + 1, 0, 0, 0}, i == 2);
        }
        var some = memory.some(50, new SplittableRandom(1), Device.CPU);
        assertThat(some.before().select(1, 0).toDoubleArray()).containsOnly(1, 2);
        assertThat(some.standing().toDoubleArray()).containsOnly(0, 1);
    }
}
