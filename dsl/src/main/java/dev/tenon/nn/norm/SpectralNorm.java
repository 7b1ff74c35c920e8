package dev.tenon.nn.norm;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Parametrization;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weight divided by its largest singular value: {@code linear.parametrize("weight", new SpectralNorm(linear.weight()))}. The value comes from
 * power iterations, of which each pass in training makes {@code iterations}; their vectors are the buffers {@code _u} and {@code _v}.
 *
 * @see <a href="https://arxiv.org/abs/1802.05957">Miyato et al. (2018)</a>
 */
public final class SpectralNorm extends Parametrization {
    /** Iterations before the first pass, as PyTorch makes. */
    private static final int FIRST = 15;

    private final long iterations;
    private final double eps;
    private final long dim;
    private final @Nullable Parameter u;
    private final @Nullable Parameter v;

    /** One iteration in each pass; the outputs are dimension 0, as in all layers but transposed convolutions. */
    public SpectralNorm(Tensor weight) {
        this(weight, 1, 1e-12, 0);
    }

    /**
     * For this weight.
     *
     * @param iterations in each pass in training
     * @param eps least length of a vector
     * @param dim the dimension of the outputs: 1 for transposed convolutions
     */
    public SpectralNorm(Tensor weight, long iterations, double eps, long dim) {
        Sizes.requirePositive("SpectralNorm", "iterations", iterations);
        if (dim < -weight.rank() || dim >= weight.rank()) {
            throw new ArgumentException("SpectralNorm: there is no dimension " + dim + " in " + weight.shape());
        }
        this.iterations = iterations;
        this.eps = eps;
        this.dim = dim < 0 ? dim + weight.rank() : dim;
        if (weight.rank() == 1) {
            this.u = null;
            this.v = null;
        } else {
            var matrix = matrix(weight.detach());
            this.u = buffer("_u", unit(Init.normal(0, 1, matrix.size(0)).to(weight.dtype()).to(weight.device())));
            this.v = buffer("_v", unit(Init.normal(0, 1, matrix.size(1)).to(weight.dtype()).to(weight.device())));
            iterate(matrix, u, v, FIRST);
        }
    }

    @Override
    public Tensor value(List<Tensor> originals) {
        var weight = originals.getFirst();
        if (u == null || v == null) {
            return unit(weight);
        }
        var matrix = matrix(weight);
        if (isTraining()) {
            iterate(matrix.detach(), u, v, iterations);
        }
        // Copies, because the next pass changes the buffers before this one may have been differentiated.
        var left = u.value().clone();
        var right = v.value().clone();
        return weight.div(left.dot(matrix.mv(right)));
    }

    private void iterate(Tensor matrix, Parameter left, Parameter right, long times) {
        GradMode.noGrad(() -> {
            for (long i = 0; i < times; i++) {
                left.value().copy_(unit(matrix.mv(right.value())));
                right.value().copy_(unit(matrix.t().mv(left.value())));
            }
        });
    }

    private Tensor unit(Tensor vector) {
        return vector.div(vector.norm().clampMin(eps));
    }

    /** The weight with a row for each output. */
    private Tensor matrix(Tensor weight) {
        var rows = dim == 0 ? weight : weight.movedim(dim, 0);
        return rows.reshape(rows.size(0), -1);
    }

    @Override
    protected String typeName() {
        return "_SpectralNorm";
    }
}
