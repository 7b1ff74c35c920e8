package dev.tenon.samples.files;

import dev.tenon.train.Callback;
import dev.tenon.train.TrainingContext;
import dev.tenon.train.TrainingOptions;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A process that trains until it is asked to end, and writes a checkpoint only then. */
final class InterruptTarget {
    private static final int WIDTH = 8;

    private InterruptTarget() {}

    /** The argument is the folder of the checkpoint; says each step, and the next line after it that a training must not come to. */
    public static void main(String[] args) {
        train(t -> t.checkpoints(Path.of(args[0]), c -> c.everyEpochs(0)).callbacks(new Callback() {
            @Override
            public void stepEnds(TrainingContext training) {
                System.out.println(training.step());
            }
        }));
        System.out.println("the program goes on");
    }

    static void train(UnaryOperator<TrainingOptions> more) {
        SmallTraining.train(SmallTraining.model(1, WIDTH), t -> more.apply(t.epochs(Integer.MAX_VALUE)));
    }
}
