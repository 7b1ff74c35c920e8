package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.data.DataLoader;
import dev.tenon.metric.Metric;
import dev.tenon.nn.AveragedModel;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.optim.GradScaler;
import dev.tenon.optim.OptimizerOptions;
import dev.tenon.optim.ParameterGroups;
import dev.tenon.optim.schedule.Schedule;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.callback.CheckpointCallback;
import dev.tenon.train.checkpoint.CheckpointOptions;
import dev.tenon.train.progress.Progress;
import dev.tenon.train.report.Report;
import dev.tenon.train.report.ReportFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a training needs. Immutable: each method answers a changed copy. */
public final class TrainingOptions {
    static final TrainingOptions DEFAULT = new TrainingOptions(new TrainingPlan());

    final TrainingPlan plan;

    private TrainingOptions(TrainingPlan plan) {
        this.plan = plan;
    }

    private TrainingOptions with(Consumer<TrainingPlan> change) {
        return new TrainingOptions(plan.with(change));
    }

    private static long atLeastOne(String what, long count) {
        if (count < 1) {
            throw new ArgumentException("train: " + what + " must be at least 1, got " + count);
        }
        return count;
    }

    // ---- data and what to make small ----------------------------------------------------------------------------------

    /** The batches to learn from; must be given. */
    public TrainingOptions data(DataLoader batches) {
        return with(o -> o.data = batches);
    }

    /** The batches to measure on after each epoch: the same ones in the same order each time. */
    public TrainingOptions validate(DataLoader batches) {
        return with(o -> o.validation = batches);
    }

    /** Measures after every so many steps, and not after epochs. */
    public TrainingOptions validateEvery(long steps) {
        return with(o -> o.validateEvery = atLeastOne("the steps between validations", steps));
    }

    /** What to make small; must be given, or a step of one's own. A mean over the batch, as losses are by default. */
    public TrainingOptions loss(Loss function) {
        return with(o -> {
            o.loss = function;
            o.steps = TrainingPlan.with(o.steps, "", Objective.of(function));
        });
    }

    /** Computes the loss by itself: {@code step((model, batch) -> vae.loss(batch.x()))}. */
    public TrainingOptions step(LossStep step) {
        return terms((model, batch) -> LossTerms.of(step.of(model, batch)));
    }

    /** Computes a loss of several terms, and what metrics measure; see {@link LossTerms}. */
    public TrainingOptions terms(TermsStep step) {
        return terms("", step);
    }

    /** What the optimizer of this name makes small; see {@link #optimizer(String, OptimizerOptions, String)}. */
    public TrainingOptions step(String optimizer, LossStep step) {
        return terms(optimizer, (model, batch) -> LossTerms.of(step.of(model, batch)));
    }

    /** What the optimizer of this name makes small, as terms. */
    public TrainingOptions terms(String optimizer, TermsStep step) {
        return with(o -> {
            o.loss = null;
            o.steps = TrainingPlan.with(o.steps, optimizer, step);
        });
    }

    // ---- how to step --------------------------------------------------------------------------------------------------

    /** How to step; must be given. All parameters that require a gradient are stepped. */
    public TrainingOptions optimizer(OptimizerOptions<?> settings) {
        return with(o -> o.optimizers = TrainingPlan.with(o.optimizers, "", model -> settings.over(trained(model))));
    }

    /** How to step, with groups of parameters: {@code optimizer(adamW(o -> o), g -> g.group("*.bias", o -> o.weightDecay(0)))}. */
    public <O extends OptimizerOptions<O>> TrainingOptions optimizer(O settings, UnaryOperator<ParameterGroups<O>> groups) {
        return with(o -> o.optimizers = TrainingPlan.with(o.optimizers, "", model -> settings.over(model.namedParameters(), groups)));
    }

    /**
     * One of several optimizers, which steps the parameters of the layer at a path. In each step of the training each takes its step, as they were
     * given, against a loss of its own:
     * {@snippet :
     * train(gan, t -> t.data(images).epochs(20)
     *     .optimizer("discriminator", adam(o -> o.lr(2e-4)), "discriminator").step("discriminator", (model, batch) -> realOrNot(batch))
     *     .optimizer("generator", adam(o -> o.lr(2e-4)), "generator").step("generator", (model, batch) -> deceived(batch)));
     * }
     */
    public TrainingOptions optimizer(String name, OptimizerOptions<?> settings, String path) {
        return with(o -> o.optimizers = TrainingPlan.with(o.optimizers, name, model -> settings.over(trained(model.layer(path)))));
    }

    private static List<Tensor> trained(Layer model) {
        return model.parameters().stream().filter(Tensor::requiresGrad).toList();
    }

    /** How the learning rate changes after each epoch; of several optimizers each has its own. */
    public TrainingOptions schedule(Schedule<?> afterEpochs) {
        return with(o -> {
            o.schedule = afterEpochs;
            o.scheduleSteps = false;
        });
    }

    /** How the learning rate changes after each epoch by a measure: {@code schedule(reduceLrOnPlateau(o -> o.mode("max")), "accuracy")}. */
    public TrainingOptions schedule(Schedule<?> afterEpochs, String measure) {
        return schedule(afterEpochs).with(o -> o.scheduleMeasure = measure);
    }

    /** How the learning rate changes after each step. */
    public TrainingOptions scheduleSteps(Schedule<?> afterSteps) {
        return with(o -> {
            o.schedule = afterSteps;
            o.scheduleSteps = true;
        });
    }

    /**
     * Steps over so many batches together, as over one that is as large; the last ones of an epoch may be fewer. Of several optimizers each steps
     * over all of them before the next one looks, so that they are kept until then. 1.
     */
    public TrainingOptions accumulate(int batches) {
        return with(o -> o.accumulate = (int) atLeastOne("the batches of a step", batches));
    }

