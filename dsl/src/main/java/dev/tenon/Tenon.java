package dev.tenon;

import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.data.DataLoader;
import dev.tenon.data.Dataset;
import dev.tenon.data.text.Text;
import dev.tenon.data.vision.Cifar10;
import dev.tenon.data.vision.Cifar100;
import dev.tenon.data.vision.Mnist;
import dev.tenon.metric.Accuracy;
import dev.tenon.metric.Average;
import dev.tenon.metric.Bleu;
import dev.tenon.metric.ClassScore;
import dev.tenon.metric.ConfusionMatrix;
import dev.tenon.metric.IntersectionOverUnion;
import dev.tenon.metric.MeanOf;
import dev.tenon.metric.Metric;
import dev.tenon.metric.Perplexity;
import dev.tenon.metric.Ranking;
import dev.tenon.metric.Regression;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.nn.Placement;
import dev.tenon.nn.declare.Chain;
import dev.tenon.nn.declare.Graph;
import dev.tenon.nn.declare.Input;
import dev.tenon.nn.declare.Network;
import dev.tenon.nn.declare.Seed;
import dev.tenon.nn.declare.StatelessLayers;
import dev.tenon.nn.declare.Symbol;
import dev.tenon.nn.init.Fill;
import dev.tenon.nn.recurrent.PackedSequence;
import dev.tenon.nn.recurrent.Packing;
import dev.tenon.nn.recurrent.PaddedSequences;
import dev.tenon.optim.Adadelta;
import dev.tenon.optim.Adafactor;
import dev.tenon.optim.Adagrad;
import dev.tenon.optim.Adam;
import dev.tenon.optim.Adamax;
import dev.tenon.optim.Asgd;
import dev.tenon.optim.GradClip;
import dev.tenon.optim.GradScaler;
import dev.tenon.optim.Lbfgs;
import dev.tenon.optim.Muon;
import dev.tenon.optim.NAdam;
import dev.tenon.optim.RAdam;
import dev.tenon.optim.RmsProp;
import dev.tenon.optim.Rprop;
import dev.tenon.optim.Sgd;
import dev.tenon.optim.schedule.ChainedScheduler;
import dev.tenon.optim.schedule.ConstantLr;
import dev.tenon.optim.schedule.CosineAnnealingLr;
import dev.tenon.optim.schedule.CosineAnnealingWarmRestarts;
import dev.tenon.optim.schedule.CyclicLr;
import dev.tenon.optim.schedule.ExponentialLr;
import dev.tenon.optim.schedule.LambdaLr;
import dev.tenon.optim.schedule.LinearLr;
import dev.tenon.optim.schedule.MultiStepLr;
import dev.tenon.optim.schedule.MultiplicativeLr;
import dev.tenon.optim.schedule.OneCycleLr;
import dev.tenon.optim.schedule.PolynomialLr;
import dev.tenon.optim.schedule.ReduceLrOnPlateau;
import dev.tenon.optim.schedule.Schedule;
import dev.tenon.optim.schedule.SequentialLr;
import dev.tenon.optim.schedule.StepLr;
import dev.tenon.optim.schedule.SwaLr;
import dev.tenon.spi.Attributes;
import dev.tenon.spi.Backends;
import dev.tenon.tensor.Autocast;
import dev.tenon.tensor.Autograd;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.GradOptions;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.CrossValidation;
import dev.tenon.train.Evaluation;
import dev.tenon.train.LrCurve;
import dev.tenon.train.LrFinder;
import dev.tenon.train.Measures;
import dev.tenon.train.Run;
import dev.tenon.train.Trainer;
import dev.tenon.train.TrainingOptions;
import dev.tenon.train.callback.BoardLog;
import dev.tenon.train.callback.EarlyStopping;
import dev.tenon.train.callback.GradientNorm;
import dev.tenon.train.callback.HistoryFile;
import dev.tenon.train.callback.LearningRateMonitor;
import dev.tenon.train.callback.NanWatch;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Everything in one import: {@code import static dev.tenon.Tenon.*}. The operators are
 * inherited from the generated {@link Ops}, the layers without state from {@link StatelessLayers}. */
