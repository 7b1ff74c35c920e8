package dev.tenon.train;

import dev.tenon.nn.Layer;
import dev.tenon.tensor.Generator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the random numbers of a training are, the global ones and a model's own, to go back to when something was tried. */
public final class RandomState {
    private final Map<Generator, Generator.State> states = new LinkedHashMap<>();

    private RandomState() {}

    /** Where they are now. */
    public static RandomState of(Layer model) {
        var now = new RandomState();
        now.states.put(Generator.global(), Generator.global().state());
        model.namedGenerators().values().forEach(generator -> now.states.put(generator, generator.state()));
        return now;
    }

    /** Draws the numbers again that were drawn since. */
    public void restore() {
        states.forEach(Generator::restore);
    }
}
