package dev.tenon.nn.loss;

import static dev.tenon.Tenon.arange;
import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.DType;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against PyTorch 2.13's numbers, for scores that went through no softmax. */
class CtcLossTest {
    private static final Tensor TARGETS = tensor(new long[][] {{1, 2}, {2, 2}});
    private static final double NAN = Double.NaN;

    private final Tensor scores = arange(24).to(DType.FLOAT64).mul(1.3).sin().sub(1.2).reshape(4, 2, 3).requiresGrad_(true);

    private Tensor losses(boolean zeroInfinity, long[] steps, long[] labels) {
        var loss = new CTCLoss(o -> o.reduction(Reduction.NONE).zeroInfinity(zeroInfinity));
        return loss.forward(scores, TARGETS, tensor(steps), tensor(labels));
    }

    @Test
    void theGradientIsThatOfTheScoresBeforeASoftmax() {
        var losses = losses(false, new long[] {4, 3}, new long[] {2, 1});
        assertThat(losses.toDoubleArray()).containsExactly(new double[] {0.8096728498151751, 0.958790729199613}, within(1e-14));
        losses.mul(tensor(new double[] {1, 2})).sum().backward();
        assertThat(gradient(0, 24)).containsExactly(new double[] {0.14143075373312625, -0.05080472743579145, 0.5043430295795136,
            -0.251840192671486, 0.24899873193517713, -0.6983724187260706, 0.2800722442226391, -0.010217686652109093, 0.0937148455150317,
            0.09999067929393521, 0.9169651767721667, -0.20288835308085384, -0.20746407588862742, -0.0015546984488681165,
            -0.1720757487143036,
            -0.26846823717900326, 1.5249207090425627, -0.08743456408534878, 0.053617393358100125, 0.19802521338364926, -0.2956686451139404,
            0, 0, 0}, within(1e-14));
    }

    @Test
    void whatNoAlignmentReachesHasNoGradientUnlessItIsToBeZero() {
        var losses = losses(false, new long[] {4, 2}, new long[] {2, 2});
        assertThat(losses.toDoubleArray()[1]).isEqualTo(Double.POSITIVE_INFINITY);
        losses.sum().backward();
        assertThat(gradient(0, 6)).containsExactly(
            new double[] {0.14143075373312625, -0.05080472743579145, 0.5043430295795136, NAN, NAN, NAN},
            within(1e-14));
        assertThat(gradient(18, 24)).containsExactly(new double[] {0.053617393358100125, 0.19802521338364926, -0.2956686451139404, 0, 0, 0},
            within(1e-14));
        scores.zeroGrad();
        losses(true, new long[] {4, 2}, new long[] {2, 2}).sum().backward();
        assertThat(gradient(0, 6)).containsExactly(new double[] {0.14143075373312625, -0.05080472743579145, 0.5043430295795136, 0, 0, 0},
            within(1e-14));
    }

    @Test
    void behindALogSoftmaxItIsTheDerivative() {
        losses(false, new long[] {4, 4}, new long[] {2, 1}).sum().backward();
        var own = scores.grad().clone();
        scores.zeroGrad();
        new CTCLoss(o -> o.reduction(Reduction.SUM)).forward(scores.logSoftmax(-1), TARGETS, tensor(new long[] {4, 4}),
            tensor(new long[] {2, 1})).backward();
        assertThat(scores.grad().sum(-1).abs().max().item()).isLessThan(1e-12);
        assertThat(own.sum(-1).abs().max().item()).isGreaterThan(0.1);
    }

    private double[] gradient(int from, int to) {
        return Arrays.copyOfRange(scores.grad().toDoubleArray(), from, to);
    }
}
