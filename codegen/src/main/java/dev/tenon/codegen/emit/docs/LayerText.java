package dev.tenon.codegen.emit.docs;

import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.LayerPlaces;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.LayerSpec;
import java.util.stream.Collectors;

/** What the reference page of an operator says of a layer that is made of it. */
final class LayerText {
    private LayerText() {}

    static String section(LayerModel layer, LayerPlaces places) {
        var text = new StringBuilder("\n**Layer.** Used by `").append(layer.type().canonicalName()).append("`: `new ")
            .append(call(layer, layer.name())).append('`');
        if (!layer.isJoined()) {
            var call = call(layer, layer.spec().method());
            text.append(", in a declaration `")
                .append(places.declaring() != null ? call : "layer(() -> " + places.factories().simpleName() + "." + call + ")")
                .append('`');
        }
        text.append(layer.isLoss() ? ", a loss that a trainer takes." : ".");
        var arguments = layer.spec().arguments().stream().map(LayerText::argument).collect(Collectors.joining(", "));
        if (!arguments.isEmpty()) {
            text.append(" By name `").append(layer.name()).append('(').append(arguments).append(")`.");
        }
        var fixed = layer.spec().fixed().entrySet().stream().map(each -> each.getKey() + " = " + Printer.print(each.getValue()))
            .collect(Collectors.joining(", "));
        if (!fixed.isEmpty()) {
            text.append(" It has `").append(fixed).append("`.");
        }
        if (layer.draws()) {
            text.append(" In evaluation it changes nothing; in training it draws from a generator of its own.");
        }
        return text.append('\n').toString();
    }

    private static String call(LayerModel layer, String name) {
        var required = layer.positional().stream().filter(param -> param.defaultValue() == null).map(param -> param.javaName());
        var options = layer.hasOptions() ? "o -> o." + layer.optional().getFirst().javaName() + "(...)" : "";
        var all = required.collect(Collectors.joining(", "));
        return name + "(" + all + (all.isEmpty() || options.isEmpty() ? "" : ", ") + options + ")";
    }

    private static String argument(LayerSpec.Argument argument) {
        var param = argument.param();
        return param.name() + (param.defaultValue() == null ? "" : " = " + Printer.print(param.defaultValue()));
    }
}
