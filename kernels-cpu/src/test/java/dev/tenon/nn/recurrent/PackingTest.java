package dev.tenon.nn.recurrent;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {
    /** Of lengths 2, 3 and 1. */
    private static final List<Tensor> SEQUENCES = List.of(tensor(new double[] {1, 2}), tensor(new double[] {3, 4, 5}),
        tensor(new double[] {6}));

    @Test
    void packedSequencesLieByTimeTheLongestFirst() {
        var packed = packSequence(SEQUENCES, false);
        assertThat(packed.data().toDoubleArray()).containsExactly(3, 1, 6, 4, 2, 5);
        assertThat(packed.batchSizes().toArray()).containsExactly(3, 2, 1);
        assertThat(packed.sortedIndices().toLongArray()).containsExactly(1, 0, 2);
        assertThat(packed.unsortedIndices().toLongArray()).containsExactly(1, 0, 2);
        assertThat(packed.batch()).isEqualTo(3);
    }

    @Test
    void whatIsPackedComesBackInTheOrderOfTheCaller() {
        var packed = packSequence(SEQUENCES, false);
        var padded = padPackedSequence(packed, true, -1, 4L);
        assertThat(padded.output().shape().toArray()).containsExactly(3, 4);
        assertThat(padded.output().toDoubleArray()).containsExactly(1, 2, -1, -1, 3, 4, 5, -1, 6, -1, -1, -1);
        assertThat(padded.lengths().toLongArray()).containsExactly(2, 3, 1);
        assertThat(padPackedSequence(packed).output().toDoubleArray()).containsExactly(1, 3, 6, 2, 4, 0, 0, 5, 0);
        var unpacked = unpackSequence(packed);
        for (int i = 0; i < 3; i++) {
            assertThat(unpacked.get(i).toDoubleArray()).isEqualTo(SEQUENCES.get(i).toDoubleArray());
        }
    }

    @Test
    void paddingFillsUpToTheLongest() {
        var padded = padSequence(List.of(ones(1, 2), ones(3, 2)), true, 7);
        assertThat(padded.toDoubleArray()).containsExactly(1, 1, 7, 7, 7, 7, 1, 1, 1, 1, 1, 1);
        assertThat(padSequence(SEQUENCES, false).shape().toArray()).containsExactly(3, 3);
        assertThat(unpadSequence(padded, new long[] {1, 3}, true).getFirst().toDoubleArray()).containsExactly(1, 1);
    }

    @Test
    void gradientsReachWhatIsThereAndNoPadding() {
        var x = ones(3, 2).requiresGrad_(true);
        var packed = packPaddedSequence(x, 3, 1);
        padPackedSequence(packed.with(packed.data().mul(2))).output().sum().backward();
        assertThat(x.grad().toDoubleArray()).containsExactly(2, 2, 2, 0, 2, 0);
    }

    @Test
    void wrongLengthsAreRefusedWithAWayOut() {
        var x = zeros(4, 2, 3);
        wrong(() -> packPaddedSequence(x, 2, 3), "lengths must not grow", "[2, 3]", "enforceSorted = false");
        wrong(() -> packPaddedSequence(x, 5, 1), "lengths must be from 1 to 4", "got 5 for sequence 0");
        wrong(() -> packPaddedSequence(x, 4, 0), "got 0 for sequence 1");
        wrong(() -> packPaddedSequence(x, new long[] {4, 2, 1, 1}, false, true), "a length for each of 2 sequences", "got 4",
            "batchFirst = true");
        wrong(() -> padPackedSequence(packPaddedSequence(x, 4, 2), false, 0, 3L),
            "totalLength must be at least the longest length, 4, got 3");
        wrong(() -> padSequence(List.of(), true), "at least one sequence");
        wrong(() -> packSequence(List.of(), true), "packSequence: there must be at least one sequence");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> padSequence(List.of(zeros(2, 3), zeros(2, 4)), true))
            .withMessageContainingAll("equal in all sizes but the first", "[2, 3]", "[2, 4]");
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> packPaddedSequence(zeros(DType.FLOAT32, 3), 1))
            .withMessageContaining("[time, batch, ...]");
    }

    private static void wrong(Runnable call, String... parts) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessageContainingAll(parts);
    }

    @Test
    void lengthsMayBeATensor() {
        var input = arange(12).to(DType.FLOAT32).reshape(2, 3, 2);
        var lengths = tensor(new long[] {1, 3});
        var packed = packPaddedSequence(input, lengths, true, false);
        assertThat(packed.data().toFloatArray())
            .containsExactly(packPaddedSequence(input, new long[] {1, 3}, true, false).data().toFloatArray());
        assertThat(padPackedSequence(packed, true).lengths().toLongArray()).containsExactly(1, 3);
        assertThatThrownBy(() -> packPaddedSequence(input, lengths.to(DType.FLOAT32), true, false))
            .isInstanceOf(ShapeException.class).hasMessageContaining("integers [batch]");
    }
}
