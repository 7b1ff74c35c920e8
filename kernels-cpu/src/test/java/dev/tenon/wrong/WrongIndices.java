package dev.tenon.wrong;

import static dev.tenon.Tenon.*;
import static dev.tenon.wrong.WrongOperands.nothing;

import dev.tenon.core.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Indices beyond the end, of the wrong dtype, or of the wrong shape. */
final class WrongIndices {
    private WrongIndices() {}

    static List<WrongCall> all() {
        var calls = new Calls();
        lookups(calls);
        scatters(calls);
        classes(calls);
        orders(calls);
        return calls.list();
    }

    private static Tensor index(long... values) {
        return tensor(values);
    }

    private static void lookups(Calls calls) {
        calls.add("index_select", "index 3 of 3", () -> ones(3).indexSelect(0, index(3)))
            .add("index_select", "index -4 of 3", () -> ones(3).indexSelect(0, index(-4)))
            .add("index_select", "floating indices", () -> ones(3).indexSelect(0, ones(1)))
            .add("index_select", "dimension 1 of a vector", () -> ones(3).indexSelect(1, index(0)))
            .add("index_select", "a matrix of indices", () -> ones(3).indexSelect(0, index(0).unsqueeze(0).repeat(2, 2)))
            .add("index_select", "no indices", () -> ones(3).indexSelect(0, nothing()))
            .add("gather", "index 3 of 3", () -> ones(3).gather(0, index(3)))
            .add("gather", "another number of dimensions", () -> ones(2, 3).gather(0, index(0)))
            .add("gather", "floating indices", () -> ones(3).gather(0, ones(1)))
            .add("gather", "dimension 2 of a vector", () -> ones(3).gather(2, index(0)))
            .add("embedding", "row 10 of 10", () -> embedding(index(10), ones(10, 4)))
            .add("embedding", "row -1", () -> embedding(index(-1), ones(10, 4)))
            .add("embedding", "floating indices", () -> embedding(ones(2), ones(10, 4)))
            .add("embedding", "a vector of weights", () -> embedding(index(0), ones(10)))
            .add("one_hot", "class 5 of 5", () -> index(5).oneHot(5))
            .add("one_hot", "a negative class", () -> index(-1).oneHot(5))
            .add("one_hot", "floating classes", () -> ones(2).oneHot(5))
            .add("masked_select", "a floating mask", () -> ones(3).maskedSelect(ones(3)))
            .add("masked_select", "a mask that does not broadcast", () -> ones(3).maskedSelect(ones(2).to(DType.BOOL)))
            .add("masked_fill", "a floating mask", () -> ones(3).maskedFill(ones(3), 0))
            .add("masked_fill", "a mask that does not broadcast", () -> ones(3).maskedFill(ones(2).to(DType.BOOL), 0));
    }

    private static void scatters(Calls calls) {
        calls.add("scatter", "index 3 of 3", () -> ones(3).scatter(0, index(3), ones(1)))
            .add("scatter", "another dtype", () -> ones(3).scatter(0, index(0), ones(1).to(DType.INT64)))
            .add("scatter", "another number of dimensions", () -> ones(2, 3).scatter(0, index(0), ones(1)))
            .add("scatter", "floating indices", () -> ones(3).scatter(0, ones(1), ones(1)))
            .add("scatter_add", "index 3 of 3", () -> ones(3).scatterAdd(0, index(3), ones(1)))
            .add("scatter_add", "more indices than values", () -> ones(3).scatterAdd(0, index(0, 1), ones(1)))
            .add("scatter_add", "dimension 1 of a vector", () -> ones(3).scatterAdd(1, index(0), ones(1)));
    }

    private static void classes(Calls calls) {
        calls.add("cross_entropy", "class 7 of 7", () -> crossEntropy(ones(2, 7), index(0, 7)))
            .add("cross_entropy", "class -1", () -> crossEntropy(ones(2, 7), index(0, -1)))
            .add("cross_entropy", "2 rows and 3 targets", () -> crossEntropy(ones(2, 7), index(0, 1, 2)))
            .add("cross_entropy", "no target", () -> crossEntropy(ones(2, 7), nothing()))
            .add("cross_entropy", "integers for logits", () -> crossEntropy(ones(2, 7).to(DType.INT64), index(0, 1)))
            .add("nll_loss", "class 7 of 7", () -> nllLoss(ones(2, 7), index(0, 7)))
            .add("nll_loss", "2 rows and 3 targets", () -> nllLoss(ones(2, 7), index(0, 1, 2)))
            .add("nll_loss", "floating targets", () -> nllLoss(ones(2, 7), ones(2)));
    }

    private static void orders(Calls calls) {
        calls.add("topk", "4 of 3", () -> ones(3).topk(4))
            .add("topk", "-1 of 3", () -> ones(3).topk(-1))
            .add("topk", "dimension 1 of a vector", () -> ones(3).topk(1, 1));
    }
}
