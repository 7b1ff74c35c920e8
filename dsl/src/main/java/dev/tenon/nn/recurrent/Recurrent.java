package dev.tenon.nn.recurrent;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.Ints;
import dev.tenon.nn.LayerText;
import dev.tenon.nn.MultiLayer;
import dev.tenon.nn.Parameter;
import dev.tenon.nn.Sizes;
import dev.tenon.nn.init.Init;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What recurrent layers share: weights of several layers and directions, and the way of tensors and packed sequences through them. */
abstract sealed class Recurrent extends MultiLayer permits Lstm, HiddenRecurrent {
    /** The weights of one direction of one layer, which may be moved. */
    private record Held(Parameter ih, Parameter hh, @Nullable Parameter biasIh, @Nullable Parameter biasHh, @Nullable Parameter hr) {
        Weights weights() {
            return new Weights(ih.value(), hh.value(), value(biasIh), value(biasHh), value(hr));
        }

        private static @Nullable Tensor value(@Nullable Parameter parameter) {
            return parameter == null ? null : parameter.value();
        }
    }

    final RecurrentOptions options;
    private final String name;
    private final SequenceInputs inputs;
    private final long inputSize;
    private final long hiddenSize;
    private final List<Held> weights = new ArrayList<>();
    private final @Nullable Generator generator;

    Recurrent(String name, int gates, long inputSize, long hiddenSize, RecurrentOptions options) {
        Sizes.requirePositive(name, "inputSize", inputSize);
        Sizes.requirePositive(name, "hiddenSize", hiddenSize);
        Sizes.requirePositive(name, "layers", options.layers());
        if (!(options.dropout() >= 0 && options.dropout() <= 1)) {
            throw new ArgumentException(name + ": dropout must be a probability, got " + options.dropout());
        }
        requireProjection(name, hiddenSize, options.projection());
        this.name = name;
        this.options = options;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.inputs = new SequenceInputs(name, inputSize, options.isBatchFirst());
        this.generator = options.dropout() > 0 ? random("generator") : null;
        long features = inputSize;
        for (long layer = 0; layer < options.layers(); layer++) {
            weights.add(declare("l" + layer, gates, features));
            if (options.isBidirectional()) {
                weights.add(declare("l" + layer + "_reverse", gates, features));
            }
            features = shownSize() * directions();
        }
    }

    private void requireProjection(String name, long hiddenSize, long projection) {
        if (projection != 0 && !(this instanceof Lstm)) {
            throw new ArgumentException(name + ": only an LSTM takes projection, got " + projection + "\n  try:   lstm, or linear("
                + projection + ") behind it");
        }
        if (projection < 0 || projection >= hiddenSize) {
            throw new ArgumentException(
                name + ": projection must be from 1 to " + (hiddenSize - 1) + ", below hiddenSize, or 0 for none, got "
                    + projection);
        }
    }

    private Held declare(String suffix, int gates, long features) {
        long rows = Math.multiplyExact(gates, hiddenSize);
        var ih = parameter("weight_ih_" + suffix, Init.fanIn(hiddenSize, rows, features));
        var hh = parameter("weight_hh_" + suffix, Init.fanIn(hiddenSize, rows, shownSize()));
        var biasIh = options.bias() ? parameter("bias_ih_" + suffix, Init.fanIn(hiddenSize, rows)) : null;
        var biasHh = options.bias() ? parameter("bias_hh_" + suffix, Init.fanIn(hiddenSize, rows)) : null;
        var hr = options.projection() > 0 ? parameter("weight_hr_" + suffix, Init.fanIn(hiddenSize, options.projection(), hiddenSize))
            : null;
        return new Held(ih, hh, biasIh, biasHh, hr);
    }

    /** The size of the hidden state, which is what the next layer sees. */
    private long shownSize() {
        return options.projection() > 0 ? options.projection() : hiddenSize;
    }

    private int directions() {
        return options.isBidirectional() ? 2 : 1;
    }

    /** The sizes of a layer's states: the hidden one's, and for an LSTM the cell's. */
    private long[] stateSizes() {
        return this instanceof Lstm ? new long[] {shownSize(), hiddenSize} : new long[] {shownSize()};
    }

    /** One direction of one layer: its packed output, and behind it its last states. */
    abstract List<Tensor> pass(Tensor input, List<Tensor> states, Weights given, Ints batchSizes, boolean reverse);

    /** What a run gives: the output, and the last states {@code [layers * directions, batch, size]}. */
    record Result<S>(S output, List<Tensor> states) {}

    // ---- inputs and outputs ---------------------------------------------------------------------------------------------

    /** From a padded input, and initial states or none. */
    private Result<Tensor> run(Tensor input, List<Tensor> initial) {
        inputs.require(input, weights.getFirst().ih.value());
        boolean isBatched = input.rank() == 3;
        long time = inputs.time(input);
        long batch = inputs.batch(input);
        var states = new ArrayList<Tensor>();
        for (int i = 0; i < initial.size(); i++) {
            inputs.requireState(STATES[i], initial.get(i), isBatched, stateShape(i, batch));
            states.add(isBatched ? initial.get(i) : Ops.unsqueeze(initial.get(i), 1));
        }
        var sizes = new long[Math.toIntExact(time)];
        Arrays.fill(sizes, batch);
        var result = stacked(inputs.packed(input), states, Ints.of(sizes), batch);
        var output = isBatched ? Ops.unflatten(result.output, 0, time, batch) : result.output;
        return new Result<>(isBatched && options.isBatchFirst() ? Ops.transpose(output, 0, 1) : output,
            isBatched ? result.states : result.states.stream().map(state -> Ops.squeeze(state, 1)).toList());
    }

