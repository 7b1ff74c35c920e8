/**
 * Schedules of learning rates, as {@code torch.optim.lr_scheduler} has them: a {@link Schedule} says how, over an optimizer it becomes a
 * {@link Scheduler} that goes step by step.
 */
@NullMarked
package dev.tenon.optim.schedule;

import org.jspecify.annotations.NullMarked;
