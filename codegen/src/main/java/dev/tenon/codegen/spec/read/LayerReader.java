package dev.tenon.codegen.spec.read;

import dev.tenon.codegen.diagnostic.Diagnostic;
import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Parser;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Signature;
import dev.tenon.codegen.spec.check.SignatureCheck;
import dev.tenon.codegen.spec.types.Forms;
import dev.tenon.codegen.spec.yaml.Fields;
import dev.tenon.codegen.spec.yaml.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the key {@code layer}: the name of a module, or several with what each has other than the operator. A change is the operator's
 * parameter and either an argument as in a signature ({@code start_dim: int start_dim = 1}) or a value that is no argument
 * ({@code mode: reflect}).
 */
final class LayerReader {
    private static final String LAYER = "layer";
    private static final String METHOD = "method";
    private static final String TOPIC = "topic";
    private static final String SHOWS = "shows";
    private static final String ALL = "all";
    /** A type, and a name behind it. */
    private static final Pattern ARGUMENT = Pattern.compile("[A-Za-z]\\S*\\s+[A-Za-z_]\\w*.*", Pattern.DOTALL);

    private final SourceText key;
    private final Fields fields;
    private final Signature sig;
    private final String javaName;
    private final Map<String, List<String>> enums;
    private final Diagnostics diagnostics;

    LayerReader(SourceText key, Fields fields, Signature sig, String javaName, Map<String, List<String>> enums, Diagnostics diagnostics) {
        this.key = key;
        this.fields = fields;
        this.sig = sig;
        this.javaName = javaName;
        this.enums = enums;
        this.diagnostics = diagnostics;
    }

    /** The layers of the entry, none where it has no such key. */
    List<LayerSpec> read() {
        var field = fields.field(LAYER);
        if (field == null || !isLayer(field)) {
            return List.of();
        }
        if (field.value() instanceof ScalarNode) {
            var name = field.file().text(field.value(), LAYER);
            return name == null ? List.of() : List.of(layer(name, Map.of(), true));
        }
        var modules = field.file().map(field.value(), LAYER);
        return modules.values().stream().map(module -> layer(module.key(), changes(module), modules.size() == 1)).toList();
    }

    private static Map<String, YamlFile.Field> changes(YamlFile.Field module) {
        boolean none = module.value() instanceof ScalarNode scalar && scalar.getValue().isEmpty();
        return none ? Map.of() : module.file().map(module.value(), module.key().value());
    }

    /** What no layer can be made of. */
    private boolean isLayer(YamlFile.Field field) {
        var reason = fields.flag("internal", false) ? "it is internal"
            : sig.listResult() || sig.results().size() != 1 ? "it has not one result"
                : inputs(sig).isEmpty() ? "it takes no tensor"
                    : sig.tensors().stream().anyMatch(p -> p.tensor().list()) ? "it takes a list of tensors" : null;
        if (reason != null) {
            diagnostics.report(Diagnostic.LAYER, field.at(), key.value(), reason,
                "remove 'layer:', or declare the layer of another operator");
        }
        return reason == null;
    }

    /** The tensors that a layer is given in each pass: those that must be. */
    static List<Param> inputs(Signature sig) {
        return sig.tensors().stream().filter(param -> !param.tensor().optional()).toList();
    }

    private LayerSpec layer(SourceText name, Map<String, YamlFile.Field> changes, boolean alone) {
        if (!name.value().matches("[A-Z]\\w*")) {
            diagnostics.report(Diagnostic.JAVA_NAME, name.at(0), name.value(), "name of a layer",
                "write PyTorch's name of the module: 'ReLU'");
        }
        var fixed = new LinkedHashMap<String, Expr>();
        var arguments = new ArrayList<LayerSpec.Argument>();
        changes.forEach((param, change) -> requireParameter(param, change));
        for (var param : sig.params()) {
            var change = changes.get(param.name());
            if (inputs(sig).contains(param)) {
                refuseInput(param, change);
                continue;
            }
            var text = change == null ? null : change.file().text(change.value(), param.name());
            if (text == null) {
                keep(name, param, arguments);
            } else if (ARGUMENT.matcher(text.value()).matches()) {
                arguments.add(new LayerSpec.Argument(param.name(), changed(param, text)));
            } else {
                fix(param, text, fixed);
            }
        }
        var shown = shown(changes, arguments);
        var all = all(changes);
        if (all != null) {
            arguments.add(new LayerSpec.Argument(all.flag().name(), all.flag()));
        }
        requireFew(name, arguments);
        return new LayerSpec(name.value(), method(name, changes, alone), text(changes, TOPIC), arguments, fixed, shown, all, name.at(0));
    }