public final class Tenon extends StatelessLayers {
    private static final System.Logger LOG = System.getLogger(Tenon.class.getName());

    /** One line that says why is enough. */
    private static final AtomicBoolean TOLD_WHY = new AtomicBoolean();

    private Tenon() {}

    // ---- tensors from Java values -----------------------------------------------------------------------------------

    /** A 0-d tensor: of the default dtype for a fraction, of int64 for a whole number. */
    public static Tensor tensor(Number value) {
        return Creation.tensor(value, null, Device.CPU);
    }

    public static Tensor tensor(boolean value) {
        return Creation.tensor(value, null, Device.CPU);
    }

    /** A vector of the default dtype. */
    public static Tensor tensor(double[] values) {
        return Creation.of(Attributes.given(values, "tensor", "values"), DefaultDtype.current(), Device.CPU, values.length);
    }

    /** A vector of the default dtype. */
    public static Tensor tensor(float[] values) {
        return Creation.of(Attributes.given(values, "tensor", "values"), DefaultDtype.current(), Device.CPU, values.length);
    }

    /** A vector of int64. */
    public static Tensor tensor(long[] values) {
        return Creation.of(Attributes.given(values, "tensor", "values"), DType.INT64, Device.CPU, values.length);
    }

    /** A vector of int64. */
    public static Tensor tensor(int[] values) {
        return Creation.of(Attributes.given(values, "tensor", "values"), DType.INT64, Device.CPU, values.length);
    }

    /** A vector of int64. */
    public static Tensor tensor(short[] values) {
        return Creation.tensor(values, null, Device.CPU);
    }

    /** A vector of int64, each from -128 to 127; {@code frombuffer(ByteBuffer.wrap(values), UINT8)} takes them as 0 to 255. */
    public static Tensor tensor(byte[] values) {
        return Creation.tensor(values, null, Device.CPU);
    }

    /** A vector of bool. */
    public static Tensor tensor(boolean[] values) {
        return Creation.of(Attributes.given(values, "tensor", "values"), DType.BOOL, Device.CPU, values.length);
    }

    /** Nested arrays: {@code tensor(new double[][] {{1, 2}, {3, 4}})}. */
    public static Tensor tensor(Object[] values) {
        return Creation.tensor(values, null, Device.CPU);
    }

    /** Nested lists: {@code tensor(List.of(List.of(1, 2), List.of(3, 4)))}. */
    public static Tensor tensor(List<?> values) {
        return Creation.tensor(values, null, Device.CPU);
    }

    /** A number, or an array or list nested to any depth, in this dtype. */
    public static Tensor tensor(Object values, DType dtype) {
        return Creation.tensor(values, dtype, Device.CPU);
    }

    /**
     * A copy of the elements between a buffer's position and its limit. Bytes hold any dtype, in the buffer's order; other buffers hold the dtype
     * of their elements. {@code Creation.wrap(MemorySegment.ofBuffer(direct), ...)} shares the memory of a direct buffer instead.
     *
     * @param shape the sizes; without any, a vector
     */
    public static Tensor frombuffer(Buffer buffer, DType dtype, long... shape) {
        return Creation.of(Attributes.given(buffer, "frombuffer", "buffer"), Attributes.given(dtype, "frombuffer", "dtype"), Device.CPU,
            shape);
    }

    // ---- new tensors ------------------------------------------------------------------------------------------------

    public static Tensor zeros(DType dtype, long... shape) {
        return zeros(shape, dtype);
    }

    public static Tensor ones(DType dtype, long... shape) {
        return ones(shape, dtype);
    }

    // ---- indices ----------------------------------------------------------------------------------------------------

    /** All positions of a dimension: {@code x.get(all(), 0)}; {@link Index#all()} where a method of one's own hides it. */
    public static Index all() {
        return Index.all();
    }

    /** One position of a dimension, which disappears. */
    public static Index at(long position) {
        return Index.at(position);
    }

