package dev.tenon.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Tenon;
import dev.tenon.core.ArgumentException;
import dev.tenon.core.IndexException;
import dev.tenon.tensor.Ops;
import org.junit.jupiter.api.Test;

class AdaptiveLogSoftmaxTest {
    private final AdaptiveLogSoftmaxWithLoss loss = new AdaptiveLogSoftmaxWithLoss(16, 10, new long[] {3, 6});

    @Test
    void targetsHaveTheProbabilitiesThatAllClassesShare() {
        var input = Tenon.randn(4, 16);
        var target = Tenon.tensor(new long[] {0, 4, 9, 2});
        var all = loss.logProb(input);
        assertThat(all.exp().sum(1).sub(1).abs().max().item()).isLessThan(1e-5);
        var own = Ops.squeeze(Ops.gather(all, 1, target.unsqueeze(1)), 1);
        assertThat(loss.forward(input, target).output().sub(own).abs().max().item()).isLessThan(1e-5);
        assertThat(loss.of(input, target).add(own.mean()).abs().item()).isLessThan(1e-5);
        assertThat(loss.predict(input).toLongArray()).isEqualTo(all.argmax(1).toLongArray());
    }

    @Test
    void theStateHasPyTorchsNames() {
        assertThat(loss.stateDict().keySet()).containsExactly("head.weight", "tail.0.0.weight", "tail.0.1.weight", "tail.1.0.weight",
            "tail.1.1.weight");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> loss.forward(Tenon.randn(1, 16), Tenon.tensor(new long[] {10}))).isInstanceOf(IndexException.class)
            .hasMessageContaining("[0, 9]");
        assertThatThrownBy(() -> new AdaptiveLogSoftmaxWithLoss(16, 10, new long[] {6, 3})).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("must ascend");
        assertThatThrownBy(() -> new AdaptiveLogSoftmaxWithLoss(8, 10, new long[] {3, 6})).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("a smaller divValue");
    }
}
