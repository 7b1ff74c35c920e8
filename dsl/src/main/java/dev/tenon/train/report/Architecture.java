package dev.tenon.train.report;

import dev.tenon.core.TenonException;
import dev.tenon.diagram.Diagram;
import dev.tenon.nn.Layer;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A network as a picture and as a table.
 *
 * @param picture SVG, or null where what goes through the network is not known
 * @param failure why there is no picture though it is known, or null
 * @param table what it is made of
 */
record Architecture(@Nullable String picture, @Nullable String failure, String table) {
    static Architecture of(Layer model, Tensor... example) {
        if (model.specimen(example).inputs().isEmpty()) {
            return new Architecture(null, null, model.summary(example));
        }
        try {
            return new Architecture(Diagram.of(model, example).svg(), null, model.summary(example));
        } catch (TenonException | UnsupportedOperationException e) {
            // A model that is trained by a step of its own need not take its batches as they are.
            return new Architecture(null, e.getMessage(), model.toString());
        }
    }

    void show(Page page) {
        page.section("Architecture");
        if (picture != null) {
            page.large(picture);
        }
        if (failure != null) {
            page.text("no picture: " + failure);
        }
        page.text(table);
    }
}
