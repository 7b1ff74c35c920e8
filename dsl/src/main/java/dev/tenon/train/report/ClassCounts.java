package dev.tenon.train.report;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.plot.Chart;
import dev.tenon.plot.HeatMap;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts which class was said where which was wanted, wherever outputs and targets are those of classes; of others it counts nothing. */
final class ClassCounts {
    /** More classes make no picture that anyone could read. */
    private static final int MOST_CLASSES = 100;

    /** Row by wanted class, column by said class. */
    private double[][] counts = {};

    void reset() {
        counts = new double[0][];
    }

    /** Adds outputs {@code [b, c]} with class indices {@code [b]}; indices out of range, such as -100, are of no class. */
    void add(@Nullable Tensor output, @Nullable Tensor target) {
        if (output == null || target == null || !areClasses(output, target)) {
            return;
        }
        try (var _ = GradMode.noGrad()) {
            int classes = Math.toIntExact(output.size(1));
            if (counts.length != classes) {
                counts = new double[classes][classes];
            }
            var said = output.detach().argmax(1L).toLongArray();
            var wanted = target.toLongArray();
            for (int i = 0; i < wanted.length; i++) {
                if (wanted[i] >= 0 && wanted[i] < classes) {
                    counts[(int) wanted[i]][(int) said[i]]++;
                }
            }
        }
    }

    private static boolean areClasses(Tensor output, Tensor target) {
        return output.rank() == 2 && target.rank() == 1 && output.size(0) == target.size(0) && output.size(1) >= 2
            && output.size(1) <= MOST_CLASSES && output.dtype().isFloating() && target.dtype().isIntegral();
    }

    /** The counts {@code [wanted, said]}; null where there are none. */
    @Nullable Tensor matrix() {
        return counts.length == 0 ? null : Creation.tensor(counts, DType.FLOAT64, Device.CPU);
    }

    /** Goes on from {@link #matrix}. */
    void restore(Tensor matrix) {
        int classes = Math.toIntExact(matrix.size(0));
        var all = matrix.toDoubleArray();
        counts = new double[classes][classes];
        for (int i = 0; i < all.length; i++) {
            counts[i / classes][i % classes] = all[i];
        }
    }

    /** A picture of such a matrix, with the numbers of the classes where names lack. */
    static Chart picture(Tensor matrix, List<String> names) {
        var classes = names.isEmpty() ? IntStream.range(0, Math.toIntExact(matrix.size(0))).mapToObj(Integer::toString).toList() : names;
        return HeatMap.of("confusion", matrix).rows("truth", classes).columns("prediction", classes).values();
    }
}