    /** The positions from start up to, not including, stop; negative ones count from the end. */
    public static Index slice(long start, long stop) {
        return Index.slice(start, stop);
    }

    /** Every step-th position from start up to, not including, stop. */
    public static Index slice(long start, long stop, long step) {
        return Index.slice(start, stop, step);
    }

    /** The positions from start to the end. */
    public static Index from(long start) {
        return Index.from(start);
    }

    /** The positions up to, not including, stop. */
    public static Index until(long stop) {
        return Index.until(stop);
    }

    /** As many whole dimensions as the index leaves open. */
    public static Index ellipsis() {
        return Index.ellipsis();
    }

    /** A new dimension of size 1. */
    public static Index newAxis() {
        return Index.newAxis();
    }

    // ---- settings, devices, gradients -------------------------------------------------------------------------------

    /** Starts the global stream of random numbers from its beginning. */
    public static void manualSeed(long seed) {
        Generator.global().manualSeed(seed);
    }

    /** The dtype of new floating tensors; float32 at first. */
    public static void setDefaultDtype(DType dtype) {
        DefaultDtype.set(dtype);
    }

    public static Device cpu() {
        return Device.CPU;
    }

    /**
     * The first GPU.
     *
     * @throws DeviceException if there is none that can be used; the message says what is missing
     */
    public static Device gpu() {
        return gpu(0);
    }

    /**
     * The GPU with this index, from 0.
     *
     * @throws DeviceException if there is none that can be used; the message says what is missing
     */
    public static Device gpu(int index) {
        var device = new Device(Device.Kind.GPU, index);
        var backend = Backends.of(device);
        int count = backend.count();
        if (index < 0 || index >= count) {
            var reason = count == 0 ? backend.describe()
                : "there is no such device, only gpu:0" + (count == 1 ? "" : " to gpu:" + (count - 1));
            throw new DeviceException("device " + device + ": " + reason + (reason.contains("try:") ? ", or" : "\n  try:  ")
                + " cpu(), or best() to take what there is");
        }
        return device;
    }

    /** The first GPU if there is one that can be used, otherwise the CPU; the log says why. */
    public static Device best() {
        var device = new Device(Device.Kind.GPU, 0);
        if (!Backends.has(Device.Kind.GPU)) {
            LOG.log(System.Logger.Level.DEBUG, "best(): the CPU, because no GPU backend is on the class path");
            return Device.CPU;
        }
        var backend = Backends.of(device);
        if (backend.count() == 0) {
            var level = TOLD_WHY.getAndSet(true) ? System.Logger.Level.DEBUG : System.Logger.Level.INFO;
            LOG.log(level, "best(): the CPU, because " + backend.describe());
            return Device.CPU;
        }
        return device;
    }

    /** Runs {@code body} without recording; tensors it creates are freed when it ends. */
    public static void noGrad(Runnable body) {
        GradMode.noGrad(body);
    }

    /** Computes {@code body} without recording; tensors it creates are freed when it ends, except its result: {@link GradMode#noGrad(Supplier)}. */
    public static <R extends @Nullable Object> R noGrad(Supplier<R> body) {
        return GradMode.noGrad(body);
    }

    /** The gradient of a scalar with respect to a tensor it was computed from; nothing is accumulated. */
    public static Tensor grad(Tensor output, Tensor input) {
        return Autograd.grad(output, input);
    }

    /** As configured: {@code grad(y, x, o -> o.retainGraph())}. */
    public static Tensor grad(Tensor output, Tensor input, UnaryOperator<GradOptions> options) {
        return Autograd.grad(output, input, options);
    }

    /** As {@link #grad(Tensor, Tensor)}, but the gradient can itself be differentiated. */
    public static Tensor differentiableGrad(Tensor output, Tensor input) {
        return Autograd.differentiableGrad(output, input);
    }

    /** {@code System.out.println}. */
    public static void println(@Nullable Object value) {
        System.out.println(value);
    }

    // ---- networks ---------------------------------------------------------------------------------------------------

