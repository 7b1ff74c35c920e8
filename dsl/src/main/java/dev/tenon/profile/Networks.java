package dev.tenon.profile;

import dev.tenon.nn.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Where layers are: their paths from the outermost layer that was called, in front its class, numbered where several have it. */
final class Networks {
    private final Map<Layer, String> paths = new IdentityHashMap<>();
    private final Map<String, List<Layer>> roots = new HashMap<>();

    /** The path of a layer that is called within another one, or within none if {@code outer} is empty. */
    synchronized String path(Layer layer, String outer) {
        var known = paths.get(layer);
        if (known != null) {
            return known;
        }
        if (!outer.isEmpty()) {
            // It is called by a layer that it does not belong to.
            return outer + "." + kind(layer);
        }
        var same = roots.computeIfAbsent(kind(layer), k -> new ArrayList<>());
        same.add(layer);
        var name = same.size() == 1 ? kind(layer) : kind(layer) + "#" + same.size();
        layer.namedLayers().forEach((path, inner) -> paths.put(inner, path.isEmpty() ? name : name + "." + path));
        return name;
    }

    static String kind(Layer layer) {
        var name = layer.getClass().getSimpleName();
        return name.isEmpty() ? layer.getClass().getSuperclass().getSimpleName() : name;
    }
}
