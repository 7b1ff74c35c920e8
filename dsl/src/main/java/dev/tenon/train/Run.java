package dev.tenon.train;

import dev.tenon.nn.Layer;
import dev.tenon.optim.Optimizer;

/**
 * A training that has ended.
 *
 * @param model what was trained
 * @param optimizer with its state
 * @param history what it came to
 * @param steps how many steps were taken, those before a resumed checkpoint included
 */
public record Run(Layer model, Optimizer<?> optimizer, History history, long steps) {}