    /** From packed sequences, and initial states in the caller's order or none. */
    private Result<PackedSequence> run(PackedSequence input, List<Tensor> initial) {
        inputs.requirePacked(input.data(), weights.getFirst().ih.value());
        var states = new ArrayList<Tensor>();
        for (int i = 0; i < initial.size(); i++) {
            inputs.requireState(STATES[i], initial.get(i), true, stateShape(i, input.batch()));
            states.add(reordered(initial.get(i), input.sortedIndices()));
        }
        var result = stacked(input.data(), states, input.batchSizes(), input.batch());
        return new Result<>(input.with(result.output),
            result.states.stream().map(state -> reordered(state, input.unsortedIndices())).toList());
    }

    private static final String[] STATES = {"hidden", "cell"};

    private long[] stateShape(int i, long batch) {
        return new long[] {weights.size(), batch, stateSizes()[i]};
    }

    private static Tensor reordered(Tensor state, @Nullable Tensor order) {
        return order == null ? state : Ops.indexSelect(state, 1, order);
    }

    /** The packed elements through all layers. */
    private Result<Tensor> stacked(Tensor elements, List<Tensor> initial, Ints batchSizes, long batch) {
        var passes = new ArrayList<List<Tensor>>();
        var x = elements;
        for (int layer = 0; layer < options.layers(); layer++) {
            if (layer > 0 && options.dropout() > 0 && generator != null && isTraining()) {
                var whole = x;
                x = generator.drawing(() -> Ops.dropout(whole, options.dropout(), true));
            }
            var outputs = new ArrayList<Tensor>();
            for (int direction = 0; direction < directions(); direction++) {
                int at = layer * directions() + direction;
                var passed = pass(x, states(initial, at, batch, elements), weights.get(at).weights(), batchSizes, direction == 1);
                passes.add(passed.subList(1, passed.size()));
                outputs.add(passed.getFirst());
            }
            x = outputs.size() == 1 ? outputs.getFirst() : Ops.cat(outputs, -1);
        }
        var last = new ArrayList<Tensor>();
        for (int i = 0; i < stateSizes().length; i++) {
            int kind = i;
            var each = passes.stream().map(states -> states.get(kind)).toList();
            last.add(each.size() == 1 ? Ops.unsqueeze(each.getFirst(), 0) : Ops.stack(each, 0));
        }
        return new Result<>(x, last);
    }

    /** The initial states of one direction of one layer. */
    private List<Tensor> states(List<Tensor> initial, int at, long batch, Tensor like) {
        var states = new ArrayList<Tensor>();
        var sizes = stateSizes();
        for (int i = 0; i < sizes.length; i++) {
            states
                .add(initial.isEmpty() ? Creation.zeros(like.dtype(), like.device(), batch, sizes[i]) : Ops.select(initial.get(i), 0, at));
        }
        return states;
    }

    /** What the layer hands on: the outputs of all steps, or the last hidden state of the top layer. */
    private Tensor main(Result<Tensor> result) {
        if (!options.isLast()) {
            return result.output;
        }
        var hidden = result.states.getFirst();
        var top = new ArrayList<Tensor>();
        for (int direction = directions(); direction > 0; direction--) {
            top.add(Ops.select(hidden, 0, -direction));
        }
        return top.size() == 1 ? top.getFirst() : Ops.cat(top, -1);
    }

    /**
     * The output of all steps, or as {@link RecurrentOptions#last} has it, and the last states; of the input, and behind it initial states or
     * none.
     */
    @Override
    protected final List<Tensor> outputs(List<Tensor> given) {
        var result = run(first(given), given.subList(1, given.size()));
        return listed(main(result), result.states);
    }

    /** From a padded input, as a call whose output is that of all steps. */
    final Result<Tensor> called(Tensor input, List<Tensor> initial) {
        var all = calling(listed(input, initial), given -> {
            var result = run(given.getFirst(), given.subList(1, given.size()));
            return listed(result.output, result.states);
        });
        return new Result<>(all.getFirst(), all.subList(1, all.size()));
    }

    /** From packed sequences, as a call of their elements. */
    final Result<PackedSequence> called(PackedSequence input, List<Tensor> initial) {
        var all = calling(listed(input.data(), initial), given -> {
            var result = run(input.with(given.getFirst()), given.subList(1, given.size()));
            return listed(result.output.data(), result.states);
        });
        return new Result<>(input.with(all.getFirst()), all.subList(1, all.size()));
    }

    static List<Tensor> listed(Tensor first, List<Tensor> others) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    private Tensor first(List<Tensor> given) {
        int all = 1 + stateSizes().length;
        if (given.size() != 1 && given.size() != all) {
            throw new ArgumentException(
                label() + ": takes an input, and behind it " + (all == 2 ? "its hidden state" : "its hidden and cell state")
                    + " or none, got " + given.size() + " tensors");
        }
        return given.getFirst();
    }

    // ---- text -----------------------------------------------------------------------------------------------------------

    @Override
    protected final String typeName() {
        return name;
    }

    @Override
    protected final String extraRepr() {
        return new LayerText().add(inputSize).add(hiddenSize).add("proj_size", options.projection(), 0L)
            .add("num_layers", options.layers(), 1L).add("bias", options.bias(), true)
            .add("batch_first", options.isBatchFirst(), false).add("dropout", options.dropout(), 0.0)
            .add("bidirectional", options.isBidirectional(), false).arguments();
    }
}
