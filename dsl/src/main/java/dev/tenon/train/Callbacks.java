package dev.tenon.train;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/** The callbacks of a training in their order. */
final class Callbacks {
    private final List<Callback> all;

    Callbacks(List<Callback> given) {
        this.all = given.stream().sorted(Comparator.comparingInt(Callback::order)).toList();
    }

    void each(Consumer<Callback> event) {
        all.forEach(event);
    }

    void fitEnds(TrainingContext training) {
        all.reversed().forEach(callback -> callback.fitEnds(training));
    }

    /** Tells all of an exception; what they throw themselves goes with it. */
    void failed(TrainingContext training, Throwable cause) {
        for (var callback : all) {
            try {
                callback.failed(training, cause);
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** Their states; of two with the same name the second is {@code name#2}. */
    List<StatePart> parts() {
        var count = new HashMap<String, Integer>();
        return all.stream().map(callback -> {
            int number = count.merge(callback.name(), 1, Integer::sum);
            return StatePart.optional("callback." + callback.name() + (number == 1 ? "" : "#" + number) + ".", callback::stateDict,
                callback::loadStateDict);
        }).toList();
    }
}
