package dev.tenon.metric;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BLEU of a corpus against one reference for each sentence: the geometric mean of the shares of n-grams of 1 to 4 tokens that are in the reference,
 * each counted as often as it is there, times {@code exp(1 - r / c)} where the {@code c} tokens said are fewer than the {@code r} wanted. Outputs are
 * tokens {@code [b, t]} or logits {@code [b, v, t]}, targets tokens {@code [b, t]}; a sentence ends before the first padding token.
 *
 * @see <a href="https://aclanthology.org/P02-1040/">Papineni et al. (2002)</a>
 */
public final class Bleu implements Metric {
    private static final int LONGEST = 4;

    private final long padding;

    /**
     * A score.
     *
     * @param padding the token at which a sentence ends
     */
    public Bleu(long padding) {
        this.padding = padding;
    }

    @Override
    public String name() {
        return "bleu";
    }

    @Override
    public Count start() {
        return new Grams(padding);
    }

    private static final class Grams implements Count {
        private final long padding;
        private double[] matches = new double[LONGEST];
        private double[] said = new double[LONGEST];
        private double lengthSaid;
        private double lengthWanted;

        Grams(long padding) {
            this.padding = padding;
        }

        @Override
        public void add(Tensor output, Tensor target) {
            var tokens = output.rank() == 3 ? output.argmax(1L) : output;
            if (target.rank() != 2 || tokens.rank() != 2 || tokens.size(0) != target.size(0)) {
                throw new ShapeException("bleu: wants tokens [b, t] or logits [b, v, t] and tokens [b, t]\n  output: " + output.shape()
                    + "   target: " + target.shape());
            }
            for (long i = 0; i < target.size(0); i++) {
                add(sentence(tokens.select(0, i).toLongArray()), sentence(target.select(0, i).toLongArray()));
            }
        }

        private long[] sentence(long[] padded) {
            int length = 0;
            while (length < padded.length && padded[length] != padding) {
                length++;
            }
            return Arrays.copyOf(padded, length);
        }

        private void add(long[] sentence, long[] reference) {
            lengthSaid += sentence.length;
            lengthWanted += reference.length;
            for (int n = 1; n <= LONGEST; n++) {
                var wanted = grams(reference, n);
                for (var gram : grams(sentence, n).entrySet()) {
                    matches[n - 1] += Math.min(gram.getValue(), wanted.getOrDefault(gram.getKey(), 0));
                    said[n - 1] += gram.getValue();
                }
            }
        }

        private static Map<List<Long>, Integer> grams(long[] tokens, int n) {
            var grams = new HashMap<List<Long>, Integer>();
            for (int from = 0; from + n <= tokens.length; from++) {
                grams.merge(Arrays.stream(tokens, from, from + n).boxed().toList(), 1, Integer::sum);
            }
            return grams;
        }

        @Override
        public double value() {
            double logs = 0;
            for (int n = 0; n < LONGEST; n++) {
                if (matches[n] == 0) {
                    return 0;
                }
                logs += Math.log(matches[n] / said[n]) / LONGEST;
            }
            return Math.exp(logs + Math.min(0, 1 - lengthWanted / lengthSaid));
        }

        @Override
        public double[] state() {
            var state = Arrays.copyOf(matches, 2 * LONGEST + 2);
            System.arraycopy(said, 0, state, LONGEST, LONGEST);
            state[2 * LONGEST] = lengthSaid;
            state[2 * LONGEST + 1] = lengthWanted;
            return state;
        }

        @Override
        public void restore(double[] state) {
            if (state.length != 2 * LONGEST + 2) {
                throw new ArgumentException("metric: bleu has " + (2 * LONGEST + 2) + " counts, got " + state.length);
            }
            matches = Arrays.copyOf(state, LONGEST);
            said = Arrays.copyOfRange(state, LONGEST, 2 * LONGEST);
            lengthSaid = state[2 * LONGEST];
            lengthWanted = state[2 * LONGEST + 1];
        }
    }
}
