package dev.tenon.codegen.processor;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.emit.docs.ExampleInputs;
import dev.tenon.codegen.emit.docs.Examples;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.stream.Collectors;

/** Whether entries say what their tests need: a call of the operator, where none can be made of its signature, and the inputs of a layer. */
final class ExampleCheck {
    private final Library library;
    private final LayerPlaces places;
    private final Examples examples;

    ExampleCheck(Library library, LayerPlaces places) {
        this.library = library;
        this.places = places;
        this.examples = new Examples(library);
    }

    void check(Diagnostics diagnostics) {
        library.spec().ops().stream().filter(op -> !op.internal() && op.example() == null && Examples.needsOwn(op)).forEach(op -> {
            var texts = op.sig().attributes().stream().filter(param -> param.attribute().kind() == ParamType.Attribute.Kind.TEXT)
                .map(param -> "'" + param.name() + "'").collect(Collectors.joining(", "));
            diagnostics.report(Diagnostic.NO_EXAMPLE, op.at(), op.key(), "which text " + texts + " may be, the signature does not say",
                call(op));
        });
        LayerModel.of(library, places).stream().filter(LayerModel::isJoined).forEach(layer -> {
            var op = layer.op();
            var example = examples.of(op);
            if (example != null && ExampleInputs.of(op, example, layer.inputs().size(), library.api()) == null) {
                diagnostics.report(Diagnostic.LAYER_EXAMPLE, op.example() == null ? op.at() : op.example().at(0), op.key(), layer.name(),
                    "end it with 'println(" + call(op) + ");'");
            }
        });
    }

    private String call(OpEntry op) {
        return library.api().simpleName() + "." + op.javaName() + "("
            + op.sig().params().stream().filter(param -> param.defaultValue() == null && !(param.isTensor() && param.tensor().optional()))
                .map(ExampleCheck::argument).collect(Collectors.joining(", "))
            + ")";
    }

    private static String argument(Param param) {
        boolean text = !param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.TEXT;
        return text ? "\"...\"" : param.javaName();
    }
}