    /** Constructs layers with their parameters on a device: {@code var net = on(gpu(), () -> new Net(64))} has its own type. */
    public static <L> L on(Device device, Supplier<L> layers) {
        var here = Placement.current();
        return new Placement(device, here.dtype(), here.generator()).construct(layers);
    }

    /** Declares layers one after the other; see {@link Network}. */
    public static Network sequential(Input input, UnaryOperator<Chain> layers) {
        return Network.sequential(input, layers);
    }

    /** Declares a network of two inputs: {@code graph(features(4), features(3), (a, b) -> a.bilinear(5, b).relu())}; see {@link Graph}. */
    public static Graph graph(Input first, Input second, BinaryOperator<Symbol> body) {
        return Graph.of(first, second, body);
    }

    /** Declares a network of any number of inputs and outputs; see {@link Graph}. */
    public static Graph graph(List<Input> inputs, Function<List<Symbol>, List<Symbol>> body) {
        return Graph.of(inputs, body);
    }

    // ---- first values -----------------------------------------------------------------------------------------------

    /** {@code linear(128).init(xavierUniform())}; see {@link Fill} for all others. */
    public static Fill xavierUniform() {
        return Fill.xavierUniform();
    }

    /** {@code linear(128).init(xavierNormal())}. */
    public static Fill xavierNormal() {
        return Fill.xavierNormal();
    }

    /** {@code linear(128).init(kaimingUniform())}. */
    public static Fill kaimingUniform() {
        return Fill.kaimingUniform();
    }

    /** {@code linear(128).init(kaimingNormal())}. */
    public static Fill kaimingNormal() {
        return Fill.kaimingNormal();
    }

    /** {@code linear(128).init(orthogonal())}. */
    public static Fill orthogonal() {
        return Fill.orthogonal();
    }

    // ---- inputs of networks -----------------------------------------------------------------------------------------

    /** Images {@code [N, channels, height, width]}. */
    public static Input image(long channels, long height, long width) {
        return Input.image(channels, height, width);
    }

    /** Signals {@code [N, channels, length]}. */
    public static Input signal(long channels, long length) {
        return Input.signal(channels, length);
    }

    /** Sequences {@code [N, time, features]}, as recurrent layers take them. */
    public static Input sequence(long time, long features) {
        return Input.sequence(time, features);
    }

    /** Vectors {@code [N, count]}. */
    public static Input features(long count) {
        return Input.features(count);
    }

    /** Indices {@code [N, length]} of int64. */
    public static Input tokens(long length) {
        return Input.tokens(length);
    }

    /** Where a built network's first values come from. */
    public static Seed seed(long value) {
        return new Seed(value);
    }

    // ---- sequences of several lengths -------------------------------------------------------------------------------

    /** {@link #packPaddedSequence(Tensor, long[], boolean, boolean)} of {@code [time, batch, ...]}, the longest sequence first. */
    public static PackedSequence packPaddedSequence(Tensor input, long... lengths) {
        return Packing.packPadded(input, lengths, false, true);
    }

    /**
     * Packs padded sequences, so that a recurrent layer computes nothing for the padding.
     *
     * @param input {@code [time, batch, ...]}, or with batchFirst {@code [batch, time, ...]}
     * @param lengths how long each one is, at least 1
     * @param enforceSorted whether the longest must come first, the shortest last; false sorts them, and results come back in the caller's order
     */
    public static PackedSequence packPaddedSequence(Tensor input, long[] lengths, boolean batchFirst, boolean enforceSorted) {
        return Packing.packPadded(input, lengths, batchFirst, enforceSorted);
    }

    /** {@link #packPaddedSequence(Tensor, long[], boolean, boolean)} with the lengths as a tensor of integers {@code [batch]}. */
    public static PackedSequence packPaddedSequence(Tensor input, Tensor lengths, boolean batchFirst, boolean enforceSorted) {
        return Packing.packPadded(input, lengths, batchFirst, enforceSorted);
    }

    /** {@link #padPackedSequence(PackedSequence, boolean, double, Long)} with zeros, to {@code [time, batch, ...]}. */
    public static PaddedSequences padPackedSequence(PackedSequence packed) {
        return Packing.padPacked(packed, false, 0, null);
    }