    /** {@code return_indices -> max_pool2d_with_indices}. */
    private LayerSpec.@Nullable All all(Map<String, YamlFile.Field> changes) {
        var change = changes.get(ALL);
        var text = change == null ? null : change.file().text(change.value(), ALL);
        if (text == null) {
            return null;
        }
        var parts = text.value().split(" -> ", -1);
        boolean named = parts.length == 2 && parts[0].matches("[a-z]\\w*");
        if (!named || inputs(sig).size() != 1 || sig.params().stream().anyMatch(param -> param.name().equals(parts[0]))) {
            diagnostics.report(Diagnostic.TYPE, text.at(0), "an argument of its own and an operator, of a layer of one input",
                "'" + text.value() + "'", "write 'all: return_indices -> max_pool2d_with_indices'");
            return null;
        }
        var flag = new Param(parts[0], JavaNames.parameter(parts[0]),
            new ParamType.Attribute(ParamType.Attribute.Kind.BOOL, false, 0, null, List.of()), new Expr.Bool(false, text.at(0)),
            text.at(0));
        return new LayerSpec.All(flag, parts[1], text.at(0));
    }

    private @Nullable List<LayerSpec.Shown> shown(Map<String, YamlFile.Field> changes, List<LayerSpec.Argument> arguments) {
        var change = changes.get(SHOWS);
        var text = change == null ? null : change.file().text(change.value(), SHOWS);
        return text == null ? null : new ShownReader(diagnostics).read(text, arguments);
    }

    private void keep(SourceText name, Param param, List<LayerSpec.Argument> arguments) {
        if (param.name().equals(LayerSpec.TRAINING)) {
            return;
        }
        if (!isHeld(param)) {
            diagnostics.report(Diagnostic.LAYER, name.at(0), key.value(), "no layer holds what '" + param.name() + "' is",
                "write '" + param.name() + ": null' below the layer's name, or another value");
        }
        arguments.add(new LayerSpec.Argument(param.name(), param));
    }

    private Param changed(Param param, SourceText text) {
        var changed = SigReader.parameter(text, enums, diagnostics);
        if (changed == null) {
            return param;
        }
        boolean same = !param.isTensor() && !changed.isTensor() && isNumber(param) == isNumber(changed)
            && (isNumber(param) || param.attribute().kind() == changed.attribute().kind());
        if (!same) {
            diagnostics.report(Diagnostic.TYPE, text.at(0), "an argument that can become '" + param.name() + "'", "'" + text.value() + "'",
                "give it the type that the operator's parameter has");
            return param;
        }
        if (changed.defaultValue() != null) {
            SignatureCheck.checkDefault(changed, changed.defaultValue(), diagnostics);
        }
        return changed;
    }

    private void fix(Param param, SourceText text, Map<String, Expr> fixed) {
        var value = Parser.parse(text, diagnostics);
        if (value != null) {
            SignatureCheck.checkDefault(param, value, diagnostics);
            fixed.put(param.name(), value);
        }
    }

    private static boolean isNumber(Param param) {
        return param.attribute().kind() == ParamType.Attribute.Kind.NUM || param.attribute().kind() == ParamType.Attribute.Kind.FLOAT;
    }

    private static boolean isHeld(Param param) {
        return param.isTensor() || switch (param.attribute().kind()) {
            case NUM, FLOAT, INT, BOOL, INTS, DIMS, ENUM -> true;
            case FLOATS, DTYPE, DEVICE, TEXT, INDEX -> false;
        };
    }

    private void requireParameter(String name, YamlFile.Field change) {
        if (!List.of(METHOD, TOPIC, SHOWS, ALL).contains(name) && sig.params().stream().noneMatch(p -> p.name().equals(name))) {
            diagnostics.reportUnknown(Diagnostic.UNKNOWN_ARGUMENT, change.at(), name, Forms.names(sig.params()), key.value(),
                "the operator's parameters, 'method', 'topic', 'shows' and 'all'");
        }
    }

    private void refuseInput(Param param, YamlFile.@Nullable Field change) {
        if (change != null) {
            diagnostics.report(Diagnostic.TYPE, change.at(), "a parameter that a layer can hold", "its input '" + param.name() + "'",
                "remove this line: inputs are given in each pass");
        }
    }

    private void requireFew(SourceText name, List<LayerSpec.Argument> arguments) {
        long required = arguments.stream().filter(argument -> !argument.hasDefault()).count();
        if (required > 2) {
            diagnostics.report(Diagnostic.LAYER, name.at(0), key.value(),
                required + " of its arguments must be given, and a layer takes two",
                "give some a default or a value below the layer's name");
        }
    }

    /** The operator's method where the layer has its name or is its only one; otherwise the layer's name with a small letter. */
    private String method(SourceText name, Map<String, YamlFile.Field> changes, boolean alone) {
        var given = text(changes, METHOD);
        if (given != null) {
            return given;
        }
        var own = name.value().isEmpty() ? "" : Character.toLowerCase(name.value().charAt(0)) + name.value().substring(1);
        return alone || own.equalsIgnoreCase(javaName) ? javaName : own;
    }

    private @Nullable String text(Map<String, YamlFile.Field> changes, String name) {
        var change = changes.get(name);
        var text = change == null ? null : change.file().text(change.value(), name);
        if (text != null && !text.value().matches("[a-z]\\w*") || text != null && JavaNames.isKeyword(text.value())) {
            diagnostics.report(Diagnostic.JAVA_NAME, text.at(0), text.value(), "name for Java", "write a name of letters and digits");
        }
        return text == null ? null : text.value();
    }
}
