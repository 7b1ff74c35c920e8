package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static dev.tenon.tensor.Expect.elements;

import dev.tenon.core.DType;
import dev.tenon.ops.BagMode;
import dev.tenon.ops.KlReduction;
import dev.tenon.ops.Reduction;
import org.junit.jupiter.api.Test;

/** Values of PyTorch 2.13 for operators that its own test database has no cases of. */
class LayerOperatorsTest {
    private static Tensor steps(double scale, long... shape) {
        long n = 1;
        for (long size : shape) {
            n *= size;
        }
        return arange(n).to(DType.FLOAT64).mul(scale).reshape(shape);
    }

    @Test
    void bags_of_embeddings_are_folded() {
        var weight = steps(1, 5, 3);
        var places = tensor(new long[] {0, 2, 1, 3, 3, 4});
        var offsets = tensor(new long[] {0, 3, 3});
        elements(embeddingBag(places, weight, offsets, BagMode.SUM), 9, 12, 15, 0, 0, 0, 30, 33, 36);
        elements(embeddingBag(places, weight, offsets, BagMode.MEAN), 3, 4, 5, 0, 0, 0, 10, 11, 12);
        elements(embeddingBag(places, weight, offsets, BagMode.MAX), 6, 7, 8, 0, 0, 0, 12, 13, 14);
        var weights = tensor(new double[] {1, 2, 3, 4, 5, 6}).to(DType.FLOAT64);
        elements(embeddingBag(places, weight, offsets, BagMode.SUM, weights), 21, 27, 33, 0, 0, 0, 153, 168, 183);
        elements(embeddingBag(places, weight, offsets, BagMode.MEAN, null, false, 3), 3, 4, 5, 0, 0, 0, 12, 13, 14);
    }

    @Test
    void the_loss_of_a_sequence_sums_over_its_alignments() {
        var logProbs = steps(1, 6, 2, 4).sin().logSoftmax(-1);
        var targets = tensor(new long[][] {{1, 2, 2}, {3, 1, 0}});
        var lengths = tensor(new long[] {5, 4});
        var targetLengths = tensor(new long[] {3, 2});
        elements(ctcLoss(logProbs, targets, lengths, targetLengths, 0, Reduction.NONE), 5.80698984, 2.05019675);
        elements(ctcLoss(logProbs, targets, lengths, targetLengths, 0, Reduction.MEAN), 1.48038083);
        elements(ctcLoss(logProbs, targets, lengths, targetLengths, 0, Reduction.SUM), 7.85718659);
    }

    @Test
    void heads_attend_and_are_joined() {
        var query = steps(0.3, 2, 1, 4).sin();
        var key = steps(0.7, 3, 1, 4).cos();
        var value = steps(0.2, 3, 1, 4).sin();
        var both = multiHeadAttentionForward(query, key, value, 4, 2, steps(0.1, 12, 4).sin(), steps(0.05, 12), null, null, false, 0.0,
            steps(0.4, 4, 4).cos(), steps(0.1, 4));
        elements(both.output(), -3.54107794, 4.17535385, 3.50308117, -3.96825063, -4.08492263, 4.80482921, 4.0101651, -4.62733921);
        elements(both.weights(), 0.29491735, 0.00811803, 0.69696462, 0.15979191, 0.00019573, 0.84001236);
    }

    @Test
    void parts_are_written_into_copies_and_products_have_a_copy_for_every_element() {
        elements(sliceScatter(zeros(4, 2), ones(2, 2), 0, 1, 4, 2), 0, 0, 1, 1, 0, 0, 1, 1);
        elements(kron(tensor(new double[][] {{1, 2}}), tensor(new double[][] {{1}, {3}})), 1, 2, 3, 6);
    }

    @Test
    void a_divergence_is_reduced_as_its_layer_has_it_unless_told_otherwise() {
        var input = tensor(new double[][] {{0.5, 0.5}, {0.25, 0.75}}).log();
        var target = tensor(new double[][] {{0.9, 0.1}, {0.5, 0.5}});
        elements(klDiv().forward(input, target), 0.1279763);
        elements(klDiv(KlReduction.BATCHMEAN).forward(input, target), 0.2559526);
    }
}
