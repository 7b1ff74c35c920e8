package sample;

import dev.tenon.nn.Layer;
import dev.tenon.nn.registry.LayerArguments;
import dev.tenon.nn.registry.LayerProvider;
import java.util.Map;
import java.util.function.Function;
import sample.nn.LeakyRectifier;

/**
 * The layers without state by PyTorch's class names; found by {@link java.util.ServiceLoader}.
 */
public final class SampleLayersByName implements LayerProvider {
    @Override
    public void add(Map<String, Function<LayerArguments, Layer>> rows) {
        familiesLayers(rows);
    }

    private static void familiesLayers(Map<String, Function<LayerArguments, Layer>> rows) {
        rows.put("LeakyRectifier", a -> new LeakyRectifier(a.number("negative_slope", 0.01)));
    }
}
