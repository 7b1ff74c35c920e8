package dev.tenon.nn.declare;

import dev.tenon.core.ArgumentException;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Placement;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Names and collects the layers of one chain or block while its lambda runs. */
final class Declarer {
    private final String prefix;
    private final Placement place;
    private final List<Declared> layers = new ArrayList<>();
    private @Nullable String nextName;
    private boolean closed;

    /**
     * A collector.
     *
     * @param prefix path of the layer this is within, ending in a dot, or empty
     */
    Declarer(String prefix, Placement place) {
        this.prefix = prefix;
        this.place = place;
    }

    Placement place() {
        return place;
    }

    /** Names the next layer. */
    void name(String name) {
        requireOpen();
        if (name.isEmpty() || name.contains(".")) {
            throw new ArgumentException("named: a layer's name must not be empty or contain a dot, got '" + name + "' ("
                + SourceLine.here() + ")");
        }
        if (layers.stream().anyMatch(layer -> layer.name().equals(name))) {
            throw new ArgumentException("named: two layers are called '" + name + "' (" + SourceLine.here() + ")");
        }
        nextName = name;
    }

    /** The path of the layer that is declared next. */
    String nextPath(String type) {
        return prefix + (nextName == null ? Integer.toString(layers.size()) : nextName) + "." + type;
    }

    Declared declare(String type, List<Tensor> inputs, Function<Tensor, Supplier<? extends Layer>> plan) {
        requireOpen();
        var name = nextName == null ? Integer.toString(layers.size()) : nextName;
        var declared = Declared.of(nextPath(type), name, inputs, place, plan);
        nextName = null;
        layers.add(declared);
        return declared;
    }

    /** Does something to the layer that was declared last, when it is constructed. */
    void then(String caller, Consumer<Layer> change) {
        requireOpen();
        if (layers.isEmpty()) {
            throw new ArgumentException(caller + ": no layer is declared before it (" + SourceLine.here() + ")");
        }
        layers.add(layers.removeLast().then(change));
    }

    /** Ends the declaration: what was declared is what is built. */
    List<Declared> close() {
        closed = true;
        return List.copyOf(layers);
    }

    private void requireOpen() {
        if (closed) {
            throw new ArgumentException("this declaration is finished; layers can be added only within its lambda (" + SourceLine.here()
                + ")");
        }
    }
}
