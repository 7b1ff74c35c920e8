package dev.tenon.train;

import dev.tenon.nn.AveragedModel;
import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training that has ended.
 *
 * @param model what was trained
 * @param optimizer with its state; the first of several
 * @param history what it came to
 * @param steps how many steps were taken, those before a resumed checkpoint included
 * @param average of the weights, or null where none was kept; {@code average.applied()} gives it to the model
 * @param ending how it ended
 * @param settings by which it went, by name, for people to read
 */
public record Run(Layer model, Optimizer<?> optimizer, History history, long steps, @Nullable AveragedModel average, Ending ending,
    Map<String, String> settings) {}