    /** {@link #padPackedSequence(PackedSequence, boolean, double, Long)} with zeros. */
    public static PaddedSequences padPackedSequence(PackedSequence packed, boolean batchFirst) {
        return Packing.padPacked(packed, batchFirst, 0, null);
    }

    /**
     * Fills packed sequences up to one length.
     *
     * @param value what is written behind a sequence's end
     * @param totalLength the length; null for that of the longest
     * @return {@code [time, batch, ...]}, or with batchFirst {@code [batch, time, ...]}, and the lengths
     */
    public static PaddedSequences padPackedSequence(PackedSequence packed, boolean batchFirst, double value, @Nullable Long totalLength) {
        return Packing.padPacked(packed, batchFirst, value, totalLength);
    }

    /** Packs sequences {@code [length, ...]}; where enforceSorted is true, the longest must come first. */
    public static PackedSequence packSequence(List<Tensor> sequences, boolean enforceSorted) {
        return Packing.pack(sequences, enforceSorted);
    }

    /** The sequences {@code [length, ...]} of a packed one, in the caller's order. */
    public static List<Tensor> unpackSequence(PackedSequence packed) {
        return Packing.unpack(packed);
    }

    /** Fills sequences {@code [length, ...]} up to the longest length with zeros: {@code [time, batch, ...]}, or with batchFirst the batch first. */
    public static Tensor padSequence(List<Tensor> sequences, boolean batchFirst) {
        return Packing.pad(sequences, batchFirst, 0);
    }

    /** The same with another value behind a sequence's end. */
    public static Tensor padSequence(List<Tensor> sequences, boolean batchFirst, double value) {
        return Packing.pad(sequences, batchFirst, value);
    }

    /** The sequences {@code [length, ...]} of padded ones. */
    public static List<Tensor> unpadSequence(Tensor padded, long[] lengths, boolean batchFirst) {
        return Packing.unpad(padded, lengths, batchFirst);
    }

    // ---- schedules --------------------------------------------------------------------------------------------------

    /** {@code stepLr(o -> o.stepSize(30).gamma(0.1))}. */
    public static StepLr stepLr(UnaryOperator<StepLr> options) {
        return options.apply(StepLr.DEFAULT);
    }

    /** {@code multiStepLr(o -> o.milestones(30, 80))}. */
    public static MultiStepLr multiStepLr(UnaryOperator<MultiStepLr> options) {
        return options.apply(MultiStepLr.DEFAULT);
    }

    /** {@code exponentialLr(o -> o.gamma(0.95))}. */
    public static ExponentialLr exponentialLr(UnaryOperator<ExponentialLr> options) {
        return options.apply(ExponentialLr.DEFAULT);
    }

    /** {@code constantLr(o -> o.factor(0.1).totalIters(4))}. */
    public static ConstantLr constantLr(UnaryOperator<ConstantLr> options) {
        return options.apply(ConstantLr.DEFAULT);
    }

    /** {@code linearLr(o -> o.startFactor(0.1).totalIters(5))}. */
    public static LinearLr linearLr(UnaryOperator<LinearLr> options) {
        return options.apply(LinearLr.DEFAULT);
    }

    /** {@code polynomialLr(o -> o.totalIters(100).power(2))}. */
    public static PolynomialLr polynomialLr(UnaryOperator<PolynomialLr> options) {
        return options.apply(PolynomialLr.DEFAULT);
    }

    /** {@code cosineAnnealing(o -> o.tMax(100))}. */
    public static CosineAnnealingLr cosineAnnealing(UnaryOperator<CosineAnnealingLr> options) {
        return options.apply(CosineAnnealingLr.DEFAULT);
    }

    /** {@code cosineAnnealingWarmRestarts(o -> o.t0(10).tMult(2))}. */
    public static CosineAnnealingWarmRestarts cosineAnnealingWarmRestarts(UnaryOperator<CosineAnnealingWarmRestarts> options) {
        return options.apply(CosineAnnealingWarmRestarts.DEFAULT);
    }

