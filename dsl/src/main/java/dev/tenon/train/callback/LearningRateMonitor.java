package dev.tenon.train.callback;

import dev.tenon.train.Callback;
import dev.tenon.train.TrainingContext;

/** Notes the learning rate of every step as {@code lr}; of several groups each as {@code lr/0}, after the name of the optimizer if it has one. */
public final class LearningRateMonitor implements Callback {
    @Override
    public void stepBegins(TrainingContext training) {
        training.optimizers().forEach((name, optimizer) -> {
            var prefix = name.isEmpty() ? "lr" : name + "/lr";
            var groups = optimizer.groups();
            for (int g = 0; g < groups.size(); g++) {
                training.log(groups.size() == 1 ? prefix : prefix + "/" + g, groups.get(g).lr());
            }
        });
    }
}
