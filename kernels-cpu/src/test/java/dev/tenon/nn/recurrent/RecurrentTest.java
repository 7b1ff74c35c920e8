package dev.tenon.nn.recurrent;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.ShapeException;
import dev.tenon.memory.Pool;
import dev.tenon.memory.Scope;
import dev.tenon.nn.Layer;
import dev.tenon.ops.Nonlinearity;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTest {
    private static final Generator RANDOM = new Generator(5);

    private static Tensor random(DType dtype, long... sizes) {
        return RANDOM.normal(0, 1, dtype, Device.CPU, sizes);
    }

    private static Layer layer(String kind, long input, long hidden, UnaryOperator<RecurrentOptions> options) {
        return switch (kind) {
            case "LSTM" -> new Lstm(input, hidden, options);
            case "GRU" -> new Gru(input, hidden, options);
            case "RNN" -> new Rnn(input, hidden, options);
            default -> new Rnn(input, hidden, o -> options.apply(o).relu());
        };
    }

    /** The outputs of padded sequences that were packed, and the last states. */
    private static List<Tensor> packed(Layer layer, Tensor input, long... lengths) {
        var given = packPaddedSequence(input, lengths, true, false);
        if (layer instanceof Lstm lstm) {
            var all = lstm.forwardAll(given);
            return List.of(padPackedSequence(all.output(), true).output(), all.hidden(), all.cell());
        }
        var all = layer instanceof Gru gru ? gru.forwardAll(given) : ((Rnn) layer).forwardAll(given);
        return List.of(padPackedSequence(all.output(), true).output(), all.hidden());
    }

    private static Tensor waved(Tensor tensor, double factor, double from) {
        long n = tensor.numel();
        return arange(n).to(DType.FLOAT64).mul(factor).add(from).sin().view(tensor.shape().toArray());
    }

    private static Tensor weighed(List<Tensor> tensors) {
        var sum = zeros(DType.FLOAT64);
        for (var tensor : tensors) {
            sum = sum.add(tensor.mul(waved(tensor, 1, 0)).sum());
        }
        return sum;
    }

    /** Computed by PyTorch 2.13 from the same weights: the value, its gradients and their gradients, each summed with weights. */
    @ParameterizedTest
    @CsvSource({
        "LSTM, 0.031895106856481156, 1.086078916578336, 8.323725970684189, -0.069985414822",
        "GRU, 0.8272218342312572, -4.130939956010063, -4.33133889245136, -0.091847859396",
        "ReLU, 1.3443217778383696, 8.200144725743911, 18.833958524302908, 0.0"})
    void packedSequencesHaveTheValuesAndDerivativesOfPyTorch(String kind, double value, double first, double second, double hidden) {
        var layer = layer(kind, 3, kind.equals("LSTM") ? 4 : 2,
            o -> (kind.equals("LSTM") ? o.projection(2) : o).layers(2).bidirectional().batchFirst());
        layer.to(DType.FLOAT64);
        int j = 0;
        for (var parameter : layer.parameters()) {
            int from = ++j;
            noGrad(() -> {
                parameter.copy_(waved(parameter, 0.7, from).mul(0.5));
            });
        }
        var x = arange(36).to(DType.FLOAT64).cos().view(3, 4, 3).requiresGrad_(true);
        var outputs = packed(layer, x, 2, 4, 1);
        var sum = weighed(outputs);
        var leaves = new ArrayList<>(List.of(x));
        leaves.addAll(layer.parameters());
        var gradients = Autograd.grad(List.of(sum), leaves, null, true, true, false);
        var slope = weighed(present(gradients));
        var curvature = weighed(present(Autograd.grad(List.of(slope), leaves, null, false, false, true)));
        assertThat(sum.item()).isCloseTo(value, within(1e-11));
        assertThat(slope.item()).isCloseTo(first, within(1e-10));
        assertThat(curvature.item()).isCloseTo(second, within(1e-9));
        assertThat(outputs.get(1).toDoubleArray()[0]).isCloseTo(hidden, within(1e-11));
    }

    private static List<Tensor> present(List<? extends Tensor> tensors) {
        return tensors.stream().filter(tensor -> tensor != null).map(tensor -> (Tensor) tensor).toList();
    }

    /** Widths at which registers are full and not, batches of more than one group, and few steps and many. */
    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN", "ReLU"})
    void floatsAndTheirGradientsFollowDoubles(String kind) {
        for (long hidden : new long[] {3, 16, 40}) {
            for (long time : new long[] {2, 6}) {
                var floats = layer(kind, 5, hidden, o -> o.layers(2).bidirectional().batchFirst());
                var doubles = layer(kind, 5, hidden, o -> o.layers(2).bidirectional().batchFirst()).to(DType.FLOAT64);
                doubles.loadStateDict(floats.stateDict());
                var x = random(DType.FLOAT32, 27, time, 5);
                var lengths = new long[27];
                Arrays.setAll(lengths, i -> 1 + i % time);
                var got = gradients(floats, x, lengths);
                var want = gradients(doubles, x.to(DType.FLOAT64), lengths);
                for (int i = 0; i < got.size(); i++) {
                    assertClose(got.get(i), want.get(i), 2e-5);
                }
            }
        }
    }

    /** The outputs of packed sequences, and the gradients by input and weights. */
    private static List<Tensor> gradients(Layer layer, Tensor input, long... lengths) {
        var x = input.detach().requiresGrad_(true);
        var outputs = packed(layer, x, lengths);
        var sum = outputs.getFirst().square().sum();
        for (var state : outputs.subList(1, outputs.size())) {
            sum = sum.add(state.sum());
        }
        var leaves = new ArrayList<>(List.of(x));
        leaves.addAll(layer.parameters());
        var all = new ArrayList<>(outputs);
        all.addAll(present(Autograd.grad(List.of(sum), leaves, null, false, false, false)));
        return all;
    }

    private static void assertClose(Tensor got, Tensor want, double tolerance) {
        var a = got.toDoubleArray();
        var b = want.toDoubleArray();
        double scale = Math.max(1, DoubleStream.of(b).map(Math::abs).max().orElse(1));
        assertThat(a).hasSameSizeAs(b);
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], within(tolerance * scale));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void halvesComputeInFloatAndKeepTheirDtype(String kind) {
        var floats = layer(kind, 4, 8, o -> o);
        var halves = layer(kind, 4, 8, o -> o).to(DType.BFLOAT16);
        halves.loadStateDict(floats.stateDict());
        floats.loadStateDict(halves.stateDict());
        var x = random(DType.BFLOAT16, 5, 3, 4);
        var got = halves.forwardAll(List.of(x));
        var want = floats.forwardAll(List.of(x.to(DType.FLOAT32)));
        for (int i = 0; i < got.size(); i++) {
            assertThat(got.get(i).dtype()).isEqualTo(DType.BFLOAT16);
            assertClose(got.get(i), want.get(i), 0.02);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LSTM", "GRU", "RNN"})
    void aSequenceWithoutABatchIsABatchOfOne(String kind) {
        var layer = layer(kind, 3, 4, o -> o.layers(2).batchFirst());
        var x = random(DType.FLOAT32, 6, 3);
        var alone = layer.forwardAll(List.of(x));
        var batch = layer.forwardAll(List.of(x.unsqueeze(0)));
        assertThat(alone.getFirst().shape().toArray()).containsExactly(6, 4);
        assertThat(alone.getFirst().toFloatArray()).isEqualTo(batch.getFirst().toFloatArray());
        assertThat(alone.get(1).shape().toArray()).containsExactly(2, 4);
        assertThat(alone.get(1).toFloatArray()).isEqualTo(batch.get(1).toFloatArray());
    }

    @Test
    void aLongSequenceCanBeTakenInPieces() {
        var lstm = new Lstm(3, 4);
        var x = random(DType.FLOAT32, 9, 2, 3);
        var whole = lstm.forwardAll(x);
        var first = lstm.forwardAll(x.narrow(0, 0, 5));
        var second = lstm.forwardAll(x.narrow(0, 5, 4), first.state().detach());
        assertClose(second.output(), whole.output().narrow(0, 5, 4), 1e-6);
        assertClose(second.cell(), whole.cell(), 1e-6);
    }

    @Test
    void cellsStepAsLayersDo() {
        var lstm = new Lstm(3, 4);
        var cell = new LstmCell(3, 4);
        cell.loadStateDict(renamed(lstm));
        var gru = new Gru(3, 4);
        var gruCell = new GruCell(3, 4);
        gruCell.loadStateDict(renamed(gru));
        var rnn = new Rnn(3, 4, o -> o.relu());
        var rnnCell = new RnnCell(3, 4, true, Nonlinearity.RELU);
        rnnCell.loadStateDict(renamed(rnn));
        var x = random(DType.FLOAT32, 3, 2, 3);
        var state = cell.step(x.select(0, 0), null);
        var hidden = gruCell.step(x.select(0, 0), null);
        var simple = rnnCell.step(x.select(0, 0), null);
        for (int t = 1; t < 3; t++) {
            state = cell.step(x.select(0, t), state);
            hidden = gruCell.step(x.select(0, t), hidden);
            simple = rnnCell.step(x.select(0, t), simple);
        }
        assertClose(state.hidden(), lstm.forwardAll(x).hidden().select(0, 0), 1e-6);
        assertClose(state.cell(), lstm.forwardAll(x).cell().select(0, 0), 1e-6);
        assertClose(hidden, gru.forwardAll(x).hidden().select(0, 0), 1e-6);
        assertClose(simple, rnn.forwardAll(x).hidden().select(0, 0), 1e-6);
    }

    private static Map<String, Tensor> renamed(Layer layer) {
        var state = new LinkedHashMap<String, Tensor>();
        layer.stateDict().forEach((name, tensor) -> state.put(name.replace("_l0", ""), tensor));
        return state;
    }

    @Test
    void dropoutBetweenLayersFollowsTheSeedAndRestsInEvaluation() {
        var net = sequential(sequence(5, 3), s -> s.lstm(8, o -> o.layers(2).dropout(0.5)));
        var x = random(DType.FLOAT32, 2, 5, 3);
        var model = net.build(seed(1));
        var first = model.forward(x).toFloatArray();
        assertThat(net.build(seed(1)).forward(x).toFloatArray()).isEqualTo(first);
        assertThat(model.forward(x).toFloatArray()).isNotEqualTo(first);
        model.eval();
        assertThat(model.forward(x).toFloatArray()).isEqualTo(model.forward(x).toFloatArray()).isNotEqualTo(first);
        assertThat(model.namedGenerators()).containsKey("0.generator");
    }

    @Test
    void withoutGradientsTheValuesAreTheSame() {
        for (var kind : List.of("LSTM", "GRU", "RNN")) {
            var layer = layer(kind, 3, 4, o -> o);
            var x = random(DType.FLOAT32, 5, 2, 3);
            assertThat(noGrad(() -> layer.forward(x)).toFloatArray()).isEqualTo(layer.forward(x).toFloatArray());
        }
    }

    @Test
    void memoryIsFlatOverManySteps() {
        var model = sequential(sequence(20, 8), s -> s.lstm(32, o -> o.layers(2).last()).linear(1)).build(seed(1));
        var optimizer = sgd(o -> o.lr(0.01)).over(model.parameters());
        var x = random(DType.FLOAT32, 8, 20, 8);
        long after = 0;
        for (int i = 0; i < 40; i++) {
            try (var _ = Scope.open("step")) {
                optimizer.zeroGrad();
                model.forward(x).square().sum().backward();
                optimizer.step();
            }
            after = i == 4 ? Pool.of(Device.CPU).inUse() : after;
        }
        assertThat(Pool.of(Device.CPU).inUse()).isLessThanOrEqualTo(after);
    }

    @Test
    void aDeclaredChainHandsOnStepsOrTheLastState() {
        var net = sequential(tokens(7),
            s -> s.embedding(20, 6).gru(5, o -> o.bidirectional()).lstm(4, o -> o.bidirectional().last()).linear(2));
        assertThat(net.outputShape()).isEqualTo("[N, 2]");
        assertThat(net.summary()).contains("[N, 7, 10]", "[N, 8]", "2,310", "3,136");
        var last = new Lstm(3, 4, o -> o.bidirectional().last());
        var x = random(DType.FLOAT32, 5, 2, 3);
        var all = last.forwardAll(x);
        assertThat(last.forward(x).toFloatArray())
            .isEqualTo(cat(List.of(all.hidden().select(0, 0), all.hidden().select(0, 1)), -1).toFloatArray());
        assertThat(all.output().shape().toArray()).containsExactly(5, 2, 8);
    }

    @Test
    void layersPrintAsInPyTorch() {
        assertThat(new Lstm(3, 5, o -> o.layers(2).projection(2).noBias().batchFirst().dropout(0.5).bidirectional())).hasToString(
            "LSTM(3, 5, proj_size=2, num_layers=2, bias=False, batch_first=True, dropout=0.5, bidirectional=True)");
        assertThat(new Rnn(3, 4, o -> o.relu())).hasToString("RNN(3, 4)");
        assertThat(new Gru(3, 4)).hasToString("GRU(3, 4)");
        assertThat(new RnnCell(3, 4, false, Nonlinearity.RELU)).hasToString("RNNCell(3, 4, bias=False, nonlinearity=relu)");
        assertThat(new LstmCell(3, 4)).hasToString("LSTMCell(3, 4)");
    }

    @Test
    void firstValuesAreUniformWithinTheRootOfTheHiddenSize() {
        manualSeed(3);
        var lstm = new Lstm(100, 16);
        for (var parameter : lstm.parameters()) {
            assertThat(DoubleStream.of(parameter.toDoubleArray()).map(Math::abs).max().orElseThrow()).isBetween(0.2, 0.25);
        }
        assertThat(lstm.stateDict().keySet()).containsExactly("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0");
    }

    @Test
    void wrongInputsAreRefusedWithTheLayerItsNumbersAndAWayOut() {
        var lstm = new Lstm(3, 4, o -> o.layers(2).batchFirst());
        shape(() -> lstm.forward(zeros(2, 5, 6)), "LSTM", "inputSize (3), got 6", "[2, 5, 6]", "try:");
        shape(() -> lstm.forward(zeros(2, 5, 6, 3)), "LSTM", "[batch, time, 3]", "got rank 4");
        shape(() -> lstm.forward(zeros(2, 0, 3)), "LSTM", "at least one step");
        shape(() -> lstm.forwardAll(zeros(2, 5, 3), new LstmState(zeros(2, 5, 4), zeros(2, 2, 4))), "the initial hidden must be [2, 2, 4]",
            "[2, 5, 4]", "zeros(2, 2, 4)");
        shape(() -> lstm.forwardAll(packPaddedSequence(zeros(5, 2, 3), 5, 4), new LstmState(zeros(2, 2, 4), zeros(2, 2, 3))),
            "the initial cell must be [2, 2, 4]");
        shape(() -> new GruCell(3, 4).step(zeros(2, 3), zeros(3, 4)), "GRUCell", "the hidden state must be [2, 4]", "[3, 4]");
        shape(() -> new LstmCell(3, 4).forward(zeros(5, 2, 3)), "LSTMCell", "[batch, 3] or [3]", "[5, 2, 3]");
        assertThatExceptionOfType(DTypeException.class).isThrownBy(() -> lstm.forward(zeros(DType.FLOAT64, 2, 5, 3)))
            .withMessageContainingAll("LSTM", "float32", "float64", "to(FLOAT32)");
        argument(() -> lstm.forwardAll(List.of(zeros(2, 5, 3), zeros(2, 2, 4))), "LSTM", "got 2 tensors");
        argument(() -> new Lstm(3, 4, o -> o.projection(4)), "LSTM", "projection must be from 1 to 3", "got 4");
        argument(() -> new Gru(3, 4, o -> o.projection(2)), "GRU", "only an LSTM", "try:");
        argument(() -> new Rnn(3, 4, o -> o.dropout(1.5)), "RNN", "dropout must be a probability, got 1.5");
        argument(() -> new Rnn(3, 0), "RNN", "hiddenSize must be at least 1, got 0");
        argument(() -> new Gru(3, 4, o -> o.layers(0)), "GRU", "layers must be at least 1, got 0");
    }

    private static void shape(Runnable call, String... parts) {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(call::run).withMessageContainingAll(parts);
    }

    private static void argument(Runnable call, String... parts) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessageContainingAll(parts);
    }
}
