package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;
import static dev.tenon.wrong.WrongOperands.released;

import dev.tenon.core.DType;
import dev.tenon.ops.Reduction;
import java.util.List;

/** Convolutions, pools, normalisation and losses that do not fit. */
final class WrongNetworks {
    private WrongNetworks() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        convolutions(calls);
        pools(calls);
        normalisation(calls);
        losses(calls);
        return calls.list();
    }

    private static void convolutions(Calls calls) {
        calls.add("conv2d", "3 channels for a kernel of 4", () -> conv2d(ones(1, 3, 8, 8), ones(2, 4, 3, 3)))
            .add("conv2d", "a kernel larger than the image", () -> conv2d(ones(1, 3, 2, 2), ones(2, 3, 3, 3)))
            .add("conv2d", "a stride of 0", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), null, 0))
            .add("conv2d", "a negative padding", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), null, 1, -1))
            .add("conv2d", "a dilation of 0", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), null, 1, 0, 0))
            .add("conv2d", "no groups", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), null, 1, 0, 1, 0))
            .add("conv2d", "2 groups of 3 channels", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), null, 1, 0, 1, 2))
            .add("conv2d", "a bias of another size", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3), ones(3)))
            .add("conv2d", "a vector for an image", () -> conv2d(ones(8), ones(2, 3, 3, 3)))
            .add("conv2d", "float32 and float64", () -> conv2d(ones(1, 3, 8, 8), ones(2, 3, 3, 3).to(DType.FLOAT64)))
            .add("conv2d", "no weight", () -> conv2d(ones(1, 3, 8, 8), nothing()))
            .add("conv2d", "a released weight", () -> conv2d(ones(1, 3, 8, 8), released()))
            .add("conv1d", "3 channels for a kernel of 4", () -> conv1d(ones(1, 3, 8), ones(2, 4, 3)))
            .add("conv1d", "a kernel larger than the signal", () -> conv1d(ones(1, 3, 2), ones(2, 3, 3)))
            .add("conv1d", "a stride of 0", () -> conv1d(ones(1, 3, 8), ones(2, 3, 3), null, 0))
            .add("conv1d", "an image for a signal", () -> conv1d(ones(1, 3, 8, 8), ones(2, 3, 3)));
    }

    private static void pools(Calls calls) {
        calls.add("max_pool2d", "a window larger than the image", () -> maxPool2d(ones(1, 1, 2, 2), 3))
            .add("max_pool2d", "a window of 0", () -> maxPool2d(ones(1, 1, 4, 4), 0))
            .add("max_pool2d", "a stride of -1", () -> maxPool2d(ones(1, 1, 4, 4), 2, -1))
            .add("max_pool2d", "a padding larger than half the window", () -> maxPool2d(ones(1, 1, 4, 4), 2, 2, 2))
            .add("max_pool2d", "a vector", () -> maxPool2d(ones(4), 2))
            .add("avg_pool2d", "a window larger than the image", () -> avgPool2d(ones(1, 1, 2, 2), 3))
            .add("avg_pool2d", "a window of 0", () -> avgPool2d(ones(1, 1, 4, 4), 0))
            .add("avg_pool2d", "a padding larger than half the window", () -> avgPool2d(ones(1, 1, 4, 4), 2, 2, 2))
            .add("adaptive_avg_pool2d", "a negative output size", () -> adaptiveAvgPool2d(ones(1, 1, 4, 4), -2))
            .add("adaptive_avg_pool2d", "a vector", () -> adaptiveAvgPool2d(ones(4), 2))
            .add("pad", "an odd number of sizes", () -> pad(ones(2, 3), 1))
            .add("pad", "more sizes than dimensions", () -> pad(ones(3), 1, 1, 1, 1))
            .add("pad", "a crop of more than there is", () -> pad(ones(3), -2, -2));
    }

    private static void normalisation(Calls calls) {
        calls.add("batch_norm", "statistics of another size", () -> batchNorm(ones(4, 3), ones(2), ones(2)))
            .add("batch_norm", "no statistics outside training", () -> batchNorm(ones(4, 3), null, null))
            .add("batch_norm", "one value per channel in training", () -> batchNorm(ones(1, 3), null, null, null, null, true))
            .add("batch_norm", "a weight of another size", () -> batchNorm(ones(4, 3), ones(3), ones(3), ones(2)))
            .add("layer_norm", "a shape that is not at the end", () -> layerNorm(ones(4, 3), 4))
            .add("layer_norm", "no shape", () -> layerNorm(ones(4, 3), new long[0]))
            .add("layer_norm", "a weight of another shape", () -> layerNorm(ones(4, 3), new long[] {3}, ones(4)))
            .add("layer_norm", "integers", () -> layerNorm(ones(4, 3).to(DType.INT64), 3))
            .add("dropout", "a probability of 1.5", () -> dropout(ones(3), 1.5))
            .add("dropout", "a probability of -0.1", () -> dropout(ones(3), -0.1))
            .add("softmax", "booleans", () -> ones(3).to(DType.BOOL).softmax(0))
            .add("clamp", "no bounds", () -> ones(3).clamp());
    }

    private static void losses(Calls calls) {
        calls.add("mse_loss", "shapes that do not broadcast", () -> mseLoss(ones(2, 3), ones(4)))
            .add("mse_loss", "no target", () -> mseLoss(ones(2), nothing()))
            .add("l1_loss", "shapes that do not broadcast", () -> l1Loss(ones(2, 3), ones(4)))
            .add("smooth_l1_loss", "a negative beta", () -> smoothL1Loss(ones(2), ones(2), Reduction.MEAN, -1))
            .add("huber_loss", "a delta of 0", () -> huberLoss(ones(2), ones(2), Reduction.MEAN, 0))
            .add("binary_cross_entropy", "another shape", () -> binaryCrossEntropy(ones(2), ones(3)))
            .add("binary_cross_entropy", "a probability of 2", () -> binaryCrossEntropy(ones(2).mul(2), ones(2)))
            .add("binary_cross_entropy_with_logits", "another shape", () -> binaryCrossEntropyWithLogits(ones(2), ones(3)))
            .add("kl_div", "shapes that do not broadcast", () -> klDiv(ones(2, 3), ones(4)));
    }
}