    /** {@code oneCycle(o -> o.maxLr(0.1).totalSteps(1000))}. */
    public static OneCycleLr oneCycle(UnaryOperator<OneCycleLr> options) {
        return options.apply(OneCycleLr.DEFAULT);
    }

    /** {@code cyclicLr(o -> o.baseLr(1e-3).maxLr(1e-2))}. */
    public static CyclicLr cyclicLr(UnaryOperator<CyclicLr> options) {
        return options.apply(CyclicLr.DEFAULT);
    }

    /** {@code lambdaLr(o -> o.lrLambda(step -> 1.0 / (1 + step)))}. */
    public static LambdaLr lambdaLr(UnaryOperator<LambdaLr> options) {
        return options.apply(LambdaLr.DEFAULT);
    }

    /** {@code multiplicativeLr(o -> o.lrLambda(step -> 0.95))}. */
    public static MultiplicativeLr multiplicativeLr(UnaryOperator<MultiplicativeLr> options) {
        return options.apply(MultiplicativeLr.DEFAULT);
    }

    /** {@code swaLr(o -> o.swaLr(0.05))}. */
    public static SwaLr swaLr(UnaryOperator<SwaLr> options) {
        return options.apply(SwaLr.DEFAULT);
    }

    /** {@code reduceLrOnPlateau(o -> o.patience(3))}. */
    public static ReduceLrOnPlateau reduceLrOnPlateau(UnaryOperator<ReduceLrOnPlateau> options) {
        return options.apply(ReduceLrOnPlateau.DEFAULT);
    }

    /** One schedule after the other, each but the first from its milestone on. */
    public static SequentialLr sequentialLr(List<? extends Schedule<?>> schedules, long... milestones) {
        return new SequentialLr(schedules).milestones(milestones);
    }

    /** Several schedules at once, each upon what the ones before it have set. */
    public static ChainedScheduler chainedLr(Schedule<?>... schedules) {
        return new ChainedScheduler(List.of(schedules));
    }

    /** From a hundredth of the learning rate up to all of it along a line in so many steps, and then another schedule from its beginning. */
    public static SequentialLr warmUp(long steps, Schedule<?> then) {
        return sequentialLr(List.of(linearLr(o -> o.startFactor(0.01).totalIters(steps)), then), steps);
    }

    // ---- losses, optimizers, training -------------------------------------------------------------------------------

    /** {@code sgd(o -> o.lr(0.1).momentum(0.9))}. */
    public static Sgd sgd(UnaryOperator<Sgd> options) {
        return options.apply(Sgd.DEFAULT);
    }

    /** {@code adam(o -> o.lr(1e-3))}. */
    public static Adam adam(UnaryOperator<Adam> options) {
        return options.apply(Adam.DEFAULT);
    }

    /** {@code adamW(o -> o.lr(3e-4).weightDecay(0.1))}. */
    public static Adam adamW(UnaryOperator<Adam> options) {
        return options.apply(Adam.DEFAULT_W);
    }

    /** {@code rmsprop(o -> o.lr(1e-2))}. */
    public static RmsProp rmsprop(UnaryOperator<RmsProp> options) {
        return options.apply(RmsProp.DEFAULT);
    }

    /** {@code nadam(o -> o.lr(2e-3))}. */
    public static NAdam nadam(UnaryOperator<NAdam> options) {
        return options.apply(NAdam.DEFAULT);
    }

    /** {@code radam(o -> o.lr(1e-3))}. */
    public static RAdam radam(UnaryOperator<RAdam> options) {
        return options.apply(RAdam.DEFAULT);
    }

    /** {@code adamax(o -> o.lr(2e-3))}. */
    public static Adamax adamax(UnaryOperator<Adamax> options) {
        return options.apply(Adamax.DEFAULT);
    }

    /** {@code adagrad(o -> o.lr(1e-2).lrDecay(1e-4))}. */
    public static Adagrad adagrad(UnaryOperator<Adagrad> options) {
        return options.apply(Adagrad.DEFAULT);
    }

