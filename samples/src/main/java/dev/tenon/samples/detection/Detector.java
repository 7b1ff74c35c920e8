package dev.tenon.samples.detection;

import static dev.tenon.Tenon.*;

import dev.tenon.nn.Layer;
import dev.tenon.nn.declare.Chain;
import dev.tenon.nn.declare.Network;
import dev.tenon.ops.Reduction;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of each cell of a picture, and what is made of the answers.
 *
 * @see <a href="https://arxiv.org/abs/1506.02640">Redmon et al. (2016)</a>
 */
final class Detector {
    private static final int PLACE = 4; // numbers of a box: its place in the cell and its size

    /** Places are parts of a cell, so that even great differences are small numbers. */
    private static final double PLACE_WEIGHT = 5;
    /** Below this a difference counts by its square. */
    private static final double ROUNDING = 0.1;
    private static final double SURE = 0.5;

    private Detector() {}

    /** Pictures to logits {@code [n, CHANNELS, CELLS, CELLS]}. */
    static Network declare() {
        return sequential(image(3, Scene.SIDE, Scene.SIDE), s -> s
            .then(x -> halved(x, 16)).then(x -> halved(x, 32)).then(x -> halved(x, 64))
            .then(x -> conv(x, 64)).then(x -> conv(x, 64)).conv2d(Scene.CHANNELS, 1));
    }

    private static Chain halved(Chain chain, long channels) {
        return chain.conv2d(channels, c -> c.kernel(3).stride(2).padding(1).noBias()).batchNorm().relu();
    }

    private static Chain conv(Chain chain, long channels) {
        return chain.conv2d(channels, c -> c.kernel(3).padding(1).noBias()).batchNorm().relu();
    }

    /** Whether there is a thing, in every cell; where it is and what it is, in the cells that have one. */
    static Tensor loss(Tensor output, Tensor target) {
        var there = target.narrow(1, 0, 1);
        var thing = binaryCrossEntropyWithLogits(output.narrow(1, 0, 1), there).mul(Scene.CELLS * Scene.CELLS);
        var place = smoothL1Loss(output.narrow(1, 1, PLACE).sigmoid(), target.narrow(1, 1, PLACE), Reduction.NONE, ROUNDING);
        var kind = crossEntropy(o -> o.reduction(Reduction.NONE)).of(output.narrow(1, 1 + PLACE, Scene.KINDS),
            target.narrow(1, 1 + PLACE, Scene.KINDS));
        var count = there.sum().clamp(1);
        return thing.add(place.mul(there).sum().div(count).mul(PLACE_WEIGHT)).add(kind.mul(there.squeeze(1)).sum().div(count));
    }

    /** The things that a trained network sees in one picture. */
    static List<Box> seen(Layer net, Tensor picture) {
        var said = noGrad(() -> answers(net.call(picture.unsqueeze(0)).squeeze(0)).toDoubleArray());
        int cells = Scene.CELLS * Scene.CELLS;
        var boxes = new ArrayList<Box>();
        for (int cell = 0; cell < cells; cell++) {
            if (said[cell] < SURE) {
                continue;
            }
            int kind = 0;
            for (int k = 1; k < Scene.KINDS; k++) {
                kind = said[(1 + PLACE + k) * cells + cell] > said[(1 + PLACE + kind) * cells + cell] ? k : kind;
            }
            boxes.add(
                new Box((cell % Scene.CELLS + said[cells + cell]) * Scene.CELL, (cell / Scene.CELLS + said[2 * cells + cell]) * Scene.CELL,
                    said[3 * cells + cell] * Scene.SIDE, said[4 * cells + cell] * Scene.SIDE, kind, said[cell]));
        }
        return Box.withoutDoubles(boxes);
    }

    private static Tensor answers(Tensor logits) {
        return cat(List.of(logits.narrow(0, 0, 1 + PLACE).sigmoid(), logits.narrow(0, 1 + PLACE, Scene.KINDS).softmax(0)));
    }
}
