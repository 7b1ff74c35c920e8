package dev.tenon.nn.init;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;

/** First values with a structure: orthogonal, sparse, and those that pass the input on. */
final class StructuredFill {
    private StructuredFill() {}

    /** Rows or columns, whichever are fewer, that are orthogonal and of length {@code gain}: Q of a normal matrix, its signs those of R. */
    static Tensor orthogonal(Tensor tensor, double gain) {
        long rows = tensor.size(0);
        long columns = rows == 0 ? 0 : tensor.numel() / rows;
        if (tensor.numel() == 0) {
            return tensor;
        }
        var normal = Creation.zeros(tensor.dtype(), tensor.device(), Math.max(rows, columns), Math.min(rows, columns)).normal_();
        var factors = Ops.linalgQr(normal);
        var q = factors.q().mul(factors.r().diagonal().sign());
        return tensor.copy_((rows < columns ? q.t() : q).reshape(tensor.shape().toArray()).mul(gain));
    }

    /** Normal, and in each column that share of the rows 0. */
    static Tensor sparse(Tensor tensor, double sparsity, double std) {
        if (!(sparsity >= 0 && sparsity <= 1)) {
            throw new ArgumentException("sparse_: sparsity must be in [0, 1], got " + sparsity);
        }
        tensor.normal_(0, std);
        int rows = Math.toIntExact(tensor.size(0));
        long zeros = (long) Math.ceil(sparsity * rows);
        for (long column = 0; column < tensor.size(1); column++) {
            var order = Generator.current().randperm(rows, DType.INT64, tensor.device());
            tensor.select(1, column).indexFill_(0, order.narrow(0, 0, zeros), 0);
        }
        return tensor;
    }

    /** Ones in the middle of the kernel that joins each output channel with the input channel of its number, within each group. */
    static Tensor dirac(Tensor tensor, long groups) {
        long out = tensor.size(0);
        if (groups < 1 || out % groups != 0) {
            throw new ArgumentException("dirac_: groups must divide the " + out + " output channels, got " + groups);
        }
        tensor.zero_();
        long perGroup = out / groups;
        long same = Math.min(perGroup, tensor.size(1));
        for (long group = 0; group < groups; group++) {
            for (long channel = 0; channel < same; channel++) {
                var kernel = tensor.select(0, group * perGroup + channel).select(0, channel);
                while (kernel.rank() > 0) {
                    kernel = kernel.select(0, kernel.size(0) / 2);
                }
                kernel.fill_(1);
            }
        }
        return tensor;
    }
}