    /** {@code adadelta(o -> o.rho(0.95))}. */
    public static Adadelta adadelta(UnaryOperator<Adadelta> options) {
        return options.apply(Adadelta.DEFAULT);
    }

    /** {@code rprop(o -> o.etas(0.5, 1.2))}. */
    public static Rprop rprop(UnaryOperator<Rprop> options) {
        return options.apply(Rprop.DEFAULT);
    }

    /** {@code asgd(o -> o.lr(1e-2))}. */
    public static Asgd asgd(UnaryOperator<Asgd> options) {
        return options.apply(Asgd.DEFAULT);
    }

    /** {@code adafactor(o -> o.lr(1e-2))}. */
    public static Adafactor adafactor(UnaryOperator<Adafactor> options) {
        return options.apply(Adafactor.DEFAULT);
    }

    /** {@code muon(o -> o.lr(2e-2).adjustLrFn("match_rms_adamw"))}. */
    public static Muon muon(UnaryOperator<Muon> options) {
        return options.apply(Muon.DEFAULT);
    }

    /** {@code lbfgs(o -> o.lineSearchFn("strong_wolfe"))}. */
    public static Lbfgs lbfgs(UnaryOperator<Lbfgs> options) {
        return options.apply(Lbfgs.DEFAULT);
    }

    /**
     * Multiplies the gradients of these parameters by one factor so that their Euclidean norm is at most {@code maxNorm}; answers the norm
     * before. {@link GradClip#norm} has other norms.
     */
    public static Tensor clipGradNorm_(List<Tensor> parameters, double maxNorm) {
        return GradClip.norm(parameters, maxNorm, 2, false);
    }

    /** {@link GradClip#norm}. */
    public static Tensor clipGradNorm_(List<Tensor> parameters, double maxNorm, double normType, boolean errorIfNonfinite) {
        return GradClip.norm(parameters, maxNorm, normType, errorIfNonfinite);
    }

    /** Brings every element of the gradients of these parameters into {@code [-clipValue, clipValue]}. */
    public static void clipGradValue_(List<Tensor> parameters, double clipValue) {
        GradClip.value(parameters, clipValue);
    }

    /** {@code gradScaler(o -> o.initScale(1024))}. */
    public static GradScaler gradScaler(UnaryOperator<GradScaler.Settings> options) {
        return new GradScaler(options.apply(GradScaler.Settings.DEFAULT));
    }

    /** Computes in mixed precision: {@code autocast(DType.BFLOAT16, () -> model.forward(x))}; see {@link Autocast}. */
    public static <R extends @Nullable Object> R autocast(DType dtype, Supplier<R> body) {
        return Autocast.autocast(dtype, body);
    }

    /** The folder of MNIST's files, or of a set of their form. */
    public static Mnist mnist(Path folder) {
        return new Mnist(folder);
    }

    /** The folder of CIFAR-10's binary files, or of a set of their form. */
    public static Cifar10 cifar10(Path folder) {
        return new Cifar10(folder);
    }

    /** The folder of CIFAR-100's binary files. */
    public static Cifar100 cifar100(Path folder) {
        return new Cifar100(folder);
    }

    /** A text file in UTF-8: {@code text(path).characters().windows(128)}. */
    public static Text text(Path file) {
        return Text.read(file);
    }

    /** Trains a model in place; see {@link TrainingOptions}. */
    public static Run train(Layer model, UnaryOperator<TrainingOptions> options) {
        return Trainer.train(model, options);
    }

    /** The mean loss and metrics of a model over all batches, without training it. */
    public static Measures evaluate(Layer model, DataLoader data, Loss loss, Metric... metrics) {
        return Evaluation.of(model, data, loss, List.of(metrics));
    }

    // ---- callbacks of a training ------------------------------------------------------------------------------------

    /** {@code earlyStopping(o -> o.measure("accuracy").patience(5).restoreBest())}. */
    public static EarlyStopping earlyStopping(UnaryOperator<EarlyStopping.Options> options) {
        return new EarlyStopping(options.apply(EarlyStopping.Options.DEFAULT));
    }

