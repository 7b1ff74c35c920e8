package dev.tenon.nn;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The layers of several inputs by PyTorch's class names, and the losses that {@link Layers} has not itself. */
final class JoinedLayers {
    static final Map<String, Function<LayerArguments, Layer>> BY_NAME = new TreeMap<>();

    static {
        pairs();
        losses();
        lossesOfThree();
    }

    private JoinedLayers() {}

    private static void pairs() {
        BY_NAME.put("Bilinear", a -> new Bilinear(a.integer("in1_features"), a.integer("in2_features"), a.integer("out_features"),
            a.flag("bias", true)));
        BY_NAME.put("CosineSimilarity", a -> {
            long dim = a.ints("dim", 1).get(0);
            double eps = a.number("eps", 1e-8);
            return new Joined("CosineSimilarity(" + dim + ")", 2, x -> Ops.cosineSimilarity(x.get(0), x.get(1), dim, eps));
        });
        BY_NAME.put("PairwiseDistance", a -> {
            double p = a.number("p", 2);
            double eps = a.number("eps", 1e-6);
            boolean keepdim = a.flag("keepdim", false);
            return new Joined("PairwiseDistance(" + p + ")", 2, x -> Ops.pairwiseDistance(x.get(0), x.get(1), p, eps, keepdim));
        });
    }

    private static void losses() {
        loss("PoissonNLLLoss",
            a -> Losses.poissonNll(Layers.reduction(a), a.flag("log_input", true), a.flag("full", false), a.number("eps", 1e-8)));
        loss("HingeEmbeddingLoss", a -> Losses.hingeEmbedding(Layers.reduction(a), a.number("margin", 1)));
        loss("SoftMarginLoss", a -> Losses.softMargin(Layers.reduction(a)));
        loss("MultiMarginLoss",
            a -> Losses.multiMargin(Layers.reduction(a), a.ints("p", 1).get(0), a.number("margin", 1), a.tensor("weight")));
        loss("MultiLabelMarginLoss", a -> Losses.multilabelMargin(Layers.reduction(a)));
        loss("MultiLabelSoftMarginLoss", a -> Losses.multilabelSoftMargin(Layers.reduction(a), a.tensor("weight")));
    }

    private static void loss(String name, Function<LayerArguments, Loss> factory) {
        BY_NAME.put(name, a -> new LossLayer(name, factory.apply(a)));
    }

    private static void lossesOfThree() {
        ofThree("GaussianNLLLoss", a -> {
            boolean full = a.flag("full", false);
            double eps = a.number("eps", 1e-6);
            var reduction = Layers.reduction(a);
            return x -> Ops.gaussianNllLoss(x.get(0), x.get(1), x.get(2), full, eps, reduction);
        });
        ofThree("TripletMarginLoss", a -> {
            double margin = a.number("margin", 1);
            double p = a.number("p", 2);
            double eps = a.number("eps", 1e-6);
            boolean swap = a.flag("swap", false);
            var reduction = Layers.reduction(a);
            return x -> Ops.tripletMarginLoss(x.get(0), x.get(1), x.get(2), margin, p, eps, swap, reduction);
        });
        ofThree("CosineEmbeddingLoss", a -> {
            double margin = a.number("margin", 0);
            var reduction = Layers.reduction(a);
            return x -> Ops.cosineEmbeddingLoss(x.get(0), x.get(1), x.get(2), margin, reduction);
        });
        ofThree("MarginRankingLoss", a -> {
            double margin = a.number("margin", 0);
            var reduction = Layers.reduction(a);
            return x -> Ops.marginRankingLoss(x.get(0), x.get(1), x.get(2), margin, reduction);
        });
    }

    private static void ofThree(String name, Function<LayerArguments, Function<List<Tensor>, Tensor>> factory) {
        BY_NAME.put(name, a -> new Joined(name, 3, factory.apply(a)));
    }
}
