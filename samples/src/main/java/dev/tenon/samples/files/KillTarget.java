package dev.tenon.samples.files;

import static dev.tenon.Tenon.*;

import dev.tenon.core.DType;
import dev.tenon.io.Idx;
import dev.tenon.io.Npy;
import dev.tenon.io.Npz;
import dev.tenon.io.Safetensors;
import dev.tenon.tensor.Tensor;
import dev.tenon.train.progress.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A process that is killed: one that saves all the time, or one that trains and writes a checkpoint after every step. */
final class KillTarget {
    /** Large enough that most of the time goes into writing. */
    private static final int ELEMENTS = 1 << 20;
    static final int WIDTH = 5_000;
    static final int STEPS = 100;

    private KillTarget() {}

    /** The formats that are saved, by number. */
    enum Saved {
        SAFETENSORS {
            @Override
            void write(Path file, int value) {
                Safetensors.write(file, Map.of("x", all(value)), Map.of("value", Integer.toString(value)));
            }

            @Override
            Tensor read(Path file) {
                return Safetensors.read(file).getOrDefault("x", zeros(1));
            }
        },
        NPY {
            @Override
            void write(Path file, int value) {
                Npy.write(file, all(value));
            }

            @Override
            Tensor read(Path file) {
                return Npy.read(file);
            }
        },
        NPZ {
            @Override
            void write(Path file, int value) {
                Npz.write(file, Map.of("x", all(value)));
            }

            @Override
            Tensor read(Path file) {
                return Npz.read(file).getOrDefault("x", zeros(1));
            }
        },
        IDX {
            @Override
            void write(Path file, int value) {
                Idx.write(file, all(value));
            }

            @Override
            Tensor read(Path file) {
                return Idx.read(file);
            }
        };

        abstract void write(Path file, int value);

        abstract Tensor read(Path file);

        /** The one value that a file has everywhere; -1 where it has several. */
        int value(Path file) {
            var values = read(file).toDoubleArray();
            boolean whole = values.length == ELEMENTS && Arrays.stream(values).allMatch(value -> value == values[0]);
            return whole ? (int) values[0] : -1;
        }
    }

    private static Tensor all(int value) {
        return full(new long[] {ELEMENTS}, value, DType.FLOAT32);
    }

    /** The arguments are {@code save FORMAT FILE}, {@code train FOLDER} or {@code interrupt FOLDER}. */
    public static void main(String[] args) {
        if (args[0].equals("save")) {
            save(Saved.valueOf(args[1]), Path.of(args[2]));
        } else {
            train(Path.of(args[1]), args[0].equals("train") ? 1 : 0);
        }
    }

    private static void save(Saved format, Path file) {
        for (int value = Files.exists(file) ? format.value(file) + 1 : 1;; value++) {
            format.write(file, value);
            System.out.println(value);
        }
    }

    /**
     * Goes on where the newest checkpoint of the folder says, to the end.
     *
     * @param everySteps when checkpoints are written; 0 for where the training ends, by being asked to or by itself
     */
    private static void train(Path folder, long everySteps) {
        SmallTraining.train(SmallTraining.model(1, WIDTH), t -> t.epochs(Integer.MAX_VALUE).stepLimit(STEPS)
            .checkpoints(folder, c -> c.everyEpochs(everySteps == 0 ? 0 : 1).everySteps(everySteps).keepLast(3)).resumeOrStart(folder)
            .progress(new Progress() {
                private long before;

                @Override
                public void step(Step step) {
                    // The checkpoint of the step before is complete.
                    System.out.println(before);
                    before = (step.epoch() - 1) * step.batches() + step.batch();
                }
            }));
        System.out.println(STEPS);
    }
}