    /** Notes learning rates in the history. */
    public static LearningRateMonitor learningRateMonitor() {
        return new LearningRateMonitor();
    }

    /** Notes the norm of all gradients in the history. */
    public static GradientNorm gradientNorm() {
        return new GradientNorm(false);
    }

    /** Ends a training at the first NaN or infinity and says where it came from. */
    public static NanWatch nanWatch() {
        return new NanWatch();
    }

    /** Writes the history into a {@code .csv} or {@code .json} file. */
    public static HistoryFile historyFile(Path file) {
        return new HistoryFile(file);
    }

    /** Writes for TensorBoard into a folder of the run's own. */
    public static BoardLog tensorBoard(Path folder) {
        return new BoardLog(folder, 1, false);
    }

    /** Tries growing learning rates: {@code findLr(model, t -> t.data(...), o -> o.steps(200)).suggestion()}; see {@link LrFinder}. */
    public static LrCurve findLr(Layer model, UnaryOperator<TrainingOptions> training, UnaryOperator<LrFinder.Options> search) {
        return LrFinder.find(model, training, search);
    }

    /** Trains once for each of so many parts of the data, which it leaves out; see {@link CrossValidation}. */
    public static CrossValidation crossValidate(Dataset data, int folds, long seed, CrossValidation.Training training) {
        return CrossValidation.of(data, folds, seed, training);
    }

    // ---- metrics ----------------------------------------------------------------------------------------------------

    /** The share of samples whose largest output is at the target. */
    public static Metric accuracy() {
        return new Accuracy(1);
    }

    /** The share of samples whose class is among the {@code k} largest outputs. */
    public static Metric topAccuracy(int k) {
        return new Accuracy(k);
    }

    /** Of the samples said to be of a class, the share that is. */
    public static Metric precision(int classes, Average average) {
        return new ClassScore(ClassScore.Kind.PRECISION, classes, average);
    }

    /** Of the samples of a class, the share that is said to be. */
    public static Metric recall(int classes, Average average) {
        return new ClassScore(ClassScore.Kind.RECALL, classes, average);
    }

    /** The harmonic mean of precision and recall. */
    public static Metric f1(int classes, Average average) {
        return new ClassScore(ClassScore.Kind.F1, classes, average);
    }

    /** How often each class was said where each was wanted; {@link Evaluation#count} gives the counts. */
    public static ConfusionMatrix confusionMatrix(int classes) {
        return new ConfusionMatrix(classes);
    }

    /** The mean over the classes of intersection over union. */
    public static Metric meanIou(int classes) {
        return new IntersectionOverUnion(classes, false);
    }

    /** The area under the ROC curve. */
    public static Metric rocAuc() {
        return new Ranking(Ranking.Kind.ROC_AUC);
    }

    /** The precision over the recall, summed. */
    public static Metric averagePrecision() {
        return new Ranking(Ranking.Kind.AVERAGE_PRECISION);
    }

    /** The mean absolute error. */
    public static Metric mae() {
        return new Regression(Regression.Kind.MAE);
    }

    /** The mean squared error. */
    public static Metric mse() {
        return new Regression(Regression.Kind.MSE);
    }

    /** The root of the mean squared error. */
    public static Metric rmse() {
        return new Regression(Regression.Kind.RMSE);
    }

    /** The share of the variance that is explained. */
    public static Metric r2() {
        return new Regression(Regression.Kind.R2);
    }

    /** {@code exp} of the mean cross-entropy of tokens. */
    public static Metric perplexity() {
        return new Perplexity(null);
    }

    /** {@link #perplexity()} without the tokens of this number. */
    public static Metric perplexity(long ignored) {
        return new Perplexity(ignored);
    }

    /** BLEU of sentences that end before the first padding token. */
    public static Metric bleu(long padding) {
        return new Bleu(padding);
    }

    /** The mean of a function of output and target, by a name of its own. */
    public static Metric meanOf(String name, BinaryOperator<Tensor> function) {
        return new MeanOf(name, function);
    }
}