    /** Bounds the norm of all gradients together before each step. */
    public TrainingOptions clipGradNorm(double most) {
        return clipGradNorm(most, 2);
    }

    /** Bounds the norm of this order, infinity for the largest element. */
    public TrainingOptions clipGradNorm(double most, double normType) {
        return with(o -> {
            o.clipNorm = most;
            o.clipNormType = normType;
        });
    }

    /** Brings every element of the gradients into {@code [-most, most]} before each step. */
    public TrainingOptions clipGradValue(double most) {
        return with(o -> o.clipValue = most);
    }

    /** Computes outputs and losses in mixed precision; with float16 a {@link #lossScale} keeps small gradients. */
    public TrainingOptions autocast(DType dtype) {
        return with(o -> o.precision = new Precision(dtype));
    }

    /** Scales the loss, and leaves out steps whose gradients are infinite: {@code lossScale(o -> o.initScale(1024))}. */
    public TrainingOptions lossScale(UnaryOperator<GradScaler.Settings> settings) {
        return with(o -> o.scaler = () -> new GradScaler(settings.apply(GradScaler.Settings.DEFAULT)));
    }

    /** Keeps an average of the weights in which older ones fade, with which it validates; {@link Run#average} has it. */
    public TrainingOptions ema(double decay) {
        return average(model -> AveragedModel.ema(model, decay));
    }

    /** Keeps another average of the weights: {@code average(AveragedModel::swa)}. */
    public TrainingOptions average(Function<Layer, AveragedModel> kind) {
        return with(o -> o.average = kind);
    }

    // ---- how long -----------------------------------------------------------------------------------------------------

    /** How often to go through the data; 1. */
    public TrainingOptions epochs(int count) {
        if (count < 0) {
            throw new ArgumentException("train: epochs must be at least 0, got " + count);
        }
        return with(o -> o.epochs = count);
    }

    /** Stops after so many steps, counted from the very first; a checkpoint is written if there is one to write. */
    public TrainingOptions stepLimit(long count) {
        return with(o -> o.stepLimit = count);
    }

    /** Takes the first batches of an epoch only. */
    public TrainingOptions limitBatches(long count) {
        return with(o -> o.batchLimit = atLeastOne("the batches of an epoch", count));
    }

    /** Validates with the first batches only. */
    public TrainingOptions limitValidationBatches(long count) {
        return with(o -> o.validationLimit = atLeastOne("the batches of a validation", count));
    }

    /** Takes the same first batches in every epoch: a model that learns at all brings their loss to nothing. */
    public TrainingOptions overfitBatches(long count) {
        return limitBatches(count).with(o -> o.repeatsBatches = true);
    }

    /** Tries everything with one epoch of so many batches, without checkpoints, files and early stopping. */
    public TrainingOptions fastDevRun(long batches) {
        return limitBatches(batches).limitValidationBatches(batches).with(o -> {
            o.epochs = 1;
            o.fastDevRun = true;
        });
    }

    // ---- what to see and keep -----------------------------------------------------------------------------------------

    /** What else to measure, in training and validation. */
    public TrainingOptions metrics(Metric... measured) {
        return with(o -> o.metrics = List.of(measured));
    }

    /** Who else hears how it goes; several calls add up. A callback with state belongs to one training. */
    public TrainingOptions callbacks(Callback... more) {
        return with(o -> {
            o.callbacks = new ArrayList<>(o.callbacks);
            o.callbacks.addAll(List.of(more));
        });
    }

    /** Shows a bar on a terminal, a line per epoch elsewhere. */
    public TrainingOptions progress() {
        return progress(Progress.standard());
    }

    /** Tells {@code listener} of every step and epoch. */
    public TrainingOptions progress(Progress listener) {
        return callbacks(listener.callback());
    }

    /** Writes a checkpoint to this file after every epoch, and where the training ends, by Ctrl-C too. */
    public TrainingOptions checkpoint(Path file) {
        return callbacks(CheckpointCallback.file(file, 0));
    }

    /** Writes a checkpoint to this file after every epoch and every {@code steps} steps, and where the training ends. */
    public TrainingOptions checkpoint(Path file, long steps) {
        return callbacks(CheckpointCallback.file(file, atLeastOne("steps between checkpoints", steps)));
    }

    /** Writes checkpoints into a folder: {@code checkpoints(dir, c -> c.everySteps(500).keepLast(3).best("accuracy"))}. */
    public TrainingOptions checkpoints(Path folder, UnaryOperator<CheckpointOptions> settings) {
        return callbacks(CheckpointCallback.folder(folder, settings.apply(CheckpointOptions.DEFAULT)));
    }

    /** Writes a page about the training into an HTML file, after every epoch anew: {@link ReportFile}. */
    public TrainingOptions report(Path file) {
        return report(file, report -> report);
    }

    /** The page with a title, names of classes, settings of one's own: {@code report(file, r -> r.title("Digits").classes(names))}. */
    public TrainingOptions report(Path file, UnaryOperator<Report> changes) {
        return callbacks(new ReportFile(file, changes));
    }

    /**
     * Continues where a checkpoint was written, or the newest whole one of a folder; with the same data and settings, bitwise as if it had never
     * stopped.
     */
    public TrainingOptions resume(Path fileOrFolder) {
        return with(o -> {
            o.resume = fileOrFolder;
            o.resumeMayLack = false;
        });
    }

    /** As {@link #resume}, and begins anew where there is no such file or no whole checkpoint in the folder. */
    public TrainingOptions resumeOrStart(Path fileOrFolder) {
        return with(o -> {
            o.resume = fileOrFolder;
            o.resumeMayLack = true;
        });
    }
}
